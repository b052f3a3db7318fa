"""Units of the invented province: as they were founded, and what became of them on 01/07/2025."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from competencies.models import PositionRequirement
from config.demo.days import REORGANISED_ON, SET_UP_ON, moment
from config.demo.files import data
from organization.models import OrganizationUnit, Position
from organization.services.reorganisation import dissolve_unit, merge_units, split_unit
from organization.services.units import create_unit

# The one district had to settle everything within a night; the acts are recorded as of that morning.
_CHANGED_AT = moment(REORGANISED_ON, 7)


def unit(code: str) -> OrganizationUnit:
    """Return a unit of the demo by its code."""
    return OrganizationUnit.objects.get(code=code)


def has_demo() -> bool:
    """Tell whether the demo is in the database."""
    return OrganizationUnit.objects.filter(code=data("units")["units"][0]["code"]).exists()


def found_units() -> int:
    """Create province, district, offices and communes as of 2023; return how many."""
    plan = data("units")
    return _create(plan["units"], date.fromisoformat(plan["founded_on"]), moment(SET_UP_ON))


def add_positions() -> int:
    """Create all positions, those of the time after the reorganisation among them."""
    plan = data("positions")
    start = date.fromisoformat(plan["valid_from"])
    rows = [
        Position(
            code=line["code"],
            name=line["name"],
            group=line["group"],
            order=line["order"],
            valid_from=start,
        )
        for line in plan["positions"]
    ]
    return len(Position.objects.bulk_create(rows))


def end_positions() -> int:
    """End the positions that went with district and old communes, once nobody holds one any more."""
    codes = [line["code"] for line in data("positions")["positions"] if line.get("era") == "before"]
    PositionRequirement.objects.filter(position__code__in=codes).update(valid_to=REORGANISED_ON)
    return Position.objects.filter(code__in=codes).update(valid_to=REORGANISED_ON)


def posts() -> dict[str, str]:
    """Return which kind of post of the competency framework each position is."""
    return {line["code"]: line["post"] for line in data("positions")["positions"] if "post" in line}


def add_new_units() -> int:
    """Create the five communes and wards with their offices, from 01/07/2025 on; return how many units."""
    plan = data("units")
    lines = []
    for line in plan["new_units"]:
        lines.append(line)
        lines += [_office(line, office) for office in plan["offices"][line["kind"]]]
    basis = plan["reorganisation"]["basis"]
    # In lists the communes follow the departments of the province.
    return _create(lines, REORGANISED_ON, moment(date(2025, 6, 20), 9), basis=basis, sort_from=1000)


def reorganise() -> int:
    """Merge, split and dissolve: the district and everything below it ends. Return how many units ended."""
    plan = data("units")["reorganisation"]
    for line in [*plan["merged"], *plan["inherited"]]:
        merge_units(
            predecessors=[unit(code) for code in line["from"]],
            successor=unit(line["into"]),
            on=REORGANISED_ON,
            decision=line["decision"],
            by=None,
            at=_CHANGED_AT,
        )
    for line in plan["split"]:
        split_unit(
            unit=unit(line["unit"]),
            successors=[unit(code) for code in line["into"]],
            heir=unit(line["heir"]),
            on=REORGANISED_ON,
            decision=line["decision"],
            by=None,
            at=_CHANGED_AT,
        )
    gone = plan["dissolved"]
    for code in gone["units"]:
        dissolve_unit(unit=unit(code), on=REORGANISED_ON, decision=gone["decision"], by=None, at=_CHANGED_AT)
    return OrganizationUnit.objects.filter(valid_to=REORGANISED_ON).count()


def _create(
    lines: Iterable[Mapping[str, Any]], start: date, at: datetime, *, basis: str = "", sort_from: int = 0
) -> int:
    made: dict[str, OrganizationUnit] = {}
    for place, line in enumerate(lines, start=1):
        above = line["parent"]
        made[line["code"]] = create_unit(
            code=line["code"],
            kind=line["kind"],
            name=line["name"],
            short_name=line["short"],
            sort=sort_from + 10 * place,
            parent=None if above is None else made.get(above) or unit(above),
            valid_from=start,
            basis=basis,
            by=None,
            at=at,
        )
    return len(made)


def _office(above: Mapping[str, Any], office: Mapping[str, Any]) -> dict[str, Any]:
    place = above["name"][0].lower() + above["name"][1:]
    own = {"code": f"{above['code']}.{office['code']}", "name": f"{office['name']} {place}", "parent": above["code"]}
    return {**office, **own}
