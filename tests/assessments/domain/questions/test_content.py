"""Strict reading of bodies and keys."""

from __future__ import annotations

import copy
import json
import unicodedata

import pytest

from assessments.domain.questions.content import parse_content
from assessments.domain.questions.options import speaks_of_positions
from assessments.domain.questions.reading import InvalidContent
from assessments.domain.questions.registry import UnknownQuestionType, all_types, question_type
from core.canonical import canonical_json
from tests.assessments.domain.questions import samples

EACH = samples.one_of_each()


def stored(content):
    """Return body and key of `content` as fresh JSON values."""
    return copy.deepcopy((content.body.to_json(), content.key.to_json()))


@pytest.mark.parametrize("content", EACH, ids=lambda content: content.kind.code)
def test_content_written_and_read_again_is_the_same(content):
    body, key = json.loads(json.dumps(stored(content)))

    again = parse_content(content.kind.code, body, key)

    assert again == content
    assert again.sha256 == content.sha256


@pytest.mark.parametrize("content", EACH, ids=lambda content: content.kind.code)
@pytest.mark.parametrize("part", [0, 1])
def test_content_with_an_unknown_field_is_refused(content, part):
    whole = stored(content)
    whole[part]["hint"] = "b"

    with pytest.raises(InvalidContent) as refused:
        parse_content(content.kind.code, *whole)

    assert (refused.value.field, refused.value.rule) == ("hint", "unknown_field")


@pytest.mark.parametrize("content", EACH, ids=lambda content: content.kind.code)
def test_content_without_any_of_its_needed_fields_is_refused(content):
    optional = {"context", "unit", "scoring", "option_notes"}
    for part in (0, 1):
        for name in stored(content)[part]:
            whole = stored(content)
            del whole[part][name]
            if name in optional and not (name == "context" and content.kind.code == "scenario"):
                parse_content(content.kind.code, *whole)
                continue
            with pytest.raises(InvalidContent) as refused:
                parse_content(content.kind.code, *whole)
            assert refused.value.field == name


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("\u200b", "empty"),
        (None, "not_text"),
        (7, "not_text"),
        ("a\x00b", "bad_character"),
        ("a\x1bb", "bad_character"),
        ("a\udcffb", "bad_character"),
        ("a\u202eb", "bad_character"),
        ("x" * 4001, "too_long"),
    ],
)
def test_stem_that_is_no_clean_text_is_refused(value, code):
    body, key = stored(samples.true_false())

    with pytest.raises(InvalidContent) as refused:
        parse_content("true_false", body | {"stem": value}, key)

    assert (refused.value.field, refused.value.rule) == ("stem", code)


def test_stem_is_kept_as_plain_text_in_nfc():
    body, key = stored(samples.true_false())
    typed = unicodedata.normalize("NFD", "\n Mức  <b>phí</b> &amp; lệ phí\u00a0là 5 < 6?\r\n\r\nĐoạn hai. ")

    content = parse_content("true_false", body | {"stem": typed}, key)

    assert content.body.stem == "Mức <b>phí</b> &amp; lệ phí là 5 < 6?\n\nĐoạn hai."


def test_context_blank_becomes_none():
    body, key = stored(samples.single())

    assert parse_content("single", body | {"context": "  "}, key).body.context is None


def test_scenario_without_context_is_refused():
    body, key = stored(samples.scenario())

    with pytest.raises(InvalidContent) as refused:
        parse_content("scenario", body | {"context": None}, key)

    assert (refused.value.field, refused.value.rule) == ("context", "empty")


def option(identifier="z00009", text="Phương án khác", **more):
    return {"id": identifier, "text": text, "anchored": False} | more


