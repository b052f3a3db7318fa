"""Half-open periods: the end day belongs to the next one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, PeriodRefused, add_months, first_overlap, gaps


def june(start: int, end: int | None = None) -> Period:
    return Period(date(2026, 6, start), None if end is None else date(2026, 6, end))


days = st.dates(date(2026, 6, 1), date(2026, 6, 30))


@st.composite
def periods(draw):
    start, end = draw(st.tuples(days, st.none() | days))
    if end is not None and start == end:
        return Period(start, None)
    return Period(start, None) if end is None else Period(min(start, end), max(start, end))


@pytest.mark.parametrize("end", [10, 9])
def test_period_without_a_day_is_refused(end):
    with pytest.raises(PeriodRefused) as refusal:
        june(10, end)

    assert refusal.value.code == "period_empty"


def test_period_contains_its_first_day_and_not_its_end():
    period = june(10, 20)

    assert [period.contains(date(2026, 6, day)) for day in (9, 10, 19, 20)] == [False, True, True, False]


def test_open_period_contains_every_later_day():
    assert june(10).contains(date(2999, 1, 1))


def test_last_day_shown_is_the_day_before_the_end():
    assert june(10, 20).last_day_shown == date(2026, 6, 19)
    assert june(10).last_day_shown is None


def test_periods_that_touch_do_not_overlap():
    assert not june(1, 10).overlaps(june(10, 20))
    assert june(1, 11).overlaps(june(10, 20))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (june(1, 10), june(5, 20), june(5, 10)),
        (june(1), june(5, 20), june(5, 20)),
        (june(1), june(5), june(5)),
        (june(1, 5), june(5, 10), None),
    ],
)
def test_intersect_gives_the_common_days(one, other, common):
    assert one.intersect(other) == common
    assert other.intersect(one) == common


def test_covers_needs_every_day():
    assert june(1).covers(june(5))
    assert june(1, 20).covers(june(1, 20))
    assert not june(1, 20).covers(june(5))
    assert not june(5, 20).covers(june(1, 10))


@given(periods(), periods(), days)
def test_intersect_holds_exactly_the_days_that_both_hold(one, other, day):
    common = one.intersect(other)

    assert (common is not None and common.contains(day)) == (one.contains(day) and other.contains(day))


def test_first_overlap_of_touching_periods_is_none():
    assert first_overlap([june(10, 20), june(1, 10), june(20)]) is None


def test_first_overlap_names_the_earliest_pair():
    assert first_overlap([june(19), june(10, 20), june(1, 11)]) == (june(1, 11), june(10, 20))


@given(st.lists(periods(), max_size=5))
def test_first_overlap_finds_a_pair_exactly_when_there_is_one(many):
    pairs = [(one, two) for place, one in enumerate(many) for two in many[place + 1 :] if one.overlaps(two)]

    assert (first_overlap(many) is not None) == bool(pairs)


def test_gaps_are_the_uncovered_stretches():
    covered = [june(20, 25), june(3, 10), june(5, 12)]

    assert gaps(covered, within=june(1, 30)) == [june(1, 3), june(12, 20), june(25, 30)]
    assert gaps(covered, within=june(4, 22)) == [june(12, 20)]
    assert gaps([june(5)], within=june(1)) == [june(1, 5)]
    assert gaps([], within=june(1)) == [june(1)]


@given(st.lists(periods(), max_size=5), periods(), days)
def test_gaps_and_periods_together_hold_each_day_once(many, within, day):
    in_gap = sum(gap.contains(day) for gap in gaps(many, within))

    covered = any(period.contains(day) for period in many)
    assert in_gap == (1 if within.contains(day) and not covered else 0)


any_day = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)
def test_add_months_keeps_the_day_or_takes_the_last_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(any_day, st.integers(0, 120))
def test_add_months_lands_in_the_month_counted(day, months):
    landed = add_months(day, months)

    assert (landed.year * 12 + landed.month) - (day.year * 12 + day.month) == months
    assert landed.day <= day.day


@given(any_day, any_day, st.integers(0, 120))
def test_add_months_keeps_the_order_of_days(one, other, months):
    earlier, later = sorted((one, other))

    assert add_months(earlier, months) <= add_months(later, months)
