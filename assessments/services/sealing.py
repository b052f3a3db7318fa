"""What follows the seal: reading what was handed in, the receipt, the grading.

Sealing, reading and finishing are three transactions. An attempt that is sealed and has no receipt yet is therefore a
state of its own: whoever meets it, a second submit or the sweeper, finishes it with the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction

from assessments.delivery import statements
from assessments.delivery.values import AttemptRow, StoredAnswer
from assessments.domain.marking import Marks
from assessments.domain.receipt import Receipt, short_form
from assessments.models import Attempt, Grading
from assessments.services.grading import ReceiptMismatch, check_receipt, marks_of, outcome_columns, receipt_of
from core.models import AuditEntry
from core.services.audit import Act, record

logger = logging.getLogger("thao.exam")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a receipt says of a sealed attempt; `revisions` are the answers that count, by slot."""

    attempt: UUID
    person: UUID
    title: str
    receipt: str
    short: str
    answered: int
    total: int
    sealed_at: datetime
    sealed_by: str
    revisions: dict[int, int]


def seal_if_over(uid: UUID) -> HandedIn | None:
    """Seal an open attempt whose time is over, as the sweeper would; None when it is not over or not open."""
    row = statements.seal(uid, by=Attempt.SealedBy.TIME)
    return finish(row) if row else None


def receipt_for(uid: UUID) -> HandedIn:
    """Return the receipt of a sealed attempt, making it if the one who sealed did not come so far.

    Raises:
        Attempt.DoesNotExist: there is no such attempt, or it is not sealed.
    """
    row = statements.attempt_row(uid)
    if row is None or row.state != Attempt.State.SEALED:
        raise Attempt.DoesNotExist
    return finish(row)


def finish(row: AttemptRow) -> HandedIn:
    """Give a sealed attempt its receipt and its grading unless it has them, and return the receipt.

    A grading that fails is left for the sweeper: the receipt does not wait for it.
    """
    answers = statements.present_answers(row.id)
    receipt = row.receipt or _write_receipt(row, receipt_of(row, answers), answers)
    return _handed_in(row, receipt, answers)


def grade_sealed(row: AttemptRow) -> bool:
    """Grade a sealed attempt that has a receipt but no marks; tell whether it has been graded.

    Stored answers that do not fit the receipt stop the grading: the log sounds the alarm and the audit log keeps it.
    """
    answers = statements.present_answers(row.id)
    try:
        check_receipt(row, answers)
    except ReceiptMismatch:
        _sound_alarm(row)
        return False
    marks = _try_to_grade(row, answers)
    if marks is None:
        return False
    using = statements.exam_database()
    with transaction.atomic(using=using):
        ungraded = Attempt.objects.using(using).filter(pk=row.id, state=Attempt.State.SEALED, fraction=None)
        if ungraded.update(**outcome_columns(row, marks)):
            _grading(row, marks).save(using=using)
    return True


def _write_receipt(row: AttemptRow, receipt: Receipt, answers: tuple[StoredAnswer, ...]) -> str:
    """Write receipt, marks and audit entry together, if nobody else has done so meanwhile."""
    marks = _try_to_grade(row, answers)
    using = statements.exam_database()
    with transaction.atomic(using=using):
        open_ended = Attempt.objects.using(using).filter(pk=row.id, state=Attempt.State.SEALED, receipt="")
        caches: Mapping[str, object] = outcome_columns(row, marks) if marks else {}
        if open_ended.update(receipt=receipt.sha256, **caches):
            if marks:
                _grading(row, marks).save(using=using)
            record(_sealed_act(row, receipt, answers), at=row.handed_in_at, using=using)
    return receipt.sha256


def _try_to_grade(row: AttemptRow, answers: tuple[StoredAnswer, ...]) -> Marks | None:
    try:
        return marks_of(row, answers)
    except DatabaseError:
        raise
    except Exception:
        # Whatever is wrong with a question or its type, nobody shall lose a submission over it.
        logger.exception("Attempt %s cannot be graded", row.uid)
        return None


def _grading(row: AttemptRow, marks: Marks) -> Grading:
    outcome = outcome_columns(row, marks)
    return Grading(attempt_id=row.id, number=1, result=marks.to_json(), at=row.handed_in_at, **outcome)


def _sealed_act(row: AttemptRow, receipt: Receipt, answers: tuple[StoredAnswer, ...]) -> Act:
    detail = {"receipt": receipt.sha256, "sealed_by": row.sealed_by, "answered": _answered(answers)}
    return _act("attempt_sealed", row, detail)


def _sound_alarm(row: AttemptRow) -> None:
    logger.critical("What is stored of attempt %s is not what its receipt attests; it is not graded", row.uid)
    using = statements.exam_database()
    act = _act("attempt_receipt_mismatch", row, {"receipt": row.receipt})
    # The sweeper comes back every few seconds; one entry tells it.
    if not AuditEntry.objects.using(using).filter(verb=act.verb, object_uid=act.object_uid).exists():
        with transaction.atomic(using=using):
            record(act, at=statements.now(), using=using)


def _act(verb: str, row: AttemptRow, detail: dict[str, object]) -> Act:
    return Act(verb, "assessments.Attempt", str(row.uid), subject_uid=row.person, unit_uid=row.unit, detail=detail)


def _handed_in(row: AttemptRow, receipt: str, answers: tuple[StoredAnswer, ...]) -> HandedIn:
    return HandedIn(
        attempt=row.uid,
        person=row.person,
        title=row.rules["title"],
        receipt=receipt,
        short=short_form(receipt),
        answered=_answered(answers),
        total=len(row.paper["slots"]),
        sealed_at=row.handed_in_at,
        sealed_by=row.sealed_by,
        revisions={answer.slot: answer.revision for answer in answers},
    )


def _answered(answers: tuple[StoredAnswer, ...]) -> int:
    return sum(answer.value is not None for answer in answers)
