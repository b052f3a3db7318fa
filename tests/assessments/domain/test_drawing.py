"""Drawing papers from banks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.blueprint import DrawnSlot, DrawRules, FixedSlot, SectionRule
from assessments.domain.drawing import BankTooSmall, Shortage, check_blueprint, draw
from assessments.domain.paper import Paper
from core.canonical import canonical_json
from legal.domain.effect import Effect
from tests.assessments.domain.banks import IN_FORCE, TODAY, bank, item

# Drawn once and written down: a later version of the code must draw the same paper for a complaint.
GOLDEN_ENTRIES = [7, 2, 15]
GOLDEN_SHA256 = "34d951497df822a5c69d061b86bb38f5ec5f68f0c50ed33d15d64ef8bda15d89"


def one_section(*slots, shuffles=False):
    return DrawRules((SectionRule("Phần I", slots, shuffles=shuffles),))


def entries(paper):
    return [slot.question // 10 for slot in paper.slots]


def test_draw_fills_sections_in_order_with_marks_of_their_rules():
    rules = DrawRules(
        (
            SectionRule(
                "Kiến thức", (FixedSlot(7), DrawnSlot(2, level_from=2, max_mark=Decimal("1.5"))), shuffles=False
            ),
            SectionRule("Nghiệp vụ", (DrawnSlot(1, competency="NVMC"),)),
        )
    )
    pool = [item(7), item(1, level=2), item(2, level=3), item(3, competency="NVMC"), item(4)]

    paper = draw(rules, pool, seed="a", on=TODAY)

    assert [section.title for section in paper.sections] == ["Kiến thức", "Nghiệp vụ"]
    assert [slot.section for slot in paper.slots] == [0, 0, 0, 1]
    assert entries(paper)[0] == 7
    assert set(entries(paper)[1:3]) == {1, 2}
    assert entries(paper)[3] == 3
    assert [slot.max_mark for slot in paper.slots] == [1, Decimal("1.5"), Decimal("1.5"), 1]
    assert paper.slots[0].sha == f"{7:064x}"


def test_draw_takes_categories_below_the_one_named():
    pool = [item(1, category_path="00010002"), item(2, category_path="0002"), item(3, category_path="0001")]

    paper = draw(one_section(DrawnSlot(2, category_path="0001")), pool, seed="a", on=TODAY)

    assert set(entries(paper)) == {1, 3}


def test_draw_of_a_fixed_entry_takes_the_newest_version_or_the_pinned_one():
    pool = [item(1, question_id=10), item(1, question_id=11)]

    newest = draw(one_section(FixedSlot(1)), pool, seed="a", on=TODAY)
    pinned = draw(one_section(FixedSlot(1, question_id=10)), pool, seed="a", on=TODAY)

    assert newest.slots[0].question == 11
    assert pinned.slots[0].question == 10


def test_draw_of_a_kind_leaves_out_entries_that_stand_elsewhere():
    rules = one_section(DrawnSlot(2), FixedSlot(1), FixedSlot(2))

    for seed in "abcdefgh":
        assert set(entries(draw(rules, bank(4), seed=seed, on=TODAY))[:2]) == {3, 4}


@pytest.mark.parametrize(
    "changes",
    [
        {"ready": False},
        {"type": "scenario"},  # cannot be delivered yet
        {"grounds": (Effect(date(2026, 11, 24)),)},
        {"grounds": (Effect(date(2020, 1, 1), date(2026, 11, 23)),)},
        {"grounds": (Effect(None, date(2026, 1, 1)),)},
        {"grounds": (IN_FORCE, Effect(date(2027, 3, 1)))},
    ],
)
def test_question_that_may_not_be_asked_that_day_is_not_drawn(changes):
    pool = [item(1), item(2, **changes)]

    with pytest.raises(BankTooSmall) as refused:
        draw(one_section(DrawnSlot(2)), pool, seed="a", on=TODAY)

    assert refused.value.params == {"section": 1, "slot": 1, "wanted": 2, "available": 1}


@pytest.mark.parametrize(
    "grounds",
    [
        (),
        (Effect(None),),
        (Effect(date(2026, 11, 23)),),
        (Effect(date(2020, 1, 1), date(2026, 11, 24)),),
        (Effect(date(2020, 1, 1), end_uncertain=True), IN_FORCE),
    ],
)
def test_question_in_force_or_of_unknown_effect_is_drawn(grounds):
    paper = draw(one_section(DrawnSlot(1)), [item(1, grounds=grounds)], seed="a", on=TODAY)

    assert entries(paper) == [1]


def test_question_on_a_future_law_is_drawn_from_its_first_day():
    # Luật Hộ tịch 03/2026/QH16 takes effect on 01/03/2027; the provision it replaces ends the day before.
    civil_status = Effect(date(2027, 3, 1))
    until_then = Effect(date(2016, 1, 1), date(2027, 3, 1))
    pool = [item(1, grounds=(civil_status,)), item(2, grounds=(until_then,))]
    rules = one_section(DrawnSlot(1))

    assert entries(draw(rules, pool, seed="a", on=date(2026, 11, 23))) == [2]
    assert entries(draw(rules, pool, seed="a", on=date(2027, 2, 28))) == [2]
    assert entries(draw(rules, pool, seed="a", on=date(2027, 3, 1))) == [1]


def test_draw_from_a_small_bank_names_the_slot_that_lacks():
    rules = DrawRules(
        (
            SectionRule("I", (DrawnSlot(2),)),
            SectionRule("II", (FixedSlot(1), DrawnSlot(3, level_from=4))),
        )
    )
    pool = [*bank(5), item(6, level=4), item(7, level=5)]

    with pytest.raises(BankTooSmall) as refused:
        draw(rules, pool, seed="a", on=TODAY)

    assert refused.value.shortage == Shortage(section=2, slot=2, wanted=3, available=2)


def test_check_blueprint_lists_every_shortage_and_nothing_when_there_is_none():
    rules = DrawRules((SectionRule("I", (DrawnSlot(4, competency="X"), FixedSlot(99), DrawnSlot(2))),))

    assert check_blueprint(rules, [*bank(1), item(2, competency="X")], on=TODAY) == [
        Shortage(1, 1, wanted=4, available=1),
        Shortage(1, 2, wanted=1, available=0),
        Shortage(1, 3, wanted=2, available=1),
    ]
    assert check_blueprint(one_section(DrawnSlot(3)), bank(3), on=TODAY) == []


def test_check_blueprint_counts_slots_that_compete_together():
    # Three questions of level 1 in all: each rule alone could be filled, both together cannot.
    rules = one_section(DrawnSlot(2), DrawnSlot(2, level_to=1))

    assert check_blueprint(rules, bank(3), on=TODAY) == [Shortage(1, 2, wanted=2, available=1)]


def test_draw_keeps_anchored_options_last():
    for seed in "abcdefgh":
        (slot,) = draw(one_section(DrawnSlot(1)), bank(1), seed=seed, on=TODAY).slots
        assert list(slot.layout.group("options").ids.values())[-1] == "c00003"


def test_draw_shuffles_a_section_only_if_it_says_so():
    fixed = [FixedSlot(entry) for entry in range(1, 9)]
    kept = [entries(draw(one_section(*fixed), bank(8), seed=seed, on=TODAY)) for seed in "abc"]
    shuffled = [entries(draw(one_section(*fixed, shuffles=True), bank(8), seed=seed, on=TODAY)) for seed in "abc"]

    assert kept == [[1, 2, 3, 4, 5, 6, 7, 8]] * 3
    assert len({tuple(order) for order in shuffled}) == 3
    assert all(sorted(order) == kept[0] for order in shuffled)


def test_draw_gives_each_question_its_turn():
    drawn = {
        one
        for number in range(60)
        for one in entries(draw(one_section(DrawnSlot(2)), bank(10), seed=str(number), on=TODAY))
    }

    assert drawn == set(range(1, 11))


def test_draw_of_a_known_seed_stays_the_same_for_ever():
    paper = draw(one_section(DrawnSlot(3), shuffles=True), bank(20), seed="2026-11-23", on=TODAY)

    assert entries(paper) == GOLDEN_ENTRIES
    assert paper.sha256 == GOLDEN_SHA256


slot_rules = st.one_of(
    st.builds(FixedSlot, st.integers(1, 12)),
    st.builds(
        DrawnSlot,
        st.integers(1, 4),
        category_path=st.sampled_from(["", "0001", "0002", "00010001"]),
        competency=st.sampled_from([None, "A", "B"]),
        level_from=st.integers(1, 3),
        level_to=st.integers(3, 5),
    ),
)
rules_of_exams = st.lists(
    st.builds(SectionRule, st.just("Phần"), st.lists(slot_rules, min_size=1, max_size=3).map(tuple), st.booleans()),
    min_size=1,
    max_size=3,
).map(lambda sections: DrawRules(tuple(sections)))
pools = st.lists(
    st.builds(
        item,
        st.integers(1, 12),
        competency=st.sampled_from(["A", "B"]),
        level=st.integers(1, 5),
        category_path=st.sampled_from(["0001", "0002", "00010001"]),
        type=st.sampled_from(["single", "true_false", "scenario"]),
        ready=st.sampled_from([True, True, False]),
    ),
    max_size=25,
    unique_by=lambda one: one.entry_id,
)


@given(rules_of_exams, pools, st.text(max_size=5), st.randoms())
def test_draw_is_repeatable_complete_and_without_repeats(rules, pool, seed, random):
    shortages = check_blueprint(rules, pool, on=TODAY)
    if shortages:
        with pytest.raises(BankTooSmall):
            draw(rules, pool, seed=seed, on=TODAY)
        return

    paper = draw(rules, pool, seed=seed, on=TODAY)

    turned = list(pool)
    random.shuffle(turned)
    assert draw(rules, turned, seed=seed, on=TODAY) == paper
    assert len(set(entries(paper))) == len(paper.slots) == sum(rule.count for _, _, rule in rules.slots())
    drawable = {one.question_id for one in pool if one.is_drawable(TODAY)}
    assert {slot.question for slot in paper.slots} <= drawable
    assert Paper.from_json(paper.to_json()) == paper
    assert b'"stem"' not in canonical_json(paper.to_json())


@given(pools, st.integers(1, 5), st.text(max_size=5))
def test_draw_serves_each_rule_with_what_it_admits(pool, level, seed):
    wanted = DrawnSlot(1, level_from=level, level_to=level)
    rules = one_section(wanted)
    if check_blueprint(rules, pool, on=TODAY):
        return

    (slot,) = draw(rules, pool, seed=seed, on=TODAY).slots

    assert slot.level == level
