"""From outcomes to marks, sections, total and pass."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.grading import MissingContent, grade_paper
from assessments.domain.marking import InvalidMarks, LevelCount, Marks, PassRule, count_levels, mark_paper
from assessments.domain.questions.outcome import UNANSWERED, Outcome
from core.canonical import canonical_json
from tests.assessments.domain.papers import paper, slot
from tests.assessments.domain.questions import samples

FULL, NOTHING, HALF = Outcome.of(1), Outcome.of(0), Outcome.of(Decimal("0.5"))
TWO_THIRDS = Outcome.of(Decimal(2) / 3)


def test_marks_are_fraction_times_maximum_summed_by_section_and_in_all():
    drawn = paper(slot(1, max_mark="2"), slot(2), slot(3, section=1, max_mark="1.5"), slot(4, section=1), sections=2)

    marks = mark_paper(drawn, {1: FULL, 2: HALF, 3: TWO_THIRDS})

    # 2 + 0.5 + 0.6666667 * 1.5 = 3.50000005 of 5.5; slot 4 has no outcome
    assert [one.mark for one in marks.slots] == [2, Decimal("0.5"), Decimal("1.00000005"), 0]
    assert marks.mark == Decimal("3.50000005")
    assert marks.max_mark == Decimal("5.5")
    assert marks.answered == 3
    sections = marks.sections()
    assert {index: (one.mark, one.max_mark) for index, one in sections.items()} == {
        0: (Decimal("2.5"), Decimal(3)),
        1: (Decimal("1.00000005"), Decimal("2.5")),
    }


def test_fraction_is_cut_so_that_it_reaches_no_limit_that_the_marks_do_not():
    # 2 of 3 marks: 0.66666666…
    assert mark_paper(paper(slot(1), slot(2), slot(3)), {1: FULL, 2: FULL}).fraction == Decimal("0.6666666")
    # 2.6999999 of 3 marks: 0.89999996…, which rounding would lift to 0.9000000
    almost = mark_paper(paper(slot(1), slot(2), slot(3)), {1: FULL, 2: FULL, 3: Outcome.of(Decimal("0.6999999"))})
    assert almost.fraction == Decimal("0.8999999")
    assert not almost.reaches(Decimal("0.9"))


def test_fraction_of_a_paper_without_slots_is_nothing():
    assert mark_paper(paper(), {}).fraction == 0


@pytest.mark.parametrize(
    ("right", "of", "needed", "passed"),
    [
        (7, 10, "0.7", True),
        (6, 10, "0.7", False),
        (6999, 10000, "0.7", False),  # 69.99 stays below 70
        (1, 3, "0.3333333", True),
        (1, 3, "0.3333334", False),
        (30, 60, "0.5", True),
        (29, 60, "0.5", False),
        (10, 10, "1", True),
    ],
)
def test_pass_is_decided_on_unrounded_marks(right, of, needed, passed):
    unit = Decimal(right), Decimal(of - right)
    slots = [slot(number, max_mark=str(part)) for number, part in enumerate(filter(None, unit), start=1)]

    marks = mark_paper(paper(*slots), {1: FULL, 2: NOTHING})

    assert PassRule(Decimal(needed)).is_passed(marks) is passed


@pytest.mark.parametrize(
    ("outcomes", "passed"),
    [
        ({1: FULL, 2: FULL, 3: HALF}, True),  # 2.5 of 3, second section 0.5
        ({1: FULL, 2: FULL, 3: NOTHING}, False),  # 2 of 3, but nothing in the second section
        ({1: HALF, 2: NOTHING, 3: FULL}, False),  # second section full, but 1.5 of 3 is below 60 %
        ({1: FULL, 2: HALF, 3: Outcome.of(Decimal("0.4999999"))}, False),
    ],
)
def test_pass_may_ask_for_a_minimum_in_a_section(outcomes, passed):
    drawn = paper(slot(1), slot(2), slot(3, section=1), sections=2)
    rule = PassRule(Decimal("0.6"), ((1, Decimal("0.5")),))

    assert rule.is_passed(mark_paper(drawn, outcomes)) is passed


def test_minimum_of_a_section_without_slots_asks_for_nothing():
    rule = PassRule(Decimal("0.5"), ((3, Decimal("0.5")),))

    assert rule.is_passed(mark_paper(paper(slot(1)), {1: FULL}))


def test_levels_are_counted_for_evidence():
    drawn = paper(
        slot(1, level=1),
        slot(2, level=1, max_mark="2"),
        slot(3, level=2),
        slot(4, level=2, competency="NVMC"),
    )

    counts = count_levels(mark_paper(drawn, {1: FULL, 2: NOTHING, 3: UNANSWERED, 4: HALF}))

    assert counts == {
        "KSTTHC": {
            1: LevelCount(items=2, answered=2, mark=Decimal(1), max_mark=Decimal(3)),
            2: LevelCount(items=1, answered=0, mark=Decimal(0), max_mark=Decimal(1)),
        },
        "NVMC": {2: LevelCount(items=1, answered=1, mark=Decimal("0.5"), max_mark=Decimal(1))},
    }


def test_grade_paper_grades_each_slot_through_its_own_layout():
    drawn = paper(
        slot(1, layout=samples.layout(options={"k7": "b00002", "q2": "a00001"})),
        slot(2, layout=samples.layout(options={"k7": "a00001", "q2": "b00002"})),
        slot(3),
    )
    contents = {101: samples.single(), 102: samples.single(), 103: samples.true_false(correct=True)}

    marks = grade_paper(drawn, contents, {1: "k7", 2: "k7"})

    assert [one.outcome for one in marks.slots] == [FULL, NOTHING, UNANSWERED]


def test_grade_paper_without_the_content_of_a_question_stops():
    with pytest.raises(MissingContent) as refused:
        grade_paper(paper(slot(1)), {}, {1: True})

    assert refused.value.params == {"question": 101}


outcomes = st.sampled_from([UNANSWERED]) | st.decimals(0, 1, places=7).map(Outcome.of)
graded_papers = st.lists(st.tuples(outcomes, st.decimals("0.1", 10, places=2), st.integers(0, 2)), max_size=12)


@given(graded_papers, st.decimals("0.01", 1, places=7))
def test_marks_stay_in_bounds_sum_up_and_are_stored_whole(graded, limit):
    ordered = sorted(graded, key=lambda one: one[2])
    slots = [
        slot(number, section=section, max_mark=str(most)) for number, (_, most, section) in enumerate(ordered, start=1)
    ]
    marks = mark_paper(
        paper(*slots, sections=3), {number: outcome for number, (outcome, _, _) in enumerate(ordered, start=1)}
    )

    assert 0 <= marks.mark <= marks.max_mark
    assert 0 <= marks.fraction <= 1
    assert sum((one.mark for one in marks.sections().values()), Decimal(0)) == marks.mark
    counted = [one for levels in count_levels(marks).values() for one in levels.values()]
    assert sum((one.mark for one in counted), Decimal(0)) == marks.mark
    if slots:
        assert (marks.fraction >= limit) == marks.reaches(limit)
    again = Marks.from_json(json.loads(canonical_json(marks.to_json())))
    assert again == marks
    assert again.to_json() == marks.to_json()


def test_marks_are_stored_as_strings():
    drawn = paper(slot(1, max_mark="1.50"))

    assert mark_paper(drawn, {1: TWO_THIRDS}).to_json() == {
        "v": 1,
        "slots": [
            {
                "slot": 1,
                "section": 0,
                "question": 101,
                "competency": "KSTTHC",
                "level": 1,
                "fraction": "0.6666667",
                "state": "partial",
                "mark": "1.00000005",
                "max_mark": "1.5",
            }
        ],
    }


@pytest.mark.parametrize(
    "change", [{"state": "fair"}, {"fraction": "x"}, {"max_mark": "x"}, {"slot": "1"}, {"fraction": 0.5}]
)
def test_marks_that_no_grading_wrote_are_refused(change):
    data = mark_paper(paper(slot(1)), {1: FULL}).to_json()
    data["slots"][0] |= change

    with pytest.raises(InvalidMarks):
        Marks.from_json(data)


def test_marks_of_another_shape_are_refused():
    with pytest.raises(InvalidMarks):
        Marks.from_json({"v": 2, "slots": []})
