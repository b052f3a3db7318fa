"""Which people a report counts, and for which unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from organization.domain.population import Member, ReportMode, roll_up
from organization.domain.tree import UnitTree
from organization.models import OrganizationUnit
from organization.selectors import LineageFacts, lineage, population, posting_histories, unit_names, unit_tree
from reports.errors import DayAhead, UnitNotAlive, UnitUnknown
from reports.selectors.values import ENDED_CODE, EndedGroup, LineageNote, ReportUnit


@dataclass(frozen=True, slots=True)
class Membership:
    """People by the unit for which they count. A key of None is the bucket of ended units."""

    unit: ReportUnit
    counted: dict[int, int | None]
    notes: tuple[LineageNote, ...]
    ended: tuple[EndedGroup, ...]


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
    facts = lineage()
    members = population(as_of)
    groups = _groups(facts, members, mode, today)
    wanted = {None} if unit.id is None else tree.subtree(unit.id)
    counted = {person: key for key, people in groups.items() if key in wanted for person in people}
    is_top = unit.id is not None and not tree.ancestors(unit.id)
    ended = _ended(facts, members, groups.get(None, frozenset())) if is_top else ()
    return Membership(unit, counted, _notes(facts, unit, tree, as_of, mode, today), ended)


def _unit(code: str, day: date) -> ReportUnit:
    if code == ENDED_CODE:
        return ReportUnit(None, code, "")
    row = OrganizationUnit.objects.filter(code=code).first()
    if row is None:
        raise UnitUnknown(code=code)
    if not row.valid_from <= day or (row.valid_to is not None and row.valid_to <= day):
        raise UnitNotAlive(code=code, day=day)
    return ReportUnit(row.pk, row.code, unit_names([row.pk], day).get(row.pk, row.code))


def _groups(
    facts: LineageFacts, members: Sequence[Member], mode: ReportMode, today: date
) -> dict[int | None, frozenset[int]]:
    postings = posting_histories(None) if mode is ReportMode.NOW else {}
    groups = roll_up(members, mode, postings=postings, history=facts.history(), today=today)
    return cast("dict[int | None, frozenset[int]]", groups)  # keys of people and units are ids here


def _ended(facts: LineageFacts, members: Sequence[Member], left: frozenset[int]) -> tuple[EndedGroup, ...]:
    """Group the people of the bucket by the unit in which they stood."""
    counts = Counter(cast("int", member.unit) for member in members if member.person in left)
    names = unit_names(counts.keys(), date.max)
    ends = {unit: facts.lives[unit].end for unit in counts}
    return tuple(
        EndedGroup(names[unit], end, people) for unit, people in counts.items() if (end := ends[unit]) is not None
    )


def _notes(
    facts: LineageFacts, unit: ReportUnit, tree: UnitTree, as_of: date, mode: ReportMode, today: date
) -> tuple[LineageNote, ...]:
    """Name the units of the as-of day that ended since and lead into (or out of) the unit of the report."""
    if unit.id is None:
        return ()
    inside = tree.subtree(unit.id)
    ended = [
        change
        for change in facts.changes
        if as_of < change.effective_on <= today
        and (change.successor in inside if mode is ReportMode.NOW else change.predecessor in inside)
    ]
    keys = {cast("int", key) for change in ended for key in (change.predecessor, change.successor) if key}
    names = unit_names(keys, today)
    grouped: dict[tuple[int, date], list[str]] = {}
    for change in ended:
        into = grouped.setdefault((cast("int", change.predecessor), change.effective_on), [])
        if change.successor is not None:
            into.append(names[cast("int", change.successor)])
    return tuple(LineageNote(names[key], day, tuple(into)) for (key, day), into in grouped.items())
