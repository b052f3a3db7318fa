"""Rows of the organization for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.models import User
from core.vietnamese.folding import fold
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts, split_name
from organization.models import (
    JobAssignment,
    OrganizationUnit,
    Position,
    Role,
    RoleGrant,
    StaffIdentifier,
    StaffMember,
    UnitName,
    UnitPlacement,
)
from organization.services.naming import set_name

LONG_AGO = date(2020, 1, 1)
RECORDED_AT = datetime(2020, 1, 1, 2, 0, tzinfo=UTC)
PASSWORD = "mot hai ba bon nam sau"


def make_unit(
    *,
    code: str,
    name: str = "",
    kind: str = OrganizationUnit.Kind.COMMUNE,
    parent: OrganizationUnit | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    short_name: str = "",
    sort: int = 0,
) -> OrganizationUnit:
    """A unit with one name and one place for its whole life. The name is "Đơn vị <code>" unless given."""
    name = name or f"Đơn vị {code}"
    unit = OrganizationUnit.objects.create(code=code, kind=kind, valid_from=valid_from, valid_to=valid_to)
    UnitName.objects.create(
        unit=unit,
        name=name,
        short_name=short_name,
        sort=sort,
        folded=fold(name),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, valid_from=valid_from, valid_to=valid_to)
    return unit


def make_position(
    *,
    code: str = "chuyen-vien",
    name: str = "Chuyên viên",
    group: str = Position.Group.PROFESSIONAL,
    order: int = 100,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Position:
    """A job position."""
    return Position.objects.create(
        code=code, name=name, group=group, order=order, valid_from=valid_from, valid_to=valid_to
    )


def make_staff(
    *,
    full_name: str = "Nguyễn Thị Bình",
    code: str | None = None,
    user: User | None = None,
    birth: PartialDate | None = None,
    gender: str = "",
    parts: NameParts | None = None,
) -> StaffMember:
    """A person; with `code` also the personnel code as an identifier. Has no posting."""
    staff = StaffMember(user=user, gender=gender)
    set_name(staff, parts or split_name(full_name), birth)
    staff.save()
    if code is not None:
        StaffIdentifier.objects.create(staff=staff, value=code)
    return staff


def make_posting(
    *,
    staff: StaffMember,
    unit: OrganizationUnit,
    position: Position,
    kind: str = JobAssignment.Kind.MAIN,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    decision: str = "",
    voided_at: datetime | None = None,
) -> JobAssignment:
    """A posting, the main one unless told."""
    return JobAssignment.objects.create(
        staff=staff,
        unit=unit,
        position=position,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=decision,
        recorded_at=RECORDED_AT,
        voided_at=voided_at,
    )


def make_user(
    *,
    username: str,
    password: str = PASSWORD,
    staff: StaffMember | None = None,
    is_active: bool = True,
    is_superuser: bool = False,
    must_change_password: bool = False,
) -> User:
    """An account; with `staff` that person's own. Holds no grant."""
    user = User(
        username=username,
        is_active=is_active,
        is_superuser=is_superuser,
        must_change_password=must_change_password,
        date_joined=RECORDED_AT,
    )
    user.set_password(password)
    user.save()
    if staff is not None:
        staff.user = user
        staff.save(update_fields=["user"])
    return user


def grant(
    *,
    user: User,
    role: Role,
    unit: OrganizationUnit,
    with_below: bool = True,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    granted_by: User | None = None,
) -> RoleGrant:
    """A role in a unit. Writes the grant alone: no audit entry, no Django group."""
    return RoleGrant.objects.create(
        user=user,
        role=role,
        unit=unit,
        with_below=with_below,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=granted_by,
        granted_at=RECORDED_AT,
    )
