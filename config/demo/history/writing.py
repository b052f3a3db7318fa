"""Writing attempts by the day: bulk, in the shape in which the exam counter would have left them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from assessments.models import Attempt, AttemptTime, Grading, Response
from config.demo.history.journal import record_all
from config.demo.history.values import Sitting
from core.sampling import Sampler
from core.services.audit import Act

_BATCH = 500
_EXTRA_REASON = "Cộng thời gian theo đề nghị của đơn vị"


def write_sittings(sittings: Sequence[Sitting]) -> list[Attempt]:
    """Write attempts, answers, gradings and audit entries of one day; the gradings are still to be told."""
    attempts = Attempt.objects.bulk_create([_attempt(one) for one in sittings], batch_size=_BATCH)
    pairs = list(zip(attempts, sittings, strict=True))
    Response.objects.bulk_create([row for pair in pairs for row in _responses(*pair)], batch_size=_BATCH)
    Grading.objects.bulk_create([_grading(*pair) for pair in pairs], batch_size=_BATCH)
    AttemptTime.objects.bulk_create([_time(*pair) for pair in pairs if pair[1].extra_seconds])
    record_all(act for pair in pairs for act in _acts(*pair))
    return attempts


def _attempt(one: Sitting) -> Attempt:
    row = one.row
    return Attempt(
        uid=row.uid,
        exam=one.session.exam,
        exam_code=one.session.exam.code,
        session=one.session,
        staff=one.staff,
        number=one.number,
        state=row.state,
        seed=one.seed,
        start_key=UUID(Sampler(one.seed).token(32, "0123456789abcdef")),
        prepared_at=one.row.started_at,
        started_at=one.row.started_at,
        deadline=one.deadline,
        grace_seconds=one.session.exam.grace_seconds,
        epoch=row.epoch,
        rules=row.rules,
        unit=one.unit,
        position_id=one.position_id,
        paper=row.paper,
        paper_sha256=row.paper_sha256,
        sealed_at=row.sealed_at,
        sealed_by=row.sealed_by,
        receipt=one.receipt,
        **one.outcome,
    )


def _responses(attempt: Attempt, one: Sitting) -> list[Response]:
    return [
        Response(
            attempt=attempt,
            slot=given.slot,
            epoch=1,
            revision=given.revision,
            copy=0,
            payload=given.value,
            arrived_at=given.arrived_at,
            standing=Response.Standing.ACCEPTED,
            channel=Response.Channel.BROWSER,
        )
        for given in one.given
    ]


def _grading(attempt: Attempt, one: Sitting) -> Grading:
    return Grading(attempt=attempt, number=1, result=one.marks.to_json(), at=one.row.handed_in_at, **one.outcome)


def _time(attempt: Attempt, one: Sitting) -> AttemptTime:
    kind = AttemptTime.Kind.EXTRA
    return AttemptTime(
        attempt=attempt, kind=kind, seconds=one.extra_seconds, reason=_EXTRA_REASON, at=one.row.started_at
    )


def _acts(attempt: Attempt, one: Sitting) -> list[tuple[datetime, Act]]:
    started = {"exam": attempt.exam_code, "number": one.number, "paper": one.row.paper_sha256}
    answered = len({given.slot for given in one.given})
    sealed = {"receipt": one.receipt, "sealed_by": str(one.row.sealed_by), "answered": answered}
    return [
        (one.row.started_at, _act("attempt_started", one, started)),
        (one.row.handed_in_at, _act("attempt_sealed", one, sealed)),
    ]


def _act(verb: str, one: Sitting, detail: dict[str, object]) -> Act:
    row = one.row
    return Act(verb, "assessments.Attempt", str(row.uid), subject_uid=row.person, unit_uid=row.unit, detail=detail)
