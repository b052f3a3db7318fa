"""Required beside held: a gap only where something is required that day, and "chưa đánh giá" is never zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.domain.gaps import GapState, Requirement, Tally, gap, required_on, tally, tally_by_competency
from core.periods import Period

levels = st.none() | st.integers(1, 5)


@pytest.mark.parametrize(
    ("required", "held", "state", "difference", "short_by"),
    [
        (3, 3, GapState.MET, 0, 0),
        (3, 4, GapState.ABOVE, 1, 0),
        (3, 2, GapState.SHORT, -1, 1),
        (5, 1, GapState.SHORT, -4, 4),
        (3, None, GapState.UNASSESSED, None, 0),
        (None, 4, GapState.NOT_REQUIRED, None, 0),
        (None, None, GapState.NOT_REQUIRED, None, 0),
    ],
)
def test_gap_compares_held_with_required(required, held, state, difference, short_by):
    found = gap(required, held)

    assert (found.state, found.difference, found.short_by) == (state, difference, short_by)
    assert (found.required, found.held) == (required, held)


def test_required_on_takes_only_requirements_of_the_day():
    old = Requirement("giao tiếp", 2, Period(date(2025, 1, 1), date(2026, 7, 1)))
    new = Requirement("giao tiếp", 3, Period(date(2026, 7, 1)))

    assert required_on([old, new], date(2026, 6, 30)) == {"giao tiếp": old}
    assert required_on([old, new], date(2026, 7, 1)) == {"giao tiếp": new}
    assert required_on([old, new], date(2024, 12, 31)) == {}


def test_required_on_of_several_for_one_competency_takes_the_highest():
    period = Period(date(2026, 1, 1))
    general, special = Requirement("giao tiếp", 2, period), Requirement("giao tiếp", 4, period)

    assert required_on([special, general], date(2026, 6, 1)) == {"giao tiếp": special}


def test_tally_counts_people_by_distance():
    pairs = [(3, 3), (3, 4), (3, 5), (3, 2), (3, 1), (4, 1), (3, None), (3, None), (3, None), (None, 2)]

    found = tally(gap(required, held) for required, held in pairs)

    assert found == Tally(met=1, above=2, short_by_one=1, short_by_more=2, unassessed=3, not_required=1)
    assert found.assessed == 6
    assert found.required == 9


def test_tally_of_nobody_is_all_zero():
    assert tally([]) == Tally()


def test_tally_by_competency_takes_each_person_once_per_competency():
    people = [{"a": gap(2, 2), "b": gap(2, 1)}, {"a": gap(2, None)}]

    assert tally_by_competency(people) == {"a": Tally(met=1, unassessed=1), "b": Tally(short_by_one=1)}


@given(st.lists(st.tuples(levels, levels)))
def test_tally_loses_and_doubles_nobody(pairs):
    found = tally(gap(required, held) for required, held in pairs)

    assert found.required + found.not_required == len(pairs)
    assert found.required == sum(required is not None for required, _ in pairs)
    assert found.unassessed == sum(required is not None and held is None for required, held in pairs)
