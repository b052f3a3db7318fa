"""Why a start is refused, with each border to the millisecond."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assessments.domain.admission import Refusal, RefusalCode, StartFacts, StartRules, start_refusal

OPENS = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

RULES = StartRules(
    published=True,
    opens_at=OPENS,
    closes_at=CLOSES,
    attempts_allowed=2,
    waiting_seconds=3600,
    needs_module=True,
    passing_ends_it=True,
)
FACTS = StartFacts(attempts_used=1, last_sealed_at=NOON - timedelta(hours=2), module_completed=True, passed=False)


def test_start_with_everything_in_order_is_not_refused():
    assert start_refusal(RULES, FACTS, at=NOON) is None


def test_first_start_of_an_exam_without_session_is_not_refused():
    assert start_refusal(StartRules(published=True), StartFacts(), at=NOON) is None


@pytest.mark.parametrize(
    ("rules", "facts", "code"),
    [
        ({"published": False}, {}, RefusalCode.EXAM_NOT_PUBLISHED),
        ({}, {"passed": True}, RefusalCode.ALREADY_PASSED),
        ({}, {"attempts_used": 2}, RefusalCode.NO_ATTEMPTS_LEFT),
        ({}, {"attempts_used": 3}, RefusalCode.NO_ATTEMPTS_LEFT),
        ({"attempts_allowed": 0}, {"attempts_used": 0}, RefusalCode.NO_ATTEMPTS_LEFT),
        ({}, {"module_completed": False}, RefusalCode.MODULE_NOT_COMPLETED),
    ],
)
def test_start_against_a_rule_is_refused(rules, facts, code):
    assert start_refusal(replace(RULES, **rules), replace(FACTS, **facts), at=NOON) == Refusal(code)


@pytest.mark.parametrize(
    ("rules", "facts"),
    [
        ({"passing_ends_it": False}, {"passed": True}),
        ({"attempts_allowed": None}, {"attempts_used": 99}),
        ({"needs_module": False}, {"module_completed": False}),
        ({"waiting_seconds": 0}, {"last_sealed_at": NOON}),
    ],
)
def test_rule_that_is_not_set_refuses_nothing(rules, facts):
    assert start_refusal(replace(RULES, **rules), replace(FACTS, **facts), at=NOON) is None


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (OPENS - MILLISECOND, Refusal(RefusalCode.NOT_OPEN_YET, OPENS)),
        (OPENS, None),
        (CLOSES - MILLISECOND, None),
        (CLOSES, Refusal(RefusalCode.WINDOW_CLOSED)),
    ],
)
def test_window_is_half_open(at, refusal):
    assert start_refusal(RULES, StartFacts(module_completed=True), at=at) == refusal


def test_waiting_ends_at_its_instant():
    until = NOON + timedelta(hours=1)
    facts = replace(FACTS, last_sealed_at=NOON)

    assert start_refusal(RULES, facts, at=until - MILLISECOND) == Refusal(RefusalCode.WAITING, until)
    assert start_refusal(RULES, facts, at=until) is None


def test_first_of_several_reasons_is_the_one_that_helps_least():
    everything = StartFacts(attempts_used=2, last_sealed_at=NOON, module_completed=False, passed=True)

    assert start_refusal(RULES, everything, at=NOON).code is RefusalCode.ALREADY_PASSED
    assert start_refusal(RULES, replace(everything, passed=False), at=NOON).code is RefusalCode.NO_ATTEMPTS_LEFT
    less = replace(everything, passed=False, attempts_used=0)
    assert start_refusal(RULES, less, at=NOON).code is RefusalCode.MODULE_NOT_COMPLETED
    assert start_refusal(RULES, replace(less, module_completed=True), at=NOON).code is RefusalCode.WAITING
