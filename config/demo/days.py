"""The days of the demo. Law and reorganisation keep theirs; what people did moves with the demo's last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import start_of_day

LAST_DAY = date(2026, 11, 23)
# Before this the second version of the exam would not have been there when people were to study for it.
EARLIEST_LAST_DAY = date(2026, 11, 1)

SET_UP_ON = date(2023, 1, 3)
STAFF_LIST_OF = date(2023, 1, 1)
REORGANISED_ON = date(2025, 7, 1)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Timetable:
    """Where the demo's days fall when its last day is `today`."""

    today: date

    def before(self, days: int) -> date:
        """Return the working day that lies `days` before the last day, or the next one after it."""
        return next_working_day(self.today - timedelta(days=days))

    def after(self, days: int) -> date:
        """Return the day `days` after the last day, moved on to a working day."""
        return next_working_day(self.today + timedelta(days=days))


def is_working_day(day: date) -> bool:
    """Tell whether offices are open, public holidays apart."""
    return day.weekday() < _SATURDAY


def next_working_day(day: date) -> date:
    """Return `day` itself or the first working day after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def working_days(start: date, count: int, *, until: date) -> list[date]:
    """Return the first `count` working days from `start` on that lie before `until`."""
    found: list[date] = []
    day = start
    while len(found) < count and day < until:
        if is_working_day(day):
            found.append(day)
        day += _ONE_DAY
    return found


def moment(day: date, hour: int = 8, minute: int = 0, second: int = 0) -> datetime:
    """Return the instant at which clocks in Viet Nam show that time on that day."""
    return start_of_day(day) + timedelta(hours=hour, minutes=minute, seconds=second)
