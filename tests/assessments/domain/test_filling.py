"""Filling wishes that compete: whatever can be had together is had."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.filling import Wish, fill

wishes = st.lists(st.builds(Wish, st.integers(0, 4), st.lists(st.integers(0, 9), unique=True, max_size=8)), max_size=5)


def most_that_can_be_had(wishes: list[Wish]) -> int:
    """Return the size of the largest filling, from Hall's theorem: all wanted less the greatest deficiency."""
    wanted = sum(wish.count for wish in wishes)
    groups = (group for size in range(len(wishes) + 1) for group in combinations(wishes, size))
    deficiency = max(
        sum(wish.count for wish in group) - len({one for wish in group for one in wish.candidates}) for group in groups
    )
    return wanted - deficiency


@given(wishes)
def test_filling_is_as_large_as_any_can_be(wishes):
    held = fill(wishes)

    assert sum(map(len, held)) == most_that_can_be_had(wishes)


@given(wishes)
def test_filling_gives_nothing_twice_and_nothing_unwanted(wishes):
    held = fill(wishes)

    given_out = [one for share in held for one in share]
    assert len(given_out) == len(set(given_out))
    for wish, share in zip(wishes, held, strict=True):
        assert set(share) <= set(wish.candidates)
        assert len(share) <= wish.count


def test_filling_moves_earlier_choices_along_a_chain():
    # 0 may take 1 or 2, 1 may take 2 or 3, 2 only 1: greedy choice in order would leave the last without.
    held = fill([Wish(1, [1, 2]), Wish(1, [2, 3]), Wish(1, [1])])

    assert held == [[2], [3], [1]]


def test_filling_shows_the_shortage_where_there_was_most_to_choose_from():
    # Ten things, of which the second wish wants two of two: the first gets what is left of its eleven.
    held = fill([Wish(11, list(range(12))), Wish(2, [0, 1])])

    assert sorted(map(len, held)) == [2, 10]
    assert sorted(held[1]) == [0, 1]
