"""Half-open civil periods [start, end): the last day shown is the day before `end`."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from core.errors import DomainError

_ONE_DAY = timedelta(days=1)


class PeriodRefused(DomainError):
    """A period that holds no day (`period_empty`; params `start`, `end`)."""

    code = "period_empty"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to but without `end`; an `end` of None is not known yet."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise PeriodRefused(start=self.start, end=self.end)

    @property
    def last_day_shown(self) -> date | None:
        """Return the day printed after "đến hết ngày", or None while the end is open."""
        return None if self.end is None else self.end - _ONE_DAY

    def contains(self, day: date) -> bool:
        """Tell whether `day` is one of the days of the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def covers(self, other: Period) -> bool:
        """Tell whether every day of `other` is a day of this period."""
        return self.start <= other.start and _end(other) <= _end(self)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two have a day in common. Periods that only touch have none."""
        return self.start < _end(other) and other.start < _end(self)

    def intersect(self, other: Period) -> Period | None:
        """Return the common days, or None when there are none."""
        if not self.overlaps(other):
            return None
        end = min(_end(self), _end(other))
        return Period(max(self.start, other.start), None if end == date.max else end)


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Return the earliest two periods that share a day, or None when no two do."""
    ordered = sorted(periods, key=_by_start)
    return next(((one, two) for one, two in pairwise(ordered) if one.overlaps(two)), None)


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """Return the stretches of `within` that no period covers, in order of time."""
    found: list[Period] = []
    reached = within.start
    for period in sorted(periods, key=_by_start):
        if not period.overlaps(within):
            continue
        if period.start > reached:
            found.append(Period(reached, period.start))
        reached = max(reached, _end(period))
    if reached < _end(within):
        found.append(Period(reached, within.end))
    return found


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later; where the month is too short, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end(period: Period) -> date:
    # date.max stands for "no known end": one day that no office will ever reach, so it may be given away.
    return period.end or date.max


def _by_start(period: Period) -> tuple[date, date]:
    return period.start, _end(period)
