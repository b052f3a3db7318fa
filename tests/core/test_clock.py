"""Instants in UTC, civil days in Viet Nam (UTC+7, no summer time)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 16, 59, 59, 999999, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 17, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 16, 59, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_civil_day_begins_at_seventeen_hours_utc(instant, day):
    assert clock.civil_day(instant) == day


def test_civil_day_of_naive_instant_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        clock.civil_day(datetime(2026, 7, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None))


def test_start_of_day_is_the_first_instant_of_the_civil_day():
    start = clock.start_of_day(date(2026, 7, 1))

    assert start == datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    assert start.tzinfo is UTC
    assert clock.civil_day(start - timedelta(microseconds=1)) == date(2026, 6, 30)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_today_follows_now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 30, 18, 0, tzinfo=UTC))

    assert clock.today() == date(2026, 7, 1)


@pytest.mark.django_db
def test_database_now_is_an_instant_in_utc_near_this_machine():
    # Test database and tests share one machine: a minute is far beyond any real difference.
    instant = clock.database_now()

    assert instant.utcoffset() == timedelta(0)
    assert abs(instant - clock.now()) < timedelta(minutes=1)
