"""Telling the apps above and below what a grading means."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from assessments.domain.marking import Marks, count_levels
from assessments.models import Attempt, Exam, Grading
from assessments.selectors.reviews import is_result_open
from assessments.services.snapshot import AttemptRules
from assessments.signals import attempt_finalized
from competencies.domain.levels import LevelCount
from competencies.models import CompetencyEvidence
from competencies.services import record_evidence, withdraw_evidence
from core.clock import civil_day
from core.periods import add_months

if TYPE_CHECKING:
    from core.models import User

SOURCE_KIND = "attempt"
logger = logging.getLogger("thao.exam")


def finalize_pending(*, at: datetime, limit: int = 200) -> int:
    """Record the evidence of gradings that have not been told yet and send `attempt_finalized`; return how many.

    A grading is told when the examinee may know it, not before: evidence and certificates would give it away. Each in a
    transaction of its own, oldest first; one that fails is tried again by the next call and does not keep the others
    waiting. Two calls at the same time share the work.
    """
    done = 0
    # Without a limit at the query: gradings that fail again and again would fill it.
    for key in _pending(at).order_by("pk").values_list("pk", flat=True):
        done += _try_to_finalize(key, at)
        if done == limit:
            break
    return done


def finished_on(attempt: Attempt) -> date:
    """Return the civil day of a sealed attempt: that of the seal, or of the deadline when the seal came after it.

    Raises:
        ValueError: the attempt is not sealed.
    """
    if attempt.sealed_at is None or attempt.deadline is None:
        raise ValueError(f"attempt {attempt.uid} is not sealed")
    return civil_day(min(attempt.sealed_at, attempt.deadline))


def _pending(at: datetime) -> QuerySet[Grading]:
    """Those untold, without the many that wait for a close or a release; `is_result_open` has the last word."""
    when, in_session = Exam.ReviewWhen, Q(attempt__session__isnull=False)
    at_once = Q(attempt__exam__review_when=when.SUBMIT)
    closed = Q(attempt__exam__review_when=when.CLOSE) & (~in_session | Q(attempt__session__closes_at__lte=at))
    released = Q(attempt__exam__review_when=when.RELEASE) & (
        Q(attempt__session__released_at__lte=at) | (~in_session & Q(attempt__exam__released_at__lte=at))
    )
    return Grading.objects.filter(at_once | closed | released, finalized_at__isnull=True)


def _try_to_finalize(key: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return _finalize(key, at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("Grading %s cannot be told", key)
        return False


def _finalize(key: int, at: datetime) -> bool:
    # The attempt as well: whoever declares it void or grades it again comes before this or after it, never amid it.
    rows = Grading.objects.select_for_update(skip_locked=True, of=("self", "attempt"))
    related = rows.select_related("attempt__exam", "attempt__session")
    grading = related.filter(finalized_at__isnull=True, pk=key).first()
    if grading is None:
        return False
    if grading.attempt.state == Attempt.State.SEALED and not _is_replaced(grading):
        if not is_result_open(grading.attempt, at=at):
            return False
        _tell(grading, at)
    grading.finalized_at = at
    grading.save(update_fields=["finalized_at"])
    return True


def _is_replaced(grading: Grading) -> bool:
    """Tell whether the attempt was graded again meanwhile; then only the newer grading is news."""
    return Grading.objects.filter(attempt=grading.attempt_id, number__gt=grading.number).exists()


def _tell(grading: Grading, at: datetime) -> None:
    attempt = grading.attempt
    if grading.number > 1:
        withdraw_evidence_of(attempt, before=grading.number, reason=grading.reason, by=grading.grader, at=at)
    _record(grading, at)
    attempt_finalized.send(
        sender=Attempt,
        attempt_uid=attempt.uid,
        exam_code=attempt.exam_code,
        staff_id=attempt.staff_id,
        passed=grading.passed,
        fraction=grading.fraction,
        finished_on=finished_on(attempt),
        at=at,
    )


def withdraw_evidence_of(
    attempt: Attempt, *, before: int | None = None, reason: str, by: User | None, at: datetime
) -> None:
    """Take back what an attempt proved, in the caller's transaction; `before` leaves gradings from that number on."""
    proofs = CompetencyEvidence.objects.filter(
        source_kind=SOURCE_KIND, source_key=attempt.uid.hex, withdrawal__isnull=True
    )
    if before is not None:
        proofs = proofs.filter(seq__lt=before)
    for proof in proofs.order_by("pk"):
        withdraw_evidence(evidence=proof, reason=reason, by=by, at=at)


def _record(grading: Grading, at: datetime) -> None:
    attempt, rules = grading.attempt, AttemptRules.from_json(grading.attempt.rules)
    day = finished_on(attempt)
    record_evidence(
        staff_id=attempt.staff_id,
        competency_counts=_counts(Marks.from_json(grading.result)),
        unit_id=attempt.unit_id,
        position_id=attempt.position_id,
        observed_on=day,
        expires_on=add_months(day, rules.evidence_months) if rules.evidence_months else None,
        source_kind=SOURCE_KIND,
        source_key=attempt.uid.hex,
        source_title=rules.title,
        seq=grading.number,
        at=at,
    )


def _counts(marks: Marks) -> dict[str, list[LevelCount]]:
    return {
        code: [
            LevelCount(level, count.items, count.answered, count.mark, count.max_mark)
            for level, count in sorted(levels.items())
        ]
        for code, levels in count_levels(marks).items()
    }
