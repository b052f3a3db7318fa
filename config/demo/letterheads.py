"""What papers of the demo's units carry: header, place, and who signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from config.demo.files import data
from organization.models import OrganizationUnit, Position, StaffMember, UnitProfile
from organization.selectors import postings_on, subtree_ids


def add_profiles(day: date) -> int:
    """Write what papers of the units alive on a day carry, signed by whoever holds the position then."""
    alive = {row.code: row for row in OrganizationUnit.objects.on(day)}
    known = set(UnitProfile.objects.values_list("unit_id", flat=True))
    lines = [line for line in data("units")["profiles"] if line["unit"] in alive]
    fresh = [line for line in lines if alive[line["unit"]].pk not in known]
    return len(UnitProfile.objects.bulk_create([_profile(line, alive[line["unit"]], day) for line in fresh]))


def _profile(line: Mapping[str, Any], row: OrganizationUnit, day: date) -> UnitProfile:
    return UnitProfile(
        unit=row,
        governing_line=line["governing"],
        issuing_line=line["issuing"],
        place_name=line["place"],
        abbreviation=line["abbreviation"],
        signing_lines=line["signing"],
        signatory=_holder(row, line["signatory_of"], day),
        valid_from=row.valid_from,
    )


def _holder(row: OrganizationUnit, position: str, day: date) -> str:
    """Return who holds a position in a unit or an office of it on a day."""
    units = subtree_ids(row.pk, day)
    wanted = Position.objects.get(code=position).pk
    holders = [one for one in postings_on(None, day).values() if one.unit_id in units and one.position_id == wanted]
    return StaffMember.objects.get(pk=min(one.staff_id for one in holders)).full_name
