"""Months as calendars count them, and three ways to renew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.validity import (
    RenewalRule,
    ValidityRefused,
    ValidityRule,
    renewal_opens_on,
    valid_until,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def test_certificate_without_months_has_no_end():
    assert valid_until(ValidityRule(None), date(2026, 3, 15)) is None


def test_completion_rule_counts_from_completion_whatever_was_before():
    rule = ValidityRule(24, RenewalRule.COMPLETION)

    assert valid_until(rule, date(2026, 3, 15)) == date(2028, 3, 15)
    assert valid_until(rule, date(2026, 3, 15), previous_until=date(2026, 5, 1)) == date(2028, 3, 15)


@pytest.mark.parametrize(
    ("previous", "expected"),
    [
        (None, date(2027, 3, 15)),
        # Renewed before the end, and on the last day: no day is lost.
        (date(2026, 5, 1), date(2027, 5, 1)),
        (date(2026, 3, 15), date(2027, 3, 15)),
        # Renewed too late: the gap stays a gap.
        (date(2026, 3, 14), date(2027, 3, 15)),
    ],
)
def test_previous_expiry_rule_counts_from_the_old_end_while_it_holds(previous, expected):
    rule = ValidityRule(12, RenewalRule.PREVIOUS_EXPIRY)

    assert valid_until(rule, date(2026, 3, 15), previous) == expected


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        (date(2026, 3, 15), date(2026, 8, 31)),
        (date(2026, 8, 31), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2027, 2, 28)),
        # The second step is counted from the fixed day again: the 31st, not the 28th.
        (date(2027, 3, 1), date(2027, 8, 31)),
    ],
)
def test_fixed_rule_gives_the_next_fixed_day(completed, expected):
    rule = ValidityRule(6, RenewalRule.FIXED, fixed_until=date(2026, 8, 31))

    assert valid_until(rule, completed) == expected


def test_fixed_rule_without_months_is_refused_once_the_day_has_passed():
    rule = ValidityRule(None, RenewalRule.FIXED, fixed_until=date(2026, 12, 31))

    assert valid_until(rule, date(2026, 12, 31)) == date(2026, 12, 31)
    with pytest.raises(ValidityRefused) as refusal:
        valid_until(rule, date(2027, 1, 1))
    assert refusal.value.code == "fixed_day_passed"


def test_fixed_rule_without_a_day_is_refused():
    with pytest.raises(ValidityRefused) as refusal:
        valid_until(ValidityRule(12, RenewalRule.FIXED), date(2026, 1, 1))

    assert refusal.value.code == "fixed_day_missing"


@given(st.integers(1, 60), st.sampled_from(RenewalRule), days, st.none() | days)
def test_certificate_holds_on_the_day_it_was_earned(months, renewal, completed, previous):
    rule = ValidityRule(months, renewal, fixed_until=date(2020, 12, 31))

    assert valid_until(rule, completed, previous) >= completed


def test_renewal_opens_so_many_days_before_the_end():
    assert renewal_opens_on(date(2027, 3, 15), 60) == date(2027, 1, 14)