@pytest.mark.parametrize(
    ("options", "field", "code"),
    [
        ("a", "options", "not_a_list"),
        ([], "options", "too_few"),
        ([option()], "options", "too_few"),
        ([option(f"z0000{place:x}", str(place)) for place in range(13)], "options", "too_many"),
        ([option(), "b"], "options[1]", "not_an_object"),
        ([option("A00001"), option()], "options[0].id", "bad_id"),
        ([option("a1"), option()], "options[0].id", "bad_id"),
        ([option(7), option()], "options[0].id", "bad_id"),
        ([option(), option(text="Khác")], "options", "duplicate_id"),
        ([option(), option("y00008")], "options", "duplicate_text"),
        ([option(), option("y00008", " phương  án khác ".replace("p", "P"))], "options", "duplicate_text"),
        ([option(), option("y00008", "Khác", correct=True)], "options[1].correct", "unknown_field"),
        ([option(), option("y00008", "Khác", anchored="yes")], "options[1].anchored", "not_boolean"),
        ([option(), option("y00008", "x" * 1001)], "options[1].text", "too_long"),
    ],
)
@pytest.mark.parametrize("code_of_type", ["single", "multiple"])
def test_options_at_fault_are_refused(code_of_type, options, field, code):
    with pytest.raises(InvalidContent) as refused:
        question_type(code_of_type).parse_body({"stem": "Chọn.", "context": None, "options": options})

    assert (refused.value.field, refused.value.rule) == (field, code)


@pytest.mark.parametrize(
    ("content", "change", "field", "code"),
    [
        (samples.single(), {"correct": "z00009"}, "correct", "unknown_id"),
        (samples.single(), {"correct": ["a00001", "b00002"]}, "correct", "unknown_id"),
        (samples.single(), {"explanation": " "}, "explanation", "empty"),
        (samples.single(), {"option_notes": {"z00009": "Sai."}}, "option_notes.z00009", "unknown_id"),
        (samples.single(), {"option_notes": {"a00001": ""}}, "option_notes.a00001", "empty"),
        (samples.single(), {"option_notes": ["Sai."]}, "option_notes", "not_an_object"),
        (samples.multiple(), {"correct": []}, "correct", "too_few"),
        (samples.multiple(), {"correct": "a00001"}, "correct", "not_a_list"),
        (samples.multiple(), {"correct": ["a00001", "z00009"]}, "correct[1]", "unknown_id"),
        (samples.multiple(), {"correct": ["a00001", "a00001"]}, "correct", "duplicate_id"),
        (samples.multiple(), {"scoring": "generous"}, "scoring", "unknown_choice"),
        (samples.true_false(), {"correct": 1}, "correct", "not_boolean"),
        (samples.true_false(), {"correct": None}, "correct", "not_boolean"),
        (samples.numeric(), {"value": 12}, "value", "not_decimal"),
        (samples.numeric(), {"value": "12,5"}, "value", "not_decimal"),
        (samples.numeric(), {"value": "NaN"}, "value", "not_decimal"),
        (samples.numeric(), {"value": "1e5"}, "value", "not_decimal"),
        (samples.numeric(), {"tolerance": "-0.1"}, "tolerance", "negative"),
        (samples.short_text(), {"accepted": []}, "accepted", "too_few"),
        (samples.short_text(), {"accepted": [""]}, "accepted[0]", "empty"),
        (samples.short_text(), {"accepted": ["Sở Nội vụ", "sở  nội vụ"]}, "accepted", "duplicate_text"),
        (samples.short_text(), {"ignore_case": "no"}, "ignore_case", "not_boolean"),
        (samples.matching(), {"pairs": {"a00001": "r00001"}}, "pairs", "too_few"),
        (samples.matching(), {"pairs": {"z00009": "r00001"}}, "pairs.z00009", "unknown_id"),
        (samples.matching(), {"pairs": {"a00001": "b00002"}}, "pairs.a00001", "unknown_id"),
        (samples.ordering(), {"order": ["a00001", "b00002"]}, "order", "too_few"),
        (samples.ordering(), {"order": ["a00001"] * 4}, "order", "duplicate_id"),
        (samples.ordering(), {"order": ["a00001", "z00009"]}, "order[1]", "unknown_id"),
        (samples.ordering(), {"scoring": "proportional"}, "scoring", "unknown_choice"),
    ],
)
def test_key_at_fault_is_refused(content, change, field, code):
    body, key = stored(content)

    with pytest.raises(InvalidContent) as refused:
        parse_content(content.kind.code, body, key | change)

    assert (refused.value.field, refused.value.rule) == (field, code)


