"""Which people a report counts, and for which unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organization.domain.population import ReportMode, roll_up
from organization.domain.tree import UnitTree
from organization.models import OrganizationUnit
from organization.selectors import lineage, population, posting_histories, unit_names, unit_tree
from reports.errors import DayAhead, UnitNotAlive, UnitUnknown
from reports.selectors.values import ENDED_CODE, LineageNote, ReportUnit


@dataclass(frozen=True, slots=True)
class Membership:
    """People by the unit for which they count. A key of None is the bucket of ended units."""

    unit: ReportUnit
    counted: dict[int, int | None]
    notes: tuple[LineageNote, ...]


def membership(code: str, as_of: date, mode: ReportMode, today: date) -> Membership:
    """Return who counts for the unit of that code. A constant number of queries.

    Raises:
        UnitUnknown: no unit has the code.
        UnitNotAlive: mode THEN and the unit did not exist on `as_of`; mode NOW and it does not exist today.
        DayAhead: `as_of` lies after `today`.
    """
    if as_of > today:
        raise DayAhead(day=as_of)
    placed_on = as_of if mode is ReportMode.THEN else today
    unit = _unit(code, placed_on)
    tree = unit_tree(placed_on)
    groups = _groups(as_of, mode, today)
    wanted = {None} if unit.id is None else tree.subtree(unit.id)
    counted = {person: key for key, people in groups.items() if key in wanted for person in people}
    return Membership(unit, counted, _notes(unit, tree, as_of, mode, today))


def _unit(code: str, day: date) -> ReportUnit:
    if code == ENDED_CODE:
        return ReportUnit(None, code, "")
    row = OrganizationUnit.objects.filter(code=code).first()
    if row is None:
        raise UnitUnknown(code=code)
    if not row.valid_from <= day or (row.valid_to is not None and row.valid_to <= day):
        raise UnitNotAlive(code=code, day=day)
    return ReportUnit(row.pk, row.code, unit_names([row.pk], day).get(row.pk, row.code))


def _groups(as_of: date, mode: ReportMode, today: date) -> dict[int | None, frozenset[int]]:
    facts = lineage()
    postings = posting_histories(None) if mode is ReportMode.NOW else {}
    groups = roll_up(population(as_of), mode, postings=postings, history=facts.history(), today=today)
    return groups  # type: ignore[return-value]  # keys of people and units are ids here


def _notes(
    unit: ReportUnit, tree: UnitTree, as_of: date, mode: ReportMode, today: date
) -> tuple[LineageNote, ...]:
    """Name the units of the as-of day that ended since and lead into (or out of) the unit of the report."""
    if unit.id is None:
        return ()
    facts = lineage()
    inside = tree.subtree(unit.id)
    ended = [
        change
        for change in facts.changes
        if as_of < change.effective_on <= today
        and (change.successor in inside if mode is ReportMode.NOW else change.predecessor in inside)
    ]
    names = unit_names([key for change in ended for key in (change.predecessor, change.successor) if key], today)
    grouped: dict[tuple[int, date], list[str]] = {}
    for change in ended:
        into = grouped.setdefault((change.predecessor, change.effective_on), [])  # type: ignore[arg-type]
        if change.successor is not None:
            into.append(names[change.successor])  # type: ignore[index]
    return tuple(LineageNote(names[key], day, tuple(into)) for (key, day), into in grouped.items())
