"""The figures of a report: counted once from the people, then only put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from competencies.domain.gaps import Gap, GapState, Tally, tally

from .paper import PaperCompetency, PaperPerson, UnitReportPaper

SMALLEST_COMPARED = 5
"""Shares are ranked only where so many people were assessed: of two people, one is already 50 %."""

_MOST_RANKED = 3


@dataclass(frozen=True, slots=True)
class CompetencyFigures:
    """One competency: its place in the framework from 1, its name, and how many people stand how."""

    number: int
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its people, and their gaps counted together."""

    name: str
    people: tuple[PaperPerson, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted. People are counted once, gaps ("lượt") once per required competency."""

    people: int
    total: Tally
    competencies: tuple[CompetencyFigures, ...]
    offices: tuple[Office, ...]
    people_without_gap: int
    people_short: int
    people_short_by_more: int
    best: tuple[CompetencyFigures, ...]
    worst: tuple[CompetencyFigures, ...]
    needs: tuple[CompetencyFigures, ...]

    @property
    def unseen(self) -> tuple[CompetencyFigures, ...]:
        """Competencies that are required of somebody and in which nobody was assessed."""
        return tuple(one for one in self.competencies if one.tally.required and not one.tally.assessed)

    @property
    def faultless(self) -> tuple[CompetencyFigures, ...]:
        """Competencies in which everybody assessed meets the requirement."""
        return tuple(
            one for one in self.competencies if one.tally.assessed and reached(one.tally) == one.tally.assessed
        )

    @property
    def most_unassessed(self) -> tuple[CompetencyFigures, ...]:
        """Up to three competencies with most people not assessed, the most first."""
        open_ones = [one for one in self.competencies if one.tally.unassessed]
        return tuple(sorted(open_ones, key=lambda one: -one.tally.unassessed)[:_MOST_RANKED])


def figures_of(paper: UnitReportPaper) -> Figures:
    """Count a report."""
    people = paper.people
    counted = tuple(
        CompetencyFigures(i + 1, one.name, tally(person.gaps[i] for person in people))
        for i, one in enumerate(paper.competencies)
    )
    best, worst = _ranked(counted)
    return Figures(
        people=len(people),
        total=reduce(_added, (one.tally for one in counted), Tally()),
        competencies=counted,
        offices=_offices(people),
        people_without_gap=sum(_is_without_gap(person.gaps) for person in people),
        people_short=sum(_shortest(person.gaps) >= 1 for person in people),
        people_short_by_more=sum(_shortest(person.gaps) >= 2 for person in people),
        best=best,
        worst=worst,
        needs=_needs(counted),
    )


def reached(counts: Tally) -> int:
    """Return how many meet or exceed the requirement."""
    return counts.met + counts.above


def short_in(counts: Tally) -> int:
    """Return how many are below the requirement."""
    return counts.short_by_one + counts.short_by_more


def share_reached(counts: Tally) -> Decimal | None:
    """Return the share of those assessed who meet or exceed; None when nobody was assessed."""
    return Decimal(reached(counts)) / counts.assessed if counts.assessed else None


def needs_of(gaps: Sequence[Gap], competencies: Sequence[PaperCompetency]) -> tuple[str, ...]:
    """Return the competencies in which a person is short, the widest gap first, then in the order of the columns."""
    short = [(gap.short_by, one) for gap, one in zip(gaps, competencies, strict=True) if gap.short_by]
    return tuple(one.short_name or one.name for _, one in sorted(short, key=lambda pair: -pair[0]))


def _ranked(
    counted: Iterable[CompetencyFigures],
) -> tuple[tuple[CompetencyFigures, ...], tuple[CompetencyFigures, ...]]:
    """Return the best and the worst; no competency is in both, none is named when all are alike."""
    compared = [one for one in counted if one.tally.assessed >= SMALLEST_COMPARED]
    compared.sort(key=lambda one: -(share_reached(one.tally) or 0))
    count = min(_MOST_RANKED, len(compared) // 2)
    if not count or share_reached(compared[0].tally) == share_reached(compared[-1].tally):
        return (), ()
    return tuple(compared[:count]), tuple(reversed(compared[-count:]))


def _offices(people: Iterable[PaperPerson]) -> tuple[Office, ...]:
    """Group by office in the order in which the offices first appear."""
    grouped: dict[str, list[PaperPerson]] = {}
    for person in people:
        grouped.setdefault(person.office, []).append(person)
    return tuple(
        Office(name, tuple(members), tally(gap for person in members for gap in person.gaps))
        for name, members in grouped.items()
    )


def _needs(counted: Iterable[CompetencyFigures]) -> tuple[CompetencyFigures, ...]:
    """Competencies in which somebody is short: most people first, then the wider gaps."""
    short = [one for one in counted if short_in(one.tally)]
    return tuple(sorted(short, key=lambda one: (-short_in(one.tally), -one.tally.short_by_more)))


def _shortest(gaps: Iterable[Gap]) -> int:
    return max((gap.short_by for gap in gaps), default=0)


def _is_without_gap(gaps: Iterable[Gap]) -> bool:
    """Assessed in at least one required competency and short in none."""
    states = {gap.state for gap in gaps}
    return GapState.SHORT not in states and not states.isdisjoint({GapState.MET, GapState.ABOVE})


def _added(a: Tally, b: Tally) -> Tally:
    return Tally(
        met=a.met + b.met,
        above=a.above + b.above,
        short_by_one=a.short_by_one + b.short_by_one,
        short_by_more=a.short_by_more + b.short_by_more,
        unassessed=a.unassessed + b.unassessed,
        not_required=a.not_required + b.not_required,
    )
