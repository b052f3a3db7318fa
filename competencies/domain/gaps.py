"""What a position requires on a day, how far the person is from it, and how many people are how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.periods import Period

CompetencyKey = Hashable


@dataclass(frozen=True, slots=True)
class Requirement:
    """The level of a competency that a position requires within a period."""

    competency: CompetencyKey
    level: int
    period: Period
    mandatory: bool = True


class GapState(StrEnum):
    """Đạt, vượt, thiếu, chưa đánh giá, không yêu cầu."""

    MET = "met"
    ABOVE = "above"
    SHORT = "short"
    UNASSESSED = "unassessed"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True)
class Gap:
    """Required and held level side by side. `difference` = held − required, None when either is missing."""

    state: GapState
    required: int | None
    held: int | None

    @property
    def difference(self) -> int | None:
        """Return held minus required, negative when levels are missing."""
        return None if self.required is None or self.held is None else self.held - self.required

    @property
    def short_by(self) -> int:
        """Return how many levels are missing; 0 unless the state is SHORT."""
        return -(self.difference or 0) if self.state is GapState.SHORT else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people stand how with one competency. "Chưa đánh giá" is counted apart and is never a zero."""

    met: int = 0
    above: int = 0
    short_by_one: int = 0
    short_by_more: int = 0
    unassessed: int = 0
    not_required: int = 0

    @property
    def required(self) -> int:
        """Return the number of people of whom the competency is required: the denominator of shares."""
        return self.assessed + self.unassessed

    @property
    def assessed(self) -> int:
        """Return the number of people with a requirement and a level."""
        return self.met + self.above + self.short_by_one + self.short_by_more


def required_on(requirements: Iterable[Requirement], day: date) -> dict[CompetencyKey, Requirement]:
    """Return the requirement per competency that holds on `day`; of several, the highest."""
    found: dict[CompetencyKey, Requirement] = {}
    for requirement in requirements:
        if not requirement.period.contains(day):
            continue
        known = found.get(requirement.competency)
        if known is None or known.level < requirement.level:
            found[requirement.competency] = requirement
    return found


def gap(required: int | None, held: int | None) -> Gap:
    """Return how the level held compares with the level required.

    Args:
        required: 1 to 5, or None when nothing is required on the day.
        held: 1 to 5, or None when the person has no level; it is never taken for zero.
    """
    if required is None:
        state = GapState.NOT_REQUIRED
    elif held is None:
        state = GapState.UNASSESSED
    elif held == required:
        state = GapState.MET
    else:
        state = GapState.ABOVE if held > required else GapState.SHORT
    return Gap(state, required, held)


def tally(gaps: Iterable[Gap]) -> Tally:
    """Return the counts of one competency over many people."""
    counts = Counter((one.state, min(one.short_by, 2)) for one in gaps)
    return Tally(
        met=counts[GapState.MET, 0],
        above=counts[GapState.ABOVE, 0],
        short_by_one=counts[GapState.SHORT, 1],
        short_by_more=counts[GapState.SHORT, 2],
        unassessed=counts[GapState.UNASSESSED, 0],
        not_required=counts[GapState.NOT_REQUIRED, 0],
    )


def tally_by_competency(people: Iterable[Mapping[CompetencyKey, Gap]]) -> dict[CompetencyKey, Tally]:
    """Return one tally per competency; each mapping is one person's gaps."""
    by_competency: dict[CompetencyKey, list[Gap]] = {}
    for gaps in people:
        for competency, one in gaps.items():
            by_competency.setdefault(competency, []).append(one)
    return {competency: tally(gaps) for competency, gaps in by_competency.items()}
