"""People of the corps: registering and correcting them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.errors import DomainError
from core.models import User
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts, clean_name, disallowed_characters
from organization.models import StaffIdentifier, StaffMember
from organization.services.naming import NAME_COLUMNS, birth_of, set_name

PERSONNEL_CODE = "ma_nhan_su"
# As wide as the columns; the middle name may be longer than the others.
_LONGEST_PART, _LONGEST_MIDDLE = 60, 100


class StaffRefused(DomainError):
    """A person who cannot be registered as given.

    Codes: `staff_name_missing`, `staff_name_characters` (params `characters`), `staff_name_long` (params `limit`),
    `staff_code_taken` (params `personnel_code`).
    """

    code = "staff_name_missing"


@transaction.atomic
def register_staff(
    *,
    name: NameParts,
    by: User | None,
    at: datetime,
    birth: PartialDate | None = None,
    gender: str = "",
    code: str = "",
) -> StaffMember:
    """Register a person; with a personnel code, the one by which lists know them.

    Raises:
        StaffRefused: there is no given name, the name holds characters that names do not have, or the code belongs to
            somebody else.
    """
    name = checked_name(name)
    code = clean_spaces(code)
    if code and StaffIdentifier.objects.filter(scheme=PERSONNEL_CODE, value=code).exists():
        raise StaffRefused("staff_code_taken", personnel_code=code)
    staff = StaffMember(gender=gender)
    set_name(staff, name, birth)
    staff.save()
    if code:
        StaffIdentifier.objects.create(staff=staff, scheme=PERSONNEL_CODE, value=code)
    record(staff_act("staff.registered", staff, by, name=staff.full_name, birth=_shown(birth), code=code), at=at)
    return staff


@transaction.atomic
def correct_staff(
    *,
    staff: StaffMember,
    name: NameParts,
    birth: PartialDate | None,
    gender: str,
    by: User | None,
    at: datetime,
) -> StaffMember:
    """Correct name, birth date and gender of a person; papers already issued keep what they say.

    Raises:
        StaffRefused: as for `register_staff`.
    """
    name = checked_name(name)
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    old = (staff.full_name, _shown(birth_of(staff)), staff.gender)
    set_name(staff, name, birth)
    staff.gender = gender
    staff.save(update_fields=[*NAME_COLUMNS, "gender"])
    new = (staff.full_name, _shown(birth), gender)
    record(staff_act("staff.corrected", staff, by, old=" · ".join(old), new=" · ".join(new)), at=at)
    return staff


def checked_name(name: NameParts) -> NameParts:
    """Return the name with clean spelling.

    Raises:
        StaffRefused: `staff_name_missing`, `staff_name_characters` or `staff_name_long`.
    """
    cleaned = NameParts(clean_name(name.family), clean_name(name.middle), clean_name(name.given))
    if not cleaned.given:
        raise StaffRefused("staff_name_missing")
    if strange := disallowed_characters(cleaned.full):
        raise StaffRefused("staff_name_characters", characters=" ".join(strange))
    if max(len(cleaned.family), len(cleaned.given)) > _LONGEST_PART or len(cleaned.middle) > _LONGEST_MIDDLE:
        raise StaffRefused("staff_name_long", limit=_LONGEST_PART)
    return cleaned


def staff_act(verb: str, staff: StaffMember, by: User | None, **detail: str) -> Act:
    """Return the audit entry about a person."""
    return Act(
        verb=verb,
        object_kind="staff",
        object_uid=str(staff.uid),
        actor_uid=by.uid if by else None,
        subject_uid=staff.uid,
        detail=dict(detail),
    )


def _shown(birth: PartialDate | None) -> str:
    return birth.shown() if birth else ""
