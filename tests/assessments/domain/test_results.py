"""Which attempt counts, learning classes, display."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assessments.domain.results import (
    AttemptResult,
    ClassBand,
    ClassScale,
    CountingRule,
    counting_attempt,
    learning_class,
    shown_mark,
    ten_point_text,
)
from core.periods import Period


def result(number, fraction, passed=True):
    return AttemptResult(number, Decimal(fraction), passed)


ATTEMPTS = [result(2, "0.9"), result(1, "0.4", passed=False), result(4, "0.7"), result(3, "0.9")]


@pytest.mark.parametrize(
    ("rule", "number"), [(CountingRule.HIGHEST, 2), (CountingRule.LAST, 4), (CountingRule.FIRST, 1)]
)
def test_counting_attempt_follows_the_rule_whatever_the_order(rule, number):
    assert counting_attempt(ATTEMPTS, rule).number == number
    assert counting_attempt(ATTEMPTS[::-1], rule).number == number


@pytest.mark.parametrize("rule", CountingRule)
def test_counting_attempt_of_none_is_none(rule):
    assert counting_attempt([], rule) is None


def bands(*pairs):
    return tuple(ClassBand(name, Decimal(least)) for name, least in pairs)


CUSTOMARY = ClassScale(
    Period(date(2020, 1, 1), date(2026, 7, 1)),
    bands(("Xuất sắc", "0.9"), ("Giỏi", "0.8"), ("Khá", "0.7"), ("Trung bình", "0.5"), ("Không đạt", "0")),
)
LATER = ClassScale(Period(date(2026, 7, 1)), bands(("Đạt", "0.6")))
NOVEMBER = date(2026, 11, 23)
MAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("fraction", "name"),
    [
        ("1", "Xuất sắc"),
        ("0.9", "Xuất sắc"),
        ("0.8999999", "Giỏi"),
        ("0.8", "Giỏi"),
        ("0.7999999", "Khá"),
        ("0.7", "Khá"),
        ("0.6999", "Trung bình"),  # 69,99 stays below 70
        ("0.5", "Trung bình"),
        ("0.4999999", "Không đạt"),
        ("0", "Không đạt"),
    ],
)
def test_learning_class_includes_its_lower_border(fraction, name):
    assert learning_class(Decimal(fraction), [LATER, CUSTOMARY], MAY).name == name


def test_learning_class_is_that_of_the_scale_valid_on_the_day():
    assert learning_class(Decimal("0.95"), [CUSTOMARY, LATER], date(2026, 6, 30)).name == "Xuất sắc"
    assert learning_class(Decimal("0.95"), [CUSTOMARY, LATER], date(2026, 7, 1)).name == "Đạt"


def test_learning_class_without_scale_or_below_all_bands_is_none():
    assert learning_class(Decimal("0.95"), [CUSTOMARY], NOVEMBER) is None
    assert learning_class(Decimal("0.5"), [LATER], NOVEMBER) is None


@pytest.mark.parametrize(
    ("mark", "shown"), [("6.995", "7.00"), ("6.9949", "6.99"), ("0.005", "0.01"), ("2.675", "2.68"), ("8", "8.00")]
)
def test_shown_mark_rounds_half_up_to_two_places(mark, shown):
    assert str(shown_mark(Decimal(mark))) == shown


@pytest.mark.parametrize(
    ("fraction", "text"),
    [("0.85", "8,5"), ("0.6666666", "6,67"), ("1", "10"), ("0", "0"), ("0.69985", "7"), ("0.7125", "7,13")],
)
def test_ten_point_text_has_a_comma_and_at_most_two_places(fraction, text):
    assert ten_point_text(Decimal(fraction)) == text