@pytest.mark.parametrize(
    ("content", "change", "field", "code"),
    [
        (samples.matching(), {"left": [{"id": "a00001", "text": "Khai sinh"}]}, "left", "too_few"),
        (
            samples.matching(),
            {"right": [{"id": "r00001", "text": "Như nhau"}, {"id": "r00002", "text": "Như nhau"}]},
            "right",
            "too_few",
        ),
        (
            samples.matching(),
            {"right": [{"id": "a00001", "text": "Trong ngày"}, {"id": "r00002", "text": "05 ngày"}]},
            "right",
            "duplicate_id",
        ),
        (
            samples.ordering(),
            {"items": [{"id": "a00001", "text": "Một"}, {"id": "b00002", "text": "Một"}]},
            "items",
            "duplicate_text",
        ),
        (samples.numeric(), {"unit": "x" * 31}, "unit", "too_long"),
    ],
)
def test_body_at_fault_is_refused(content, change, field, code):
    body, key = stored(content)

    with pytest.raises(InvalidContent) as refused:
        parse_content(content.kind.code, body | change, key)

    assert (refused.value.field, refused.value.rule) == (field, code)


@pytest.mark.parametrize("content", EACH, ids=lambda content: content.kind.code)
@pytest.mark.parametrize("nonsense", [None, [], "single", 7])
def test_content_that_is_no_object_is_refused(content, nonsense):
    body, key = stored(content)

    with pytest.raises(InvalidContent):
        parse_content(content.kind.code, nonsense, key)
    with pytest.raises(InvalidContent):
        parse_content(content.kind.code, body, nonsense)


def test_correct_options_are_kept_sorted_so_that_equal_keys_have_one_digest():
    body, key = stored(samples.multiple())

    turned = parse_content("multiple", body, key | {"correct": list(reversed(key["correct"]))})

    assert turned.sha256 == samples.multiple().sha256


def test_content_digest_covers_type_body_and_key():
    body, key = stored(samples.scenario())
    digests = {
        parse_content("scenario", body, key).sha256,
        parse_content("single", body, key).sha256,
        parse_content("scenario", body | {"stem": "Khác"}, key).sha256,
        parse_content("scenario", body, key | {"correct": "a00001"}).sha256,
    }

    assert len(digests) == 4


CANARY = "GIẢI-THÍCH-9F3A"


@pytest.mark.parametrize("content", EACH, ids=lambda content: content.kind.code)
def test_body_holds_nothing_of_the_key(content):
    body, key = stored(content)

    marked = parse_content(content.kind.code, body, key | {"explanation": CANARY})

    kept = canonical_json(marked.body.to_json()).decode()
    assert CANARY not in kept
    assert not set(marked.body.to_json()) & (set(marked.key.to_json()) | {"correct"})


def test_all_types_are_the_eight_and_four_can_be_delivered():
    codes = [kind.code for kind in all_types()]

    assert sorted(codes) == [
        "matching",
        "multiple",
        "numeric",
        "ordering",
        "scenario",
        "short_text",
        "single",
        "true_false",
    ]
    assert {kind.code for kind in all_types() if kind.deliverable} == {"single", "multiple", "true_false", "numeric"}


def test_question_type_unknown_is_refused():
    with pytest.raises(UnknownQuestionType) as refused:
        question_type("essay")

    assert refused.value.params == {"type": "essay"}


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các phương án trên",
        "Tất cả đáp án đều đúng",
        "Cả A và B",
        "Cả A, B, C đều đúng",
        "Các phương án trên đều sai",
        "Không có phương án nào đúng",
        "Cả ba phương án",
        unicodedata.normalize("NFD", "tất cả các phương án"),
    ],
)
def test_option_that_names_others_speaks_of_positions(text):
    assert speaks_of_positions(text)


@pytest.mark.parametrize(
    "text",
    ["Ca A làm việc buổi sáng", "Tất cả hồ sơ", "Giá cả hợp lý", "Phương án sử dụng đất", "Không có hồ sơ nào"],
)
def test_option_of_its_own_does_not_speak_of_positions(text):
    assert not speaks_of_positions(text)
