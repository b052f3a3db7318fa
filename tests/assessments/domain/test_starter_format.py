"""Reading the starter questions."""

from __future__ import annotations

import copy
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.domain.starter_format import Remark, Source, read_starter

STARTER = Path(__file__).parents[3] / "assessments" / "data" / "starter_questions.json"


@pytest.fixture(scope="module")
def items():
    return json.loads(STARTER.read_text())


@pytest.fixture
def item(items):
    """Return the first question, to be spoilt."""
    return copy.deepcopy(items[0])


def by_code(items):
    return {question.code: question for question in read_starter(items).accepted}


def test_all_starter_questions_are_read(items):
    reading = read_starter(items)

    assert reading.refused == ()
    assert [question.code for question in reading.accepted] == [f"CCHC-{number:03}" for number in range(1, 67)]
    assert Counter(question.content.kind.code for question in reading.accepted) == {
        "single": 21,
        "multiple": 11,
        "true_false": 11,
        "numeric": 8,
        "matching": 7,
        "ordering": 3,
        "scenario": 3,
        "short_text": 2,
    }
    assert Counter(question.level for question in reading.accepted) == {1: 23, 2: 27, 3: 12, 4: 4}


def test_starter_warnings_name_what_a_person_must_check(items):
    warnings = Counter(remark.code for remark in read_starter(items).warnings)

    assert warnings == {"content_article_to_check": 5, "content_from_memory": 2, "content_effect_unknown": 1}


def test_starter_question_keeps_source_and_competency(items):
    question = by_code(items)["CCHC-001"]

    assert question.source == Source("63/2010/NĐ-CP", "Điều 3 khoản 1", date(2010, 10, 14), None)
    assert (question.competency, question.level, question.topic) == ("Kiểm soát thủ tục hành chính", 1, "TTHC")
    assert question.check_mark == "T"
    assert question.warnings == ()


def test_starter_question_is_graded_as_its_file_says(items):
    """The right answer of the file earns full credit for each question, the first wrong option none."""
    for data, question in zip(items, read_starter(items).accepted, strict=True):
        right = _right_texts(data)
        review = question.content.review(None, question.content.kind.layout(question.content.body, _Plain()))
        assert set(review.right) == right, data["id"]


def _right_texts(data):
    if "options" in data:
        return {option["text"] for option in data["options"] if option["correct"]}
    if "pairs" in data:
        return {f"{pair['left']} – {pair['right']}" for pair in data["pairs"]}
    if "sequence" in data:
        return set(data["sequence"])
    answer = data["answer"]
    if isinstance(answer, bool):
        return {"true" if answer else "false"}
    if "accepted" in answer:
        return set(answer["accepted"])
    unit = answer["unit"] if answer["unit"] == "%" else f" {answer['unit']}"
    return {f"{answer['value']}{unit}"}


class _Plain:
    """A sampler that leaves everything in its place."""

    def __init__(self):
        self._number = 0

    def shuffled(self, population):
        return list(population)

    def token(self, length, alphabet):
        self._number += 1
        return f"{self._number:0{length}}"


def test_starter_ordering_keeps_the_order_of_the_file(items):
    question = by_code(items)["CCHC-057"]
    (data,) = (one for one in items if one["id"] == "CCHC-057")
    texts = {one.id: one.text for one in question.content.body.items}

    assert [texts[identifier] for identifier in question.content.key.order] == data["sequence"]


def test_starter_numbers_and_flags_reach_the_key(items):
    questions = by_code(items)

    assert questions["CCHC-047"].content.key.value == Decimal(90)
    assert questions["CCHC-047"].content.body.unit == "%"
    assert questions["CCHC-021"].content.key.ignore_case is True
    assert questions["CCHC-021"].content.key.ignore_marks is False
    assert questions["CCHC-015"].content.body.context.startswith("Gần cuối giờ chiều")


def test_starter_reading_twice_gives_the_same_digests(items):
    once = [question.content.sha256 for question in read_starter(items).accepted]

    assert [question.content.sha256 for question in read_starter(items).accepted] == once
    assert len(set(once)) == 66


def test_starter_storage_order_tells_nothing(items):
    """The right option of the 21 single questions stands in several places of the storage order."""
    places = Counter()
    for question in read_starter(items).accepted:
        if question.content.kind.code == "single":
            ids = [option.id for option in question.content.body.options]
            places[ids.index(question.content.key.correct)] += 1

    assert len(places) == 4
    assert max(places.values()) < 12


def test_starter_body_holds_no_feedback(items):
    for data, question in zip(items, read_starter(items).accepted, strict=True):
        assert data["feedback"] not in json.dumps(question.content.body.to_json(), ensure_ascii=False)


