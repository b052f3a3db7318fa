"""What responses are worth, worked out by hand type by type."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from assessments.domain.questions.layout import Layout
from assessments.domain.questions.outcome import Outcome, OutcomeState
from tests.assessments.domain.questions import samples

RIGHT = Outcome(Decimal("1.0000000"), OutcomeState.RIGHT)
WRONG = Outcome(Decimal("0.0000000"), OutcomeState.WRONG)
UNANSWERED = Outcome(Decimal("0.0000000"), OutcomeState.UNANSWERED)


def partial(fraction: str) -> Outcome:
    return Outcome(Decimal(fraction), OutcomeState.PARTIAL)


@pytest.mark.parametrize(("payload", "outcome"), [("a", WRONG), ("b", RIGHT), ("c", WRONG), (None, UNANSWERED)])
def test_single_counts_the_right_option_only(payload, outcome):
    assert samples.single().grade(payload, samples.options_layout(3)) == outcome


@pytest.mark.parametrize(("payload", "outcome"), [("a", WRONG), ("b", RIGHT), (None, UNANSWERED)])
def test_scenario_counts_the_right_option_only(payload, outcome):
    assert samples.scenario().grade(payload, samples.options_layout(2)) == outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (["a", "b", "c"], RIGHT),
        (["c", "a", "b"], RIGHT),
        (["a", "a", "b", "c"], RIGHT),
        (["a", "b"], WRONG),
        (["a", "b", "c", "d"], WRONG),
        (["d"], WRONG),
        ([], UNANSWERED),
        (None, UNANSWERED),
    ],
)
def test_multiple_all_or_nothing_wants_exactly_the_right_options(payload, outcome):
    assert samples.multiple().grade(payload, samples.options_layout(5)) == outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        # right ticked of 3 less wrong ticked of 2
        (["a", "b", "c"], RIGHT),  # 3/3 - 0
        (["a", "b"], partial("0.6666667")),  # 2/3
        (["a"], partial("0.3333333")),  # 1/3
        (["a", "b", "c", "d"], partial("0.5000000")),  # 1 - 1/2
        (["a", "b", "d"], partial("0.1666667")),  # 2/3 - 1/2 = 1/6
        (["a", "d"], WRONG),  # 1/3 - 1/2 is held at 0
        (["a", "b", "c", "d", "e"], WRONG),  # 1 - 1
        (["d", "e"], WRONG),
        (None, UNANSWERED),
    ],
)
def test_multiple_proportional_takes_wrong_share_from_right_share(payload, outcome):
    assert samples.multiple("proportional").grade(payload, samples.options_layout(5)) == outcome


@pytest.mark.parametrize(
    ("correct", "payload", "outcome"),
    [
        (True, True, RIGHT),
        (True, False, WRONG),
        (False, False, RIGHT),
        (False, True, WRONG),
        (False, None, UNANSWERED),
        (True, None, UNANSWERED),
    ],
)
def test_true_false_compares_truth(correct, payload, outcome):
    assert samples.true_false(correct).grade(payload, Layout()) == outcome


@pytest.mark.parametrize(
    "typed",
    [
        "1234,5",
        "1.234,5",
        "1 234,5",
        "1\u00a0234,50",
        " 1.234,5 ",
        "+1.234,5",
        "1234.5",  # four figures before the point: it cannot part thousands
        "1.234,5 ngày",
        "1.234,5ngày",
        "1.234,5 NGÀY",
        "1.234,5 ngay",
        unicodedata.normalize("NFD", "1.234,5 ngày"),
        "01234,5",
    ],
)
def test_numeric_reads_what_people_type(typed):
    assert samples.numeric("1234.5").grade(typed, Layout()) == RIGHT


@pytest.mark.parametrize(
    "typed",
    [
        "1234",
        "12345",
        "1,234.5",  # foreign grouping
        "-1.234,5",
        "1.234,5 tháng",  # another unit is another quantity
        "1.234,5 ngày làm việc",
        "1.2345",
        "12.34,5",
        "1 2 3 4,5",
        "1234,5 6",
        "một nghìn",
        "1e3",
        "١٢٣٤",
        ",",
        "-",
        "ngày",
    ],
)
def test_numeric_of_another_value_or_no_number_is_wrong_not_an_error(typed):
    assert samples.numeric("1234.5").grade(typed, Layout()) == WRONG


@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0"])
def test_numeric_left_blank_is_unanswered(blank):
    assert samples.numeric().grade(blank, Layout()) == UNANSWERED


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("11,5", RIGHT),
        ("12,5", RIGHT),
        ("11.5", RIGHT),
        ("12,50", RIGHT),
        ("11,4999999999999999999999999999999999", WRONG),
        ("12,5000000000000000000000000000000001", WRONG),
        ("12,51", WRONG),
    ],
)
def test_numeric_tolerance_includes_both_borders(typed, outcome):
    assert samples.numeric("12", "0.5").grade(typed, Layout()) == outcome


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("0.125", "0.125"),  # a zero does not head a group of three
        ("0.125", "0,125"),
        ("1125", "1.125"),  # but one to nine does
        ("1.5", "1.5"),
        ("1000000", "1.000.000"),
        ("-5", "-5"),
        ("-5", "\u22125"),
        ("-5", "- 5"),
        ("0.5", ",5"),
        ("5", "05"),
    ],
)
def test_numeric_point_parts_thousands_only_where_it_can(value, typed):
    assert samples.numeric(value).grade(typed, Layout()) == RIGHT


@pytest.mark.parametrize("typed", ["90", "90%", "90 %", "90 phần trăm", "90 Phan Tram"])
def test_numeric_percent_may_be_spelled(typed):
    assert samples.numeric("90", unit="%").grade(typed, Layout()) == RIGHT


def test_numeric_without_unit_takes_a_bare_number():
    content = samples.numeric("5", unit=None)

    assert content.grade("5", Layout()) == RIGHT
    assert content.grade("5 ngày", Layout()) == WRONG


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("Giấy tiếp nhận hồ sơ", RIGHT),
        ("  giấy  TIẾP nhận hồ sơ ", RIGHT),
        (unicodedata.normalize("NFD", "Giấy tiếp nhận hồ sơ"), RIGHT),
        ("Giay tiep nhan ho so", WRONG),
        ("Giấy tiếp nhận", WRONG),
        ("Giấy tiếp nhận hồ sơ.", WRONG),
        ("", UNANSWERED),
        (None, UNANSWERED),
    ],
)
def test_short_text_ignoring_case_compares_the_whole_text(typed, outcome):
    assert samples.short_text().grade(typed, Layout()) == outcome


@pytest.mark.parametrize(
    ("ignore_case", "ignore_marks", "typed", "outcome"),
    [
        (False, False, "Hòa Đồng", RIGHT),
        (False, False, "Hoà Đồng", RIGHT),
        (False, False, "hòa đồng", WRONG),
        (False, False, "Hoa Dong", WRONG),
        (True, False, "hoà đồng", RIGHT),
        (True, False, "hoa dong", WRONG),
        (False, True, "Hoa Dong", RIGHT),
        (False, True, "hoa dong", WRONG),
        (True, True, "HOA DONG", RIGHT),
        (True, True, "Hoá Đông", RIGHT),
        (True, True, "Hoa Don", WRONG),
    ],
)
def test_short_text_flags_decide_on_case_and_marks_but_never_on_tone_placement(
    ignore_case, ignore_marks, typed, outcome
):
    content = samples.short_text("Hòa Đồng", ignore_case=ignore_case, ignore_marks=ignore_marks)

    assert content.grade(typed, Layout()) == outcome


def test_short_text_accepts_any_of_its_wordings():
    content = samples.short_text("UBND", "Ủy ban nhân dân")

    assert content.grade("uỷ ban nhân dân", Layout()) == RIGHT
    assert content.grade("ubnd", Layout()) == RIGHT


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        ({"a": "x", "b": "x", "c": "y"}, RIGHT),  # b's own id r00002 has the text of x
        ({"a": "x", "b": "x"}, partial("0.6666667")),
        ({"a": "x", "b": "y", "c": "z"}, partial("0.3333333")),
        ({"c": "y"}, partial("0.3333333")),
        ({"a": "z", "b": "y", "c": "x"}, WRONG),
        ({}, UNANSWERED),
        (None, UNANSWERED),
    ],
)
def test_matching_counts_right_pairs_of_all_left_items(payload, outcome):
    assert samples.matching().grade(payload, samples.matching_layout()) == outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [("abcd", RIGHT), ("abdc", WRONG), ("dcba", WRONG)],
)
def test_ordering_all_or_nothing_wants_the_right_order(payload, outcome):
    assert samples.ordering().grade(list(payload), samples.ordering_layout()) == outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        # n = 4: sum of max(0, 3 - distance) ÷ 12
        ("abcd", RIGHT),  # 3 + 3 + 3 + 3
        ("abdc", partial("0.8333333")),  # 3 + 3 + 2 + 2 = 10
        ("bcda", partial("0.5000000")),  # a is 3 away, the others 1: 0 + 2 + 2 + 2 = 6
        ("dcba", partial("0.3333333")),  # distances 3, 1, 1, 3: 0 + 2 + 2 + 0 = 4
    ],
)
def test_ordering_relative_counts_nearness(payload, outcome):
    assert samples.ordering("relative").grade(list(payload), samples.ordering_layout()) == outcome


def test_ordering_without_response_is_unanswered():
    assert samples.ordering().grade(None, samples.ordering_layout()) == UNANSWERED


@pytest.mark.parametrize(
    ("fraction", "state"),
    [
        ("0", OutcomeState.WRONG),
        ("0.0000009", OutcomeState.WRONG),
        ("0.000001", OutcomeState.PARTIAL),
        ("0.999999", OutcomeState.PARTIAL),
        ("0.9999991", OutcomeState.RIGHT),
        ("1", OutcomeState.RIGHT),
    ],
)
def test_outcome_state_follows_the_fraction(fraction, state):
    assert Outcome.of(Decimal(fraction)).state is state


def test_outcome_beyond_the_bounds_is_held():
    assert Outcome.of(Decimal("-0.5")) == WRONG
    assert Outcome.of(Decimal("1.5")) == RIGHT
