"""Law, framework, questions and the exam, each entered when it could first be entered."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from assessments.services.exams import ExamPlan, SectionPlan, SlotPlan, create_exam, publish_exam
from assessments.services.importing import import_questions
from assessments.services.reviewing import BatchApproval, approve_checked
from competencies.models import Competency
from competencies.services import load_framework, publish_framework
from config.demo.accounts import account
from config.demo.days import STAFF_LIST_OF, moment
from config.demo.structure import posts, unit
from legal.services.loading import load_register

EXAM_CODE = "CCHC"
EXAM_TITLE = "Kiến thức cải cách hành chính và kiểm soát thủ tục hành chính"

LAW_ON = date(2023, 11, 6)
BANK_ON = date(2023, 11, 13)
BANK_OF_2025_ON = date(2026, 1, 12)
BANK_OF_2026_ON = date(2026, 7, 9)
FIRST_VERSION_ON = date(2024, 1, 15)
SECOND_VERSION_ON = date(2026, 7, 13)

_QUESTIONS = Path(settings.BASE_DIR) / "assessments" / "data" / "starter_questions.json"
_REVIEW_DAYS = 1
_DAY = 24 * 3600
_MINUTE = 60


def enter_law_and_framework() -> int:
    """Load the register and bring the competency framework into force; return how many rows are new."""
    at = moment(LAW_ON, 8)
    law = load_register(by=None, at=at)
    framework = load_framework(owner_unit=unit("SL"), valid_from=STAFF_LIST_OF, posts=posts(), by=None, at=at)
    publish_framework(framework=framework.framework, by=account("noivu"), at=moment(LAW_ON, 9))
    return law.documents + law.provisions + framework.requirements


def enter_questions(on: date) -> int:
    """Import the questions whose ground became known by a day, hand them to the reviewer, approve what was checked.

    What still has to be compared with the norm, or is of a type that cannot be delivered, stays in review.
    """
    chosen = _groups()[on]
    content = json.dumps(chosen, ensure_ascii=False).encode()
    report = import_questions(content=content, owner_unit=unit("SL"), by=account("rade"), at=moment(on, 8))
    if report.refused or len(report.accepted) != len(chosen):
        raise ValueError(f"questions were refused: {report.refused}")
    _approve(on)
    return len(report.accepted)


def publish_first_version() -> int:
    """Write and publish the exam on the procedures and the programme 2021-2030; return its version."""
    levels = (("KSTTHC", ((1, 1, 2), (2, 2, 4), (3, 4, 4))), ("KTCCHC", ((2, 3, 3),)))
    return _publish(FIRST_VERSION_ON, levels, minutes=20, gate=None)


def publish_second_version(gate: UUID) -> int:
    """Write and publish the exam on procedures, civil service law and reform; a module opens it. Return its version."""
    levels = (
        ("KSTTHC", ((1, 1, 2), (2, 2, 4), (3, 4, 4))),
        ("PLCBCC", ((1, 1, 2), (2, 2, 3), (3, 4, 1))),
        ("KTCCHC", ((1, 1, 1), (2, 2, 3), (3, 3, 2))),
    )
    return _publish(SECOND_VERSION_ON, levels, minutes=30, gate=gate)


def _approve(on: date) -> BatchApproval:
    return approve_checked(by=account("thamdinh"), at=moment(on + timedelta(days=_REVIEW_DAYS), 15))


@cache
def _groups() -> dict[date, list[Any]]:
    """Return the questions by the day on which the bank took them in: after their grounds came into force."""
    every = json.loads(_QUESTIONS.read_text(encoding="utf-8"))
    return {
        BANK_ON: [one for one in every if _start(one) < "2025"],
        BANK_OF_2025_ON: [one for one in every if "2025" <= _start(one) <= "2026-01-01"],
        BANK_OF_2026_ON: [one for one in every if _start(one) > "2026-01-01"],
    }


def _start(question: Any) -> str:
    return question["source"].get("effective_from") or ""


def _publish(on: date, sections: tuple[Any, ...], *, minutes: int, gate: UUID | None) -> int:
    plan = ExamPlan(
        code=EXAM_CODE,
        title=EXAM_TITLE,
        instructions="Bài kiểm tra kiến thức. Được xem lại kết quả, giải thích và căn cứ ngay sau khi nộp bài.",
        sections=_sections(sections),
        time_limit_seconds=minutes * _MINUTE,
        pass_fraction=Decimal("0.7"),
        attempts_allowed=3,
        waiting_seconds=_DAY,
        grace_seconds=_MINUTE,
        evidence_months=24,
        gate_module_uid=gate,
    )
    written = create_exam(plan=plan, owner_unit=unit("SL"), by=account("rade"), at=moment(on, 8))
    return publish_exam(exam=written, by=account("thamdinh"), at=moment(on, 15)).version


def _sections(sections: tuple[Any, ...]) -> list[SectionPlan]:
    competencies = {row.code: row for row in Competency.objects.all()}
    return [
        SectionPlan(
            competencies[code].name,
            [
                SlotPlan(count=count, competency=competencies[code], level_from=lowest, level_to=highest)
                for lowest, highest, count in slots
            ],
        )
        for code, slots in sections
    ]
