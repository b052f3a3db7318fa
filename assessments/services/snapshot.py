"""The rules of an exam as they stood when an attempt was prepared, kept in the attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.domain.marking import PassRule
from assessments.domain.paper import plain
from assessments.models import Exam, ExamSection

VERSION = 1


@dataclass(frozen=True, slots=True)
class AttemptRules:
    """What an attempt is held to, whatever becomes of the exam. Times are seconds; `evidence_months` from its day."""

    title: str
    version: int
    time_limit_seconds: int
    extra_seconds: int
    counting: str
    late_policy: str
    evidence_months: int
    pass_rule: PassRule

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "v": VERSION,
            "title": self.title,
            "version": self.version,
            "time_limit_seconds": self.time_limit_seconds,
            "extra_seconds": self.extra_seconds,
            "counting": self.counting,
            "late_policy": self.late_policy,
            "evidence_months": self.evidence_months,
            "pass_fraction": plain(self.pass_rule.fraction),
            "section_fractions": [[index, plain(least)] for index, least in self.pass_rule.section_fractions],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AttemptRules:
        """Read what `to_json` wrote."""
        sections = tuple((index, Decimal(least)) for index, least in data["section_fractions"])
        return cls(
            title=data["title"],
            version=data["version"],
            time_limit_seconds=data["time_limit_seconds"],
            extra_seconds=data["extra_seconds"],
            counting=data["counting"],
            late_policy=data["late_policy"],
            evidence_months=data["evidence_months"],
            pass_rule=PassRule(Decimal(data["pass_fraction"]), sections),
        )


def rules_of(exam: Exam, *, extra_seconds: int) -> AttemptRules:
    """Return the rules of an exam version for a person with `extra_seconds` of extra time. One query."""
    sections = ExamSection.objects.filter(exam=exam).order_by("order").values_list("min_fraction", flat=True)
    return AttemptRules(
        title=exam.title,
        version=exam.version,
        time_limit_seconds=exam.time_limit_seconds,
        extra_seconds=extra_seconds,
        counting=exam.counting,
        late_policy=exam.late_policy,
        evidence_months=exam.evidence_months,
        pass_rule=PassRule(
            exam.pass_fraction,
            tuple((index, least) for index, least in enumerate(sections) if least is not None),
        ),
    )
