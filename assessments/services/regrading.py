"""Grading a sealed attempt once more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from assessments.delivery import statements
from assessments.models import Attempt, Grading
from assessments.services.grading import check_receipt, marks_of, outcome_columns
from core.errors import DomainError
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces

if TYPE_CHECKING:
    from core.models import User


class RegradeRefused(DomainError):
    """An attempt that cannot be graded again. Codes: `regrade_not_sealed`, `regrade_reason_missing`."""


def grade_again(uid: UUID, *, reason: str, by: User, at: datetime) -> Grading:
    """Append a grading with the next number; the newest one counts. The answers stay as they were handed in.

    Raises:
        Attempt.DoesNotExist: there is no such attempt.
        RegradeRefused: it is not sealed with a receipt, or there is no reason.
        ReceiptMismatch: the stored answers are not those of the receipt.
        ContentChanged: a question is gone or has another content than the paper says.
    """
    reason = clean_spaces(reason)
    if not reason:
        raise RegradeRefused("regrade_reason_missing")
    row = statements.attempt_row(uid)
    if row is None:
        raise Attempt.DoesNotExist
    if row.state != Attempt.State.SEALED or not row.receipt:
        raise RegradeRefused("regrade_not_sealed")
    answers = statements.present_answers(row.id)
    check_receipt(row, answers)
    marks = marks_of(row, answers)
    outcome = outcome_columns(row, marks)
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=row.id, state=Attempt.State.SEALED)
        number = attempt.gradings.count() + 1
        grading = Grading.objects.create(
            attempt=attempt, number=number, result=marks.to_json(), grader=by, reason=reason, at=at, **outcome
        )
        Attempt.objects.filter(pk=row.id).update(**outcome)
        detail = {"number": number, "reason": reason, "mark": str(marks.mark)}
        uid_of = {"actor_uid": by.uid, "subject_uid": row.person, "unit_uid": row.unit}
        record(Act("attempt_regraded", "assessments.Attempt", str(uid), **uid_of, detail=detail), at=at)
    return grading
