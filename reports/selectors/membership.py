"""Which people a report counts, and for which unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from organization.domain.population import Member, ReportMode, roll_up
from organization.domain.postings import PersonKey, Posting
from organization.domain.tree import UnitTree
from organization.selectors import population, posting_histories
from reports.errors import DayAhead, UnitNotAlive, UnitUnknown
from reports.selectors.units import UnitBook
from reports.selectors.values import ENDED_CODE, EndedGroup, LineageNote, ReportUnit


@dataclass(frozen=True, slots=True)
class Membership:
    """People by the unit for which they count. A key of None is the bucket of ended units.

    `placed_on` is the day of whose units the report speaks, `tree` their tree.
    """

    unit: ReportUnit
    placed_on: date
    tree: UnitTree
    counted: dict[int, int | None]
    notes: tuple[LineageNote, ...]
    ended: tuple[EndedGroup, ...]


def membership(book: UnitBook, code: str, as_of: date, mode: ReportMode, today: date) -> Membership:
    """Return who counts for the unit of that code. One query, in mode NOW two.

    Raises:
        UnitUnknown: no unit has the code.
        UnitNotAlive: mode THEN and the unit did not exist on `as_of`; mode NOW and it does not exist today.
        DayAhead: `as_of` lies after `today`.
    """
    if as_of > today:
        raise DayAhead(day=as_of)
    placed_on = as_of if mode is ReportMode.THEN else today
    unit = _unit(book, code, placed_on)
    tree = book.tree(placed_on)
    members = population(as_of)
    groups = _groups(book, members, mode, today)
    wanted = {None} if unit.id is None else tree.subtree(unit.id)
    is_top = unit.id is not None and not tree.ancestors(unit.id)
    return Membership(
        unit=unit,
        placed_on=placed_on,
        tree=tree,
        counted={person: key for key, people in groups.items() if key in wanted for person in people},
        notes=_notes(book, unit, tree, as_of, mode, today),
        ended=_ended(book, members, groups.get(None, frozenset())) if is_top else (),
    )


def _unit(book: UnitBook, code: str, day: date) -> ReportUnit:
    if code == ENDED_CODE:
        return ReportUnit(None, code, "")
    unit = book.find(code)
    if unit is None:
        raise UnitUnknown(unit=code)
    if not book.is_alive(unit, day):
        raise UnitNotAlive(unit=code, day=day)
    return ReportUnit(unit, code, book.name(unit, day))


def _groups(
    book: UnitBook, members: Sequence[Member], mode: ReportMode, today: date
) -> dict[int | None, frozenset[int]]:
    histories = posting_histories(None) if mode is ReportMode.NOW else {}
    postings = cast("Mapping[PersonKey, Iterable[Posting]]", histories)
    groups = roll_up(members, mode, postings=postings, history=book.facts.history(), today=today)
    return cast("dict[int | None, frozenset[int]]", groups)  # keys of people and units are ids here


def _ended(book: UnitBook, members: Sequence[Member], left: frozenset[int]) -> tuple[EndedGroup, ...]:
    """Group the people of the bucket by the unit in which they stood.

    A unit that was taken over by one that has ended since has an end too; a unit alive today is in no bucket.
    """
    counts = Counter(cast("int", member.unit) for member in members if member.person in left)
    ends = {unit: book.facts.lives[unit].end for unit in counts}
    return tuple(
        EndedGroup(book.name(unit, end), end, people) for unit, people in counts.items() if (end := ends[unit])
    )


def _notes(
    book: UnitBook, unit: ReportUnit, tree: UnitTree, as_of: date, mode: ReportMode, today: date
) -> tuple[LineageNote, ...]:
    """Name the units of the as-of day that ended since and lead into (or out of) the unit of the report."""
    if unit.id is None:
        return ()
    inside = tree.subtree(unit.id)
    grouped: dict[tuple[int, date], list[str]] = {}
    for change in book.facts.changes:
        end_of_interest = change.successor if mode is ReportMode.NOW else change.predecessor
        if not as_of < change.effective_on <= today or end_of_interest not in inside:
            continue
        into = grouped.setdefault((cast("int", change.predecessor), change.effective_on), [])
        if change.successor is not None:
            into.append(book.name(cast("int", change.successor), today))
    return tuple(LineageNote(book.name(key, day), day, tuple(into)) for (key, day), into in grouped.items())
