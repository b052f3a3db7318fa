"""Cleaning responses: the one stored form, and what cannot have been given."""

from __future__ import annotations

import pytest

from assessments.domain.questions.base import InvalidResponse
from assessments.domain.questions.layout import Layout
from tests.assessments.domain.questions import samples

FIVE = samples.options_layout(5)


@pytest.mark.parametrize(
    ("content", "layout", "payload", "stored"),
    [
        (samples.single(), FIVE, "b", "b"),
        (samples.single(), FIVE, None, None),
        (samples.multiple(), FIVE, ["c", "a", "c"], ["a", "c"]),
        (samples.multiple(), FIVE, [], None),
        (samples.true_false(), Layout(), False, False),
        (samples.numeric(), Layout(), " 12,5 ", " 12,5 "),
        (samples.numeric(), Layout(), "  ", None),
        (samples.short_text(), Layout(), "x" * 500, "x" * 500),
        (samples.matching(), samples.matching_layout(), {"b": "x", "a": "y"}, {"a": "y", "b": "x"}),
        (samples.matching(), samples.matching_layout(), {}, None),
        (samples.ordering(), samples.ordering_layout(), list("dabc"), list("dabc")),
    ],
)
def test_clean_response_returns_the_stored_form(content, layout, payload, stored):
    cleaned = content.kind.clean_response(payload, layout)

    assert cleaned == stored
    assert content.kind.clean_response(cleaned, layout) == stored


def test_clean_response_of_pairs_is_ordered_by_left_alias():
    cleaned = samples.matching().kind.clean_response({"c": "x", "a": "y"}, samples.matching_layout())

    assert list(cleaned) == ["a", "c"]


@pytest.mark.parametrize(
    ("content", "layout", "payload", "code"),
    [
        (samples.single(), FIVE, "q", "unknown_option"),
        (samples.single(), FIVE, "b00002", "unknown_option"),  # an option id is no alias
        (samples.single(), FIVE, "", "unknown_option"),
        (samples.single(), FIVE, 1, "wrong_shape"),
        (samples.single(), FIVE, ["b"], "wrong_shape"),
        (samples.single(), FIVE, {"b": "b"}, "wrong_shape"),
        (samples.scenario(), FIVE, True, "wrong_shape"),
        (samples.multiple(), FIVE, "a", "wrong_shape"),
        (samples.multiple(), FIVE, ["a", 2], "wrong_shape"),
        (samples.multiple(), FIVE, ["a", ["b"]], "wrong_shape"),
        (samples.multiple(), FIVE, ["a", "q"], "unknown_option"),
        (samples.true_false(), Layout(), 1, "wrong_shape"),
        (samples.true_false(), Layout(), 0, "wrong_shape"),
        (samples.true_false(), Layout(), "true", "wrong_shape"),
        (samples.numeric(), Layout(), 12, "wrong_shape"),
        (samples.numeric(), Layout(), "1" * 41, "too_long"),
        (samples.numeric(), Layout(), "1\x00", "bad_character"),
        (samples.short_text(), Layout(), "x" * 501, "too_long"),
        (samples.short_text(), Layout(), "a\ud800", "bad_character"),
        (samples.short_text(), Layout(), ["a"], "wrong_shape"),
        (samples.matching(), samples.matching_layout(), ["a", "x"], "wrong_shape"),
        (samples.matching(), samples.matching_layout(), {"a": None}, "wrong_shape"),
        (samples.matching(), samples.matching_layout(), {"x": "a"}, "unknown_option"),
        (samples.matching(), samples.matching_layout(), {"a": "b"}, "unknown_option"),
        (samples.ordering(), samples.ordering_layout(), "abcd", "wrong_shape"),
        (samples.ordering(), samples.ordering_layout(), list("abc"), "incomplete_order"),
        (samples.ordering(), samples.ordering_layout(), [], "incomplete_order"),
        (samples.ordering(), samples.ordering_layout(), list("aabcd"), "repeated_option"),
        (samples.ordering(), samples.ordering_layout(), list("abcq"), "unknown_option"),
    ],
)
def test_clean_response_that_cannot_have_been_given_is_refused(content, layout, payload, code):
    with pytest.raises(InvalidResponse) as refused:
        content.kind.clean_response(payload, layout)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "controls", "payload"),
    [
        (samples.single(), {"": ["b"]}, "b"),
        (samples.single(), {}, None),
        (samples.single(), {"": []}, None),
        (samples.scenario(), {"": ["b"]}, "b"),
        (samples.multiple(), {"": ["c", "a"]}, ["c", "a"]),
        (samples.multiple(), {}, None),
        (samples.true_false(), {"": ["true"]}, True),
        (samples.true_false(), {"": ["false"]}, False),
        (samples.true_false(), {"": ["maybe"]}, "maybe"),
        (samples.true_false(), {}, None),
        (samples.numeric(), {"": ["12,5"]}, "12,5"),
        (samples.numeric(), {"": [" "]}, None),
        (samples.short_text(), {"": ["một cửa"]}, "một cửa"),
        (samples.matching(), {"a": ["x"], "b": [""], "c": ["y"]}, {"a": "x", "c": "y"}),
        (samples.matching(), {"a": [""], "b": []}, None),
        (samples.ordering(), {"c": ["3"], "a": ["1"], "d": ["4"], "b": ["2"]}, ["a", "b", "c", "d"]),
        (samples.ordering(), {"c": ["10"], "a": ["9"], "d": ["x"], "b": ["2"]}, ["d", "b", "a", "c"]),
        (samples.ordering(), {"c": [""], "a": [" "]}, None),
    ],
)
def test_payload_from_form_reads_the_plain_form(content, controls, payload):
    assert content.kind.payload_from_form(controls) == payload


def test_presentation_with_answer_checks_options():
    shown = samples.multiple().presentation(FIVE).with_answer(["a", "d"])

    assert [choice.alias for choice in shown.options if choice.checked] == ["a", "d"]
    assert not any(choice.checked for choice in samples.single().presentation(FIVE).with_answer(None).options)
    assert [choice.checked for choice in samples.single().presentation(FIVE).with_answer("b").options] == [
        False,
        True,
        False,
    ]


def test_presentation_with_answer_shows_pairs_and_order():
    pairs = samples.matching().presentation(samples.matching_layout()).with_answer({"b": "z"})
    order = samples.ordering().presentation(samples.ordering_layout())

    assert [choice.chosen for choice in pairs.left] == ["", "z", ""]
    assert [choice.alias for choice in order.with_answer(list("bdac")).items] == list("bdac")
    assert order.with_answer(None) == order


def test_presentation_with_a_typed_answer_is_the_same():
    shown = samples.numeric().presentation(Layout())

    assert shown.with_answer("12,5") == shown
    assert shown.unit == "ngày"
