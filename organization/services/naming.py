"""The columns of a person that follow from name and birth date."""

from __future__ import annotations

from core.vietnamese.folding import fold
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts
from core.vietnamese.sorting import exam_list_key
from organization.models import StaffMember

NAME_COLUMNS = (
    "family_name",
    "middle_name",
    "given_name",
    "full_name",
    "sort_key",
    "folded",
    "birth_year",
    "birth_month",
    "birth_day",
)


def set_name(staff: StaffMember, name: NameParts, birth: PartialDate | None) -> None:
    """Set name and birth date of a row, and the caches that follow from them. Saves nothing."""
    staff.family_name, staff.middle_name, staff.given_name = name.family, name.middle, name.given
    staff.full_name = name.full
    staff.sort_key = exam_list_key(name.family, name.middle, name.given, birth)
    staff.folded = fold(name.full)
    staff.birth_year = birth.year if birth else None
    staff.birth_month = birth.month if birth else None
    staff.birth_day = birth.day if birth else None


def birth_of(staff: StaffMember) -> PartialDate | None:
    """Return the birth date as far as it is known, or None."""
    if staff.birth_year is None:
        return None
    return PartialDate(staff.birth_year, staff.birth_month, staff.birth_day)
