"""Granting and ending roles. The grant is the right; Django's groups only follow it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from core.clock import civil_day
from core.errors import DomainError
from core.models import User
from core.periods import Period
from core.services.accounts import end_sessions
from core.services.audit import Act, record
from organization.models import OrganizationUnit, Role, RoleGrant
from organization.services.groups import rebuild_groups
from organization.services.structure import name_of


class GrantRefused(DomainError):
    """A grant that cannot be given or ended.

    Codes: `grant_to_oneself`, `grant_exists` (params `role`, `day`), `grant_outside_unit_life` (params `unit`),
    `grant_already_ended` (params `day`), `grant_to_locked_account`.
    """

    code = "grant_exists"


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    unit: OrganizationUnit,
    valid_from: date,
    by: User | None,
    at: datetime,
    with_below: bool = True,
    valid_to: date | None = None,
    basis: str = "",
) -> RoleGrant:
    """Grant a role in a unit for a period; a valid_to of None is without a known end.

    Raises:
        GrantRefused: nobody grants to the own account; the account is locked; the unit does not live throughout; the
            account has the role in that unit on one of the days already.
        PeriodRefused: the period holds no day.
    """
    period = Period(valid_from, valid_to)
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_grant(user, role, unit, period, by)
    grant = RoleGrant.objects.create(
        user=user,
        role=role,
        unit=unit,
        with_below=with_below,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=by,
        granted_at=at,
        basis=basis,
    )
    until = str(valid_to) if valid_to else None
    act = grant_act("grant.given", grant, by, start=str(valid_from), until=until, with_below=with_below, basis=basis)
    record(act, at=at)
    rebuild_groups({user.pk}, on=civil_day(at))
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, on: date, reason: str, by: User | None, at: datetime) -> None:
    """End a grant: `on` is the first day without it. The account's sessions end when that day has come.

    A grant that would begin only on that day or later, or began on it, is withdrawn: the row goes, the audit log
    keeps who gave it and who took it back.

    Raises:
        GrantRefused: `grant_already_ended` by that day.
    """
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=grant.pk)
    if grant.valid_to is not None and grant.valid_to <= on:
        raise GrantRefused("grant_already_ended", day=grant.valid_to)
    verb = "grant.ended"
    act_detail = {"on": str(on), "reason": reason, "start": str(grant.valid_from)}
    if grant.valid_from >= on:
        verb = "grant.withdrawn"
    record(grant_act(verb, grant, by, **act_detail), at=at)
    if verb == "grant.withdrawn":
        RoleGrant.objects.filter(pk=grant.pk).delete()
    else:
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=on)
    apply_end_of_grants({grant.user_id}, on=on, today=civil_day(at))


def apply_end_of_grants(user_ids: Collection[int], *, on: date, today: date) -> None:
    """Make the end of grants felt where its day has come: groups follow, and sessions begin anew."""
    if on > today or not user_ids:
        return
    rebuild_groups(user_ids, on=today)
    for user in User.objects.filter(pk__in=user_ids):
        end_sessions(user)


def grant_act(verb: str, grant: RoleGrant, by: User | None, **detail: str | bool | None) -> Act:
    """Return the audit entry about a grant; its subject is the account."""
    return Act(
        verb=verb,
        object_kind="role_grant",
        object_uid=str(grant.uid),
        actor_uid=by.uid if by else None,
        subject_uid=grant.user.uid,
        unit_uid=grant.unit.uid,
        detail={"role": str(grant.role), **detail},
    )


def _check_grant(user: User, role: Role, unit: OrganizationUnit, period: Period, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise GrantRefused("grant_to_oneself")
    if not user.is_active:
        raise GrantRefused("grant_to_locked_account")
    unit = OrganizationUnit.objects.select_for_update().get(pk=unit.pk)
    if not Period(unit.valid_from, unit.valid_to).covers(period):
        raise GrantRefused("grant_outside_unit_life", unit=name_of(unit))
    held = RoleGrant.objects.filter(user=user, role=role, unit=unit)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=period.start))
    if period.end is not None:
        held = held.filter(valid_from__lt=period.end)
    other = held.order_by("valid_from").first()
    if other is not None:
        raise GrantRefused("grant_exists", role=Role(role).label, day=other.valid_from)
