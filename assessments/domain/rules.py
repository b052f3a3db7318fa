"""The rules under which one attempt is sat, frozen with it: a later version of the exam changes nothing about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assessments.domain.marking import PassRule
from assessments.domain.paper import plain
from assessments.domain.questions.base import JsonObject
from assessments.domain.review_policy import ReviewPolicy, ReviewWhen
from core.errors import DomainError


class InvalidRules(DomainError):
    """A stored snapshot that no start wrote."""

    code = "invalid_rules"


@dataclass(frozen=True, slots=True)
class AttemptRules:
    """What the exam demanded on the day of the start. Times are seconds, `evidence_months` whole months.

    `late_policy` and `takeover_policy` are codes of the exam.
    """

    exam_version: int
    time_limit_seconds: int
    grace_seconds: int
    pass_rule: PassRule
    review: ReviewPolicy
    late_policy: str
    takeover_policy: str
    evidence_months: int

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {
            "v": 1,
            "exam_version": self.exam_version,
            "time_limit_seconds": self.time_limit_seconds,
            "grace_seconds": self.grace_seconds,
            "pass_fraction": plain(self.pass_rule.fraction),
            "section_fractions": [[index, plain(least)] for index, least in self.pass_rule.section_fractions],
            "review_when": self.review.when.value,
            "review_shows": [name for name in _SHOWN if getattr(self.review, name)],
            "late_policy": self.late_policy,
            "takeover_policy": self.takeover_policy,
            "evidence_months": self.evidence_months,
        }

    @classmethod
    def from_json(cls, data: object) -> AttemptRules:
        """Read what `to_json` wrote.

        Raises:
            InvalidRules: anything else.
        """
        match data:
            case {
                "v": 1,
                "exam_version": int(exam_version),
                "time_limit_seconds": int(time_limit_seconds),
                "grace_seconds": int(grace_seconds),
                "pass_fraction": str(fraction),
                "section_fractions": list() as section_fractions,
                "review_when": str(when),
                "review_shows": list() as shows,
                "late_policy": str(late_policy),
                "takeover_policy": str(takeover_policy),
                "evidence_months": int(evidence_months),
            }:
                return cls(
                    exam_version,
                    time_limit_seconds,
                    grace_seconds,
                    PassRule(_fraction(fraction), tuple(map(_section_fraction, section_fractions))),
                    _review(when, shows),
                    late_policy,
                    takeover_policy,
                    evidence_months,
                )
        raise InvalidRules


_SHOWN = ("score", "answers", "explanations", "grounds")


def _review(when: str, shows: list[object]) -> ReviewPolicy:
    try:
        return ReviewPolicy(ReviewWhen(when), **{name: name in shows for name in _SHOWN})
    except ValueError as error:
        raise InvalidRules from error


def _section_fraction(data: object) -> tuple[int, Decimal]:
    match data:
        case [int(index), str(least)]:
            return index, _fraction(least)
    raise InvalidRules


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise InvalidRules from error
