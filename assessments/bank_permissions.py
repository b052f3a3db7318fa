"""Who may do what in the bank and with exams. What a person sees are the `visible_to` of the query sets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from organization.models import Role
from organization.permissions import covered_units, has_role

if TYPE_CHECKING:
    from assessments.models import Exam, Question
    from organization.permissions import Account

BANK_ROLES = frozenset({Role.QUESTION_AUTHOR, Role.QUESTION_REVIEWER})
EXAM_ROLES = BANK_ROLES | {Role.TRAINING_OFFICER, Role.INVIGILATOR, Role.INSPECTOR}


def can_author(user: Account, unit_id: int, on: date) -> bool:
    """Tell whether an account may write questions and exams of a unit."""
    return has_role(user, Role.QUESTION_AUTHOR, on, unit_id)


def can_review(user: Account, question: Question, on: date) -> bool:
    """Tell whether an account may appraise a version: a reviewer for the owner unit who did not write it."""
    return question.author_id != user.pk and has_role(user, Role.QUESTION_REVIEWER, on, question.entry.owner_unit_id)


def can_approve_exam(user: Account, exam: Exam, on: date) -> bool:
    """Tell whether an account may publish an exam: a reviewer for the owner unit who did not write it."""
    return exam.author_id != user.pk and has_role(user, Role.QUESTION_REVIEWER, on, exam.owner_unit_id)


def can_hold_session(user: Account, unit_id: int, on: date) -> bool:
    """Tell whether an account may open sessions of a unit and call people to them."""
    return has_role(user, Role.TRAINING_OFFICER, on, unit_id)


def reviewed_units(user: Account, on: date) -> frozenset[int]:
    """Return the units whose questions and exams an account may appraise."""
    return covered_units(user, [Role.QUESTION_REVIEWER], on)
