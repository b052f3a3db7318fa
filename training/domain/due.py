"""Until when training is to be done, and how that looks on a day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from core.errors import DomainError

SOON_DAYS = 7


class DueRuleRefused(DomainError):
    """A due rule that names a fixed day and a number of days at once."""

    code = "due_rule_double"


class DueState(StrEnum):
    """Đã hoàn thành, quá hạn, sắp đến hạn, còn hạn. Without a due date training is OPEN."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"


class Due(NamedTuple):
    """The state, and the days left or, when overdue, the days over; None when done or without a due date."""

    state: DueState
    days: int | None


def due_on(*, fixed: date | None, after_days: int | None, assigned_on: date) -> date | None:
    """Return the last day in time: a fixed one, or so many days after the day of assignment; None without a rule.

    Raises:
        DueRuleRefused: both are given.
    """
    if fixed is not None and after_days is not None:
        raise DueRuleRefused
    if after_days is not None:
        return assigned_on + timedelta(days=after_days)
    return fixed


def due_state(*, due_on: date | None, completed: bool, today: date, soon_days: int = SOON_DAYS) -> Due:
    """Return how a duty stands on `today`. The due day itself is in time, with 0 days left."""
    if completed:
        return Due(DueState.DONE, None)
    if due_on is None:
        return Due(DueState.OPEN, None)
    days_left = (due_on - today).days
    if days_left < 0:
        return Due(DueState.OVERDUE, -days_left)
    return Due(DueState.SOON if days_left <= soon_days else DueState.OPEN, days_left)
