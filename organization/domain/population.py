"""Who is counted where, on the day itself and traced to the units of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from organization.domain.lineage import History, current_unit
from organization.domain.postings import PersonKey, Posting, PostingKind
from organization.domain.tree import UnitTree
from organization.domain.units import UnitKey


class ReportMode(StrEnum):
    """Theo đơn vị tại thời điểm đó, or quy về đơn vị hiện nay."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the unit of their main posting on the day of the report."""

    person: PersonKey
    unit: UnitKey


def population_on(postings: Iterable[Posting], day: date) -> tuple[Member, ...]:
    """Return everybody with a main posting on `day`, each once.

    A posting that was left open when its unit ended still counts: nobody is lost to a missing entry.
    """
    found = {one.person: one.unit for one in postings if one.kind is PostingKind.MAIN and one.period.contains(day)}
    return tuple(Member(person, unit) for person, unit in found.items())


def roll_up(
    population: Iterable[Member],
    mode: ReportMode,
    *,
    postings: Mapping[PersonKey, Iterable[Posting]],
    history: History,
    today: date,
) -> dict[UnitKey | None, frozenset[PersonKey]]:
    """Return the people per unit; the key None is the bucket "đơn vị đã kết thúc".

    Every person of the population appears in exactly one unit, in both modes.

    Args:
        population: who counts, and where each stood on the day of the report.
        mode: the units of that day, or those of `today`.
        postings: all postings of each person; used in mode NOW only.
        history: lives and changes of all units; used in mode NOW only.
        today: the as-of day of mode NOW.
    """
    groups: dict[UnitKey | None, set[PersonKey]] = defaultdict(set)
    for member in population:
        unit: UnitKey | None = member.unit
        if mode is ReportMode.NOW:
            own = postings.get(member.person, ())
            unit = current_unit(member.unit, postings=own, history=history, today=today).unit
        groups[unit].add(member.person)
    return {unit: frozenset(people) for unit, people in groups.items()}


def with_units_below(
    groups: Mapping[UnitKey | None, frozenset[PersonKey]], tree: UnitTree
) -> dict[UnitKey | None, frozenset[PersonKey]]:
    """Return the people of each unit together with those of all units below it in `tree`."""
    totals: dict[UnitKey | None, set[PersonKey]] = defaultdict(set)
    for unit, people in groups.items():
        totals[unit].update(people)
        for above in () if unit is None else tree.ancestors(unit):
            totals[above].update(people)
    return {unit: frozenset(people) for unit, people in totals.items()}
