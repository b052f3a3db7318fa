"""What became of a unit: "quy về đơn vị hiện nay", for one person and for a unit's papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.periods import Period
from organization.domain.postings import Posting, PostingKind
from organization.domain.units import Change, UnitKey


@dataclass(frozen=True, slots=True)
class Target:
    """Where a person of an older day is counted. A unit of None is the bucket "đơn vị đã kết thúc"."""

    unit: UnitKey | None
    last_unit: UnitKey

    @property
    def has_ended(self) -> bool:
        """Tell whether the way ended in a unit that nothing followed."""
        return self.unit is None


@dataclass(frozen=True, slots=True)
class History:
    """Lives and changes of all units, arranged for walking. Build it once per report."""

    lives: Mapping[UnitKey, Period]
    heirs: Mapping[UnitKey, Change]
    successors: Mapping[UnitKey, tuple[UnitKey, ...]]

    @classmethod
    def of(cls, lives: Mapping[UnitKey, Period], changes: Iterable[Change]) -> History:
        """Return the history that `lives` and `changes` tell. Changes off a unit's end are left out."""
        heirs: dict[UnitKey, Change] = {}
        successors: dict[UnitKey, tuple[UnitKey, ...]] = {}
        for change in changes:
            life = lives.get(change.predecessor)
            if change.successor is None or life is None or life.end != change.effective_on:
                continue
            successors[change.predecessor] = (*successors.get(change.predecessor, ()), change.successor)
            if change.heir:
                heirs[change.predecessor] = change
        return cls(lives, heirs, successors)

    def ended_by(self, unit: UnitKey, day: date) -> date | None:
        """Return the first day without `unit` if that is not after `day`, else None."""
        end = self.lives[unit].end
        return end if end is not None and end <= day else None


def current_unit(unit: UnitKey, *, postings: Iterable[Posting], history: History, today: date) -> Target:
    """Return the unit to which a person who stood in `unit` on an older day is counted on `today`.

    A living unit keeps the person. A unit that has ended hands them on: to where their own main posting that begins on
    the day of the change leads, else to the heir, else to the bucket of ended units; and so on from there. The result
    is exactly one target, whatever the data: each step must lead to a unit that outlives the day of the change.

    Args:
        unit: where the person stood; its life must be known.
        postings: those of this person, of any kind.
        history: lives and changes of all units.
        today: the as-of day of the report, not before the day on which the person stood in `unit`.
    """
    begins = {posting.period.start: posting.unit for posting in postings if posting.kind is PostingKind.MAIN}
    here = unit
    while (ended_on := history.ended_by(here, today)) is not None:
        onward = begins.get(ended_on)
        if onward is None or not _outlives(history, onward, ended_on):
            heir = history.heirs.get(here)
            onward = None if heir is None else heir.successor
        if onward is None or not _outlives(history, onward, ended_on):
            return Target(None, here)
        here = onward
    return Target(here, here)


def living_successors(unit: UnitKey, *, history: History, today: date) -> frozenset[UnitKey]:
    """Return the units alive on `today` that `unit` became; itself while it lives; none when all lines ended.

    Old papers keep the name of the unit that issued them: this is how a search for the old name finds the new units.
    """
    living: set[UnitKey] = set()
    seen: set[UnitKey] = {unit}
    waiting = [unit]
    while waiting:
        here = waiting.pop()
        if history.ended_by(here, today) is None:
            living.add(here)
            continue
        onward = [unit for unit in history.successors.get(here, ()) if unit not in seen and unit in history.lives]
        seen.update(onward)
        waiting.extend(onward)
    return frozenset(living)


class ChangeProblemCode(StrEnum):
    """Why changes do not tell what became of a unit."""

    NOT_ON_LAST_DAY = "change_not_on_last_day"
    SUCCESSOR_NOT_ALIVE = "change_successor_not_alive"
    TWO_HEIRS = "change_two_heirs"
    NO_HEIR = "change_no_heir"
    ENDED_WITHOUT_CHANGE = "change_missing"


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """One rule broken at the end of `unit`."""

    code: ChangeProblemCode
    unit: UnitKey


def check_changes(
    changes: Iterable[Change], lives: Mapping[UnitKey, Period], staffed: Iterable[UnitKey]
) -> list[ChangeProblem]:
    """Return what is wrong or missing in the changes: none when every end is explained.

    A change takes effect on the first day without its predecessor, and its successor is alive that day. Of several
    successors exactly one is the heir; a single successor is. Every ended unit of `staffed` (those that ever had
    people) has a change, if only one that names no successor.
    """
    by_unit: dict[UnitKey, list[Change]] = {unit: [] for unit in staffed}
    for change in changes:
        by_unit.setdefault(change.predecessor, []).append(change)
    problems: list[ChangeProblem] = []
    for unit, own in by_unit.items():
        life = lives.get(unit)
        ended = life is not None and life.end is not None
        if ended and not own:
            problems.append(ChangeProblem(ChangeProblemCode.ENDED_WITHOUT_CHANGE, unit))
        problems.extend(ChangeProblem(code, unit) for code in _problems_of(own, life, lives))
    return problems


def _problems_of(
    changes: list[Change], life: Period | None, lives: Mapping[UnitKey, Period]
) -> Iterator[ChangeProblemCode]:
    named = [change for change in changes if change.successor is not None]
    heirs = sum(change.heir for change in named)
    if any(life is None or life.end != change.effective_on for change in changes):
        yield ChangeProblemCode.NOT_ON_LAST_DAY
    if any(not _is_alive(lives.get(change.successor), change.effective_on) for change in named):
        yield ChangeProblemCode.SUCCESSOR_NOT_ALIVE
    if heirs > 1:
        yield ChangeProblemCode.TWO_HEIRS
    if named and heirs == 0:
        yield ChangeProblemCode.NO_HEIR


def _outlives(history: History, unit: UnitKey, day: date) -> bool:
    life = history.lives.get(unit)
    return life is not None and (life.end is None or life.end > day)


def _is_alive(life: Period | None, day: date) -> bool:
    return life is not None and life.contains(day)
