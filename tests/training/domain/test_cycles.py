"""Repeating is a new row with a new number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.domain.cycles import Cycle, CycleOpen, CycleState, NextCycle, RepeatRule, new_cycle_number, next_cycle

YEARLY = RepeatRule(every_months=12, opens_days_before=60)


def done(number, day):
    return Cycle(number, CycleState.COMPLETED, day)


@pytest.mark.parametrize(
    ("cycles", "number"),
    [
        ([], 1),
        ([done(1, date(2025, 3, 1))], 2),
        ([Cycle(1, CycleState.CANCELLED)], 2),
        ([done(2, date(2026, 3, 1)), done(1, date(2025, 3, 1)), Cycle(3, CycleState.CANCELLED)], 4),
    ],
)
def test_new_cycle_takes_the_next_number(cycles, number):
    assert new_cycle_number(cycles) == number


def test_new_cycle_beside_an_open_one_is_refused():
    with pytest.raises(CycleOpen) as refusal:
        new_cycle_number([done(1, date(2025, 3, 1)), Cycle(2, CycleState.OPEN)])

    assert (refusal.value.code, refusal.value.params) == ("cycle_open", {"cycle": 2})


def test_next_cycle_counts_from_the_latest_completion():
    cycles = [done(1, date(2025, 3, 15)), done(2, date(2026, 3, 15)), Cycle(3, CycleState.CANCELLED)]

    # 60 days before 15/03/2027: 15 in March, 28 in February, 17 in January.
    assert next_cycle(cycles, YEARLY) == NextCycle(4, date(2027, 1, 14), date(2027, 3, 15))


def test_next_cycle_keeps_to_the_end_of_a_short_month():
    rule = RepeatRule(every_months=6)

    assert next_cycle([done(1, date(2026, 8, 31))], rule) == NextCycle(2, date(2027, 2, 28), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("cycles", "rule"),
    [
        ([done(1, date(2026, 3, 15))], None),
        ([], YEARLY),
        ([Cycle(1, CycleState.CANCELLED)], YEARLY),
        ([done(1, date(2026, 3, 15)), Cycle(2, CycleState.OPEN)], YEARLY),
    ],
)
def test_next_cycle_is_none_without_rule_or_completion_or_while_one_is_open(cycles, rule):
    assert next_cycle(cycles, rule) is None


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=6))
def test_cycles_begun_one_after_the_other_never_share_a_number(completions):
    cycles = []
    for day in completions:
        cycles.append(done(new_cycle_number(cycles), day))

    assert [cycle.number for cycle in cycles] == list(range(1, len(completions) + 1))
