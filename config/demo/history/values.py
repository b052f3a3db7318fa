"""Somebody who sits an exam, and the attempt that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.delivery.values import AttemptRow
from assessments.domain.marking import Marks
from assessments.models import ExamSession
from assessments.services.grading import OutcomeColumns
from config.demo.history.behaviour import Given
from organization.models import OrganizationUnit, StaffMember


@dataclass(frozen=True, slots=True)
class Examinee:
    """Somebody who sits the exam. `skill` is added to the chance of each right answer, in thousandths."""

    staff: StaffMember
    skill: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with everything that belongs to it, ready to be written. `row` is it as the grader sees it."""

    staff: StaffMember
    unit: OrganizationUnit
    position_id: int
    session: ExamSession
    number: int
    seed: str
    deadline: datetime
    extra_seconds: int
    given: tuple[Given, ...]
    row: AttemptRow
    receipt: str
    marks: Marks
    outcome: OutcomeColumns
