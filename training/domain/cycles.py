"""Studying a module again: a new cycle, never a reset of the old one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import DomainError
from core.periods import add_months


class CycleOpen(DomainError):
    """A new cycle cannot begin while one is open (params `cycle`)."""

    code = "cycle_open"


class CycleState(StrEnum):
    """How a person's enrolment in a module stands."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One enrolment. `completed_on` is known exactly when it is completed."""

    number: int
    state: CycleState
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """Training that must be repeated `every_months` months, and may be so from `opens_days_before` days earlier."""

    every_months: int
    opens_days_before: int = 0


@dataclass(frozen=True, slots=True)
class NextCycle:
    """The cycle to come: its number, the day from which it may begin, the last day in time."""

    number: int
    opens_on: date
    due_on: date


def new_cycle_number(cycles: Iterable[Cycle]) -> int:
    """Return the number of a cycle that begins now. Numbers are never reused, those of cancelled cycles neither.

    Raises:
        CycleOpen: one is still open.
    """
    known = list(cycles)
    still_open = next((cycle for cycle in known if cycle.state is CycleState.OPEN), None)
    if still_open is not None:
        raise CycleOpen(cycle=still_open.number)
    return max((cycle.number for cycle in known), default=0) + 1


def next_cycle(cycles: Iterable[Cycle], rule: RepeatRule | None) -> NextCycle | None:
    """Return the repetition that the latest completion calls for, or None: no rule, nothing completed, or one open."""
    known = list(cycles)
    done = [cycle.completed_on for cycle in known if cycle.completed_on is not None]
    if rule is None or not done or any(cycle.state is CycleState.OPEN for cycle in known):
        return None
    due = add_months(max(done), rule.every_months)
    return NextCycle(new_cycle_number(known), due - timedelta(days=rule.opens_days_before), due)
