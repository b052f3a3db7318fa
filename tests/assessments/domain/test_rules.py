"""The snapshot of an exam's rules that an attempt keeps."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from assessments.domain.marking import PassRule
from assessments.domain.review_policy import ReviewPolicy, ReviewWhen
from assessments.domain.rules import AttemptRules, InvalidRules
from core.canonical import canonical_json

RULES = AttemptRules(
    exam_version=2,
    time_limit_seconds=3600,
    grace_seconds=60,
    pass_rule=PassRule(Decimal("0.7"), ((1, Decimal("0.5")),)),
    review=ReviewPolicy(ReviewWhen.CLOSE, explanations=False),
    late_policy="board",
    takeover_policy="free",
    evidence_months=24,
)


def test_rules_read_again_are_the_same():
    stored = json.loads(canonical_json(RULES.to_json()))

    assert AttemptRules.from_json(stored) == RULES
    assert stored["review_shows"] == ["score", "answers", "grounds"]
    assert stored["section_fractions"] == [[1, "0.5"]]


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"review_when": "never"},
        {"pass_fraction": "x"},
        {"pass_fraction": 0.7},
        {"section_fractions": [["1", "0.5"]]},
        {"section_fractions": [[1, "x"]]},
        {"evidence_months": None},
    ],
)
def test_rules_that_no_start_wrote_are_refused(change):
    with pytest.raises(InvalidRules):
        AttemptRules.from_json(RULES.to_json() | change)
