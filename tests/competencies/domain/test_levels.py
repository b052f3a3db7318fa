"""Level rule v1: at least 5 questions up to L, 2 of them at L, 70 % of the marks up to L."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.domain.levels import (
    LEVELS,
    RULE_V1,
    ItemResult,
    LevelCheck,
    LevelCount,
    LevelRule,
    Verdict,
    count_items,
    level_checks,
    level_held,
    read_counts,
    write_counts,
)


def count(level, items, mark):
    """Return `items` questions of one mark each, all answered, with `mark` marks won."""
    return LevelCount(level, items, items, Decimal(mark), Decimal(items))


counts = st.dictionaries(
    st.sampled_from(LEVELS), st.integers(1, 8).flatmap(lambda items: st.tuples(st.just(items), st.integers(0, items)))
).map(lambda found: [count(level, items, mark) for level, (items, mark) in found.items()])


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        # 5 questions of level 1, 4 right: 80 %.
        ([count(1, 5, 4)], 1),
        # 3.5 of 5 are exactly 70 %; one hundredth less is not enough.
        ([count(1, 5, "3.5")], 1),
        ([count(1, 5, "3.49")], None),
        # 4 questions are too few, however well answered.
        ([count(1, 4, 4)], None),
        # 4 of level 1 and 2 of level 2: level 1 has too few questions, level 2 has 6 with 5 marks (83 %).
        ([count(1, 4, 4), count(2, 2, 1)], 2),
        # One question at level 2 is not enough for 2; level 1 has its 5.
        ([count(1, 5, 5), count(2, 1, 1)], 1),
        # Level 3 without any question of level 2: 8 questions, 2 at level 3, 7 marks (87.5 %).
        ([count(1, 6, 6), count(3, 2, 1)], 3),
        # Level 2: 10 questions, 6 marks (60 %): fails. Level 3: 12 questions, 8 marks (66.7 %): fails. Level 1 holds.
        ([count(1, 5, 4), count(2, 5, 2), count(3, 2, 2)], 1),
        # A failed middle level does not block a higher one: level 2 has 6 of 10, level 3 has 14 of 18 (77.8 %).
        ([count(1, 5, 3), count(2, 5, 3), count(3, 8, 8)], 3),
        # All five levels, all right.
        ([count(level, 2, 2) for level in LEVELS], 5),
        ([], None),
    ],
)
def test_level_held_is_the_highest_that_the_counts_prove(asked, held):
    assert level_held(asked, RULE_V1) == held


def test_level_held_weighs_marks_and_not_questions():
    # 5 questions; 3 marks of 3 for one, 0.75 of 4 for the others: 3.75 of 7 is 53.6 %.
    items = [ItemResult(1, True, Decimal(3), Decimal(3))] + [ItemResult(1, True, Decimal("0.1875"), Decimal(1))] * 4

    assert count_items(items) == (LevelCount(1, 5, 5, Decimal("3.75"), Decimal(7)),)
    assert level_held(count_items(items), RULE_V1) is None


def test_level_held_counts_unanswered_questions_against_the_person():
    items = [ItemResult(1, True, Decimal(1), Decimal(1))] * 3 + [ItemResult(1, False, Decimal(0), Decimal(1))] * 2

    assert count_items(items) == (LevelCount(1, 5, 3, Decimal(3), Decimal(5)),)
    assert level_held(count_items(items), RULE_V1) is None


def test_questions_without_marks_prove_nothing():
    assert level_held([LevelCount(1, 5, 5, Decimal(0), Decimal(0))], RULE_V1) is None


def test_level_checks_name_the_first_condition_that_fails():
    checks = level_checks([count(1, 4, 4), count(2, 2, 2), count(4, 4, 0)], RULE_V1)

    assert checks == (
        LevelCheck(1, 4, 4, Decimal(4), Decimal(4), Verdict.TOO_FEW_ITEMS),
        LevelCheck(2, 6, 2, Decimal(6), Decimal(6), Verdict.PROVED),
        LevelCheck(3, 6, 0, Decimal(6), Decimal(6), Verdict.TOO_FEW_AT_LEVEL),
        LevelCheck(4, 10, 4, Decimal(6), Decimal(10), Verdict.TOO_FEW_MARKS),
        LevelCheck(5, 10, 0, Decimal(6), Decimal(10), Verdict.TOO_FEW_AT_LEVEL),
    )


def test_level_held_follows_the_figures_of_the_rule():
    strict = LevelRule(version=2, min_items_up_to=10, min_items_at=5, min_fraction=Decimal("0.9"))

    assert level_held([count(1, 5, 5)], strict) is None
    assert level_held([count(1, 10, 9)], strict) == 1
    assert level_held([count(1, 10, 8)], strict) is None


def test_count_items_of_mixed_levels_goes_lowest_first():
    items = [ItemResult(level, True, Decimal(1), Decimal(2)) for level in (3, 1, 3)]

    assert count_items(items) == (
        LevelCount(1, 1, 1, Decimal(1), Decimal(2)),
        LevelCount(3, 2, 2, Decimal(2), Decimal(4)),
    )


@given(counts)
def test_level_held_was_asked_at_that_level(asked):
    held = level_held(asked, RULE_V1)

    assert held is None or sum(one.items for one in asked if one.level == held) >= 2


@given(counts, st.sampled_from(LEVELS))
def test_more_marks_never_lower_the_level(asked, level):
    better = [
        LevelCount(one.level, one.items, one.items, one.maximum, one.maximum) if one.level == level else one
        for one in asked
    ]

    assert (level_held(better, RULE_V1) or 0) >= (level_held(asked, RULE_V1) or 0)


@given(counts)
def test_stored_counts_read_back_as_they_were(asked):
    assert read_counts(write_counts(asked)) == tuple(sorted(asked, key=lambda one: one.level))


def test_write_counts_spells_marks_as_text():
    assert write_counts([LevelCount(2, 3, 2, Decimal("1.50"), Decimal(3))]) == {
        "2": {"items": 3, "answered": 2, "mark": "1.50", "maximum": "3"}
    }
