"""The due day itself is in time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.domain.due import Due, DueRuleRefused, DueState, due_on, due_state

ASSIGNED = date(2026, 2, 20)
DUE = date(2026, 6, 15)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("fixed", "after_days", "expected"),
    [
        (DUE, None, DUE),
        # 20/02 and 10 days: 8 to the end of February, 2 in March.
        (None, 10, date(2026, 3, 2)),
        (None, 0, ASSIGNED),
        (None, None, None),
    ],
)
def test_due_on_by_each_rule(fixed, after_days, expected):
    assert due_on(fixed=fixed, after_days=after_days, assigned_on=ASSIGNED) == expected


def test_due_on_by_two_rules_at_once_is_refused():
    with pytest.raises(DueRuleRefused) as refusal:
        due_on(fixed=DUE, after_days=10, assigned_on=ASSIGNED)

    assert refusal.value.code == "due_rule_double"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 7), Due(DueState.OPEN, 8)),
        (date(2026, 6, 8), Due(DueState.SOON, 7)),
        (DUE, Due(DueState.SOON, 0)),
        (date(2026, 6, 16), Due(DueState.OVERDUE, 1)),
        (date(2026, 7, 15), Due(DueState.OVERDUE, 30)),
    ],
)
def test_due_state_on_days_around_the_due_day(today, expected):
    assert due_state(due_on=DUE, completed=False, today=today) == expected


def test_due_state_of_completed_training_is_done_even_after_the_due_day():
    assert due_state(due_on=DUE, completed=True, today=date(2026, 12, 1)) == Due(DueState.DONE, None)


def test_due_state_without_due_day_is_open():
    assert due_state(due_on=None, completed=False, today=DUE) == Due(DueState.OPEN, None)


def test_due_state_is_soon_as_early_as_asked():
    assert due_state(due_on=DUE, completed=False, today=date(2026, 5, 16), soon_days=30).state is DueState.SOON
    assert due_state(due_on=DUE, completed=False, today=date(2026, 5, 15), soon_days=30).state is DueState.OPEN


@given(st.none() | days, st.booleans(), days)
def test_due_state_counts_no_negative_days(due, completed, today):
    state, counted = due_state(due_on=due, completed=completed, today=today)

    assert counted is None or counted >= 0
    assert (counted is None) == (completed or due is None)
    assert (state is DueState.OVERDUE) == (not completed and due is not None and today > due)