def spoil(item, path, value):
    *way, last = path
    inner = item
    for step in way:
        inner = inner[step]
    if value is KeyError:
        del inner[last]
    else:
        inner[last] = value
    return item


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        (("stem",), "", "stem", "empty"),
        (("stem",), KeyError, "stem", "missing"),
        (("type",), "essay", "type", "unknown_choice"),
        (("type",), "numeric", "options", "not_for_this_type"),
        (("level",), 6, "level", "unknown_choice"),
        (("level",), "2", "level", "unknown_choice"),
        (("level",), True, "level", "unknown_choice"),
        (("check",), "sure", "check", "unknown_choice"),
        (("status",), "ready", "status", "unknown_choice"),
        (("hint",), "B", "hint", "unknown_field"),
        (("answer",), "B", "answer", "unknown_choice"),
        (("answer",), True, "truth", "not_for_this_type"),
        (("feedback",), " ", "feedback", "empty"),
        (("source",), None, "source", "not_an_object"),
        (("source", "document"), "", "source.document", "empty"),
        (("source", "effective_from"), "14/10/2010", "source.effective_from", "not_a_date"),
        (("source", "effective_to"), "2010-10-14", "source.effective_to", "not_after_start"),
        (("source", "page"), 3, "source.page", "unknown_field"),
        (("options",), [], "options", "too_few"),
        (("options", 1, "correct"), False, "correct", "not_exactly_one"),
        (("options", 0, "correct"), True, "correct", "not_exactly_one"),
        (("options", 0, "correct"), "no", "options[0].correct", "not_boolean"),
        (("options", 0, "text"), "Thủ tục hành chính", "options", "duplicate_text"),
        (("options", 2, "weight"), 1, "options[2].weight", "unknown_field"),
    ],
)
def test_starter_question_at_fault_is_refused_with_code_and_field(items, item, path, value, field, code):
    reading = read_starter([spoil(item, path, value), items[1]])

    assert reading.refused == (Remark("CCHC-001", field, f"content_{code}"),)
    assert [question.code for question in reading.accepted] == ["CCHC-002"]


@pytest.mark.parametrize(
    ("code_of_item", "answer", "field", "code"),
    [
        ("CCHC-006", {"value": "2", "tolerance": 0, "unit": "lần"}, "answer.value", "not_decimal"),
        ("CCHC-006", {"value": True, "tolerance": 0, "unit": "lần"}, "answer.value", "not_decimal"),
        ("CCHC-006", {"value": 2, "tolerance": -1, "unit": "lần"}, "tolerance", "negative"),
        ("CCHC-006", {"value": 2, "tolerance": 0, "unit": "lần", "range": 1}, "answer.range", "unknown_field"),
        ("CCHC-006", False, "truth", "not_for_this_type"),
        ("CCHC-005", {"value": 2, "tolerance": 0}, "quantity", "not_for_this_type"),
        ("CCHC-021", {"accepted": [], "ignore_case": True, "ignore_diacritics": True}, "answer.accepted", "too_few"),
        ("CCHC-021", {"accepted": ["x"], "ignore_case": True}, "answer.ignore_diacritics", "missing"),
    ],
)
def test_starter_answer_at_fault_is_refused(items, code_of_item, answer, field, code):
    (data,) = (copy.deepcopy(one) for one in items if one["id"] == code_of_item)

    reading = read_starter([data | {"answer": answer}])

    assert reading.refused == (Remark(code_of_item, field, f"content_{code}"),)
    assert reading.accepted == ()


def test_starter_number_with_decimals_is_read_as_written(items):
    (data,) = (copy.deepcopy(one) for one in items if one["id"] == "CCHC-006")

    (question,) = read_starter([data | {"answer": {"value": 0.1, "tolerance": 0.05, "unit": "%"}}]).accepted

    assert (question.content.key.value, question.content.key.tolerance) == (Decimal("0.1"), Decimal("0.05"))


def test_starter_option_that_speaks_of_positions_stays_last_with_a_warning(item):
    item["options"][0]["text"] = "Tất cả các phương án trên"

    (question,) = read_starter([item]).accepted

    assert [option.anchored for option in question.content.body.options] == [False, False, False, True]
    assert question.warnings == (Remark("CCHC-001", "options[0]", "content_kept_at_end"),)


def test_starter_code_used_twice_is_refused_the_second_time(items):
    reading = read_starter([items[0], items[0]])

    assert reading.refused == (Remark("CCHC-001", "id", "content_duplicate_id"),)
    assert len(reading.accepted) == 1


def test_starter_entries_that_are_no_questions_are_named_by_place(items):
    reading = read_starter([None, {"id": 7}, "text", items[0]])

    assert [(remark.question, remark.field) for remark in reading.refused] == [
        ("#1", "content"),
        ("#2", "id"),
        ("#3", "content"),
    ]
    assert len(reading.accepted) == 1


def test_starter_file_that_is_no_list_is_refused():
    assert read_starter({"items": []}).refused == (Remark("#0", "content", "content_not_a_list"),)
