"""The same commands for SQLite: each is one immediate transaction, so nobody else writes meanwhile.

Here reading before writing is sound. The values that are compared are the texts of canonical JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from assessments.delivery.values import Answer, AttemptRow, Moment, Saved, SaveVerdict, StoredAnswer, Verdict
from assessments.delivery.verdicts import Found, verdict_of
from assessments.domain.lifecycle import closes_at, is_over
from assessments.models import Attempt, Response
from core import clock

_Standing = Response.Standing
ROW = (
    "id", "uid", "state", "epoch", "started_at", "sealed_at", "sealed_by", "receipt", "paper", "paper_sha256", "rules",
    "staff__uid", "unit__uid", "fraction",
)  # fmt: skip


def save(
    uid: UUID, epoch: int, answers: tuple[Answer, ...], *, channel: Response.Channel, lag: float, using: str
) -> Saved | None:
    """Store a batch in one transaction; None when there is no such attempt."""
    with transaction.atomic(using=using):
        now = clock.database_now(using)
        attempt = Attempt.objects.using(using).filter(uid=uid).first()
        if attempt is None:
            return None
        batch = _Batch(attempt, epoch, channel, now - timedelta(seconds=lag), using)
        verdicts = tuple(batch.store(answers))
    deadline = attempt.deadline.timestamp() if attempt.deadline else None
    return Saved(verdicts, attempt.epoch, deadline, now.timestamp())


@dataclass(frozen=True, slots=True)
class _Batch:
    attempt: Attempt
    epoch: int
    channel: Response.Channel
    arrived_at: datetime
    using: str

    @property
    def standing(self) -> Response.Standing:
        """How the request stands as a whole."""
        if self.attempt.state != Attempt.State.OPEN:
            return _Standing.AFTER_SEAL
        if self.attempt.epoch != self.epoch:
            return _Standing.STALE_EPOCH
        return _Standing.LATE if _is_over(self.attempt, self.arrived_at) else _Standing.ACCEPTED

    def store(self, answers: tuple[Answer, ...]) -> Iterable[SaveVerdict]:
        """Store what is new and return a verdict on each answer."""
        slots = [answer.slot for answer in answers]
        rows = list(Response.objects.using(self.using).filter(attempt=self.attempt, slot__in=slots))
        fresh: list[Response] = []
        for answer in answers:
            known = [row for row in rows if row.slot == answer.slot]
            yield self._store_one(answer, known, fresh)
        Response.objects.using(self.using).bulk_create(fresh)

    def _store_one(self, answer: Answer, known: list[Response], fresh: list[Response]) -> SaveVerdict:
        equal = [row for row in known if (row.epoch, row.revision) == (self.epoch, answer.revision)]
        first = next((row for row in equal if row.copy == 0), None)
        present = _present(known)
        if first is None:
            stored = self.standing
            fresh.append(self._row(answer, copy=0, standing=stored))
        elif first.payload == answer.value:
            stored = self._lift(first)
        else:
            stored = None
            if all(row.payload != answer.value for row in equal):
                fresh.append(self._row(answer, copy=len(equal), standing=_Standing.SUPERSEDED))
        is_newer = present is not None and (present.epoch, present.revision) > (self.epoch, answer.revision)
        verdict = verdict_of(Found(answer, stored, self.standing, present if is_newer else None))
        shown = None if verdict is Verdict.OK or not (is_newer or stored is None) else present
        return SaveVerdict(answer.slot, answer.revision, verdict, shown)

    def _row(self, answer: Answer, *, copy: int, standing: Response.Standing) -> Response:
        return Response(
            attempt=self.attempt,
            slot=answer.slot,
            epoch=self.epoch,
            revision=answer.revision,
            copy=copy,
            payload=answer.value,
            arrived_at=self.arrived_at,
            standing=standing,
            channel=self.channel,
        )

    def _lift(self, row: Response) -> Response.Standing:
        """A row that was late counts when the deadline has been moved since and its sender repeats it in time."""
        standing = min(_Standing(row.standing), self.standing)
        if standing != row.standing:
            Response.objects.using(self.using).filter(pk=row.pk).update(standing=standing)
            row.standing = standing
        return standing


def moment(uid: UUID, *, lag: float, using: str) -> Moment | None:
    """Return where an attempt stands, None when there is none."""
    attempt = Attempt.objects.using(using).filter(uid=uid).first()
    if attempt is None:
        return None
    now = clock.database_now(using)
    closed = attempt.state in (Attempt.State.SEALED, Attempt.State.VOID) or _is_over(
        attempt, now - timedelta(seconds=lag)
    )
    deadline = attempt.deadline.timestamp() if attempt.deadline else None
    return Moment(attempt.state, attempt.epoch, deadline, now.timestamp(), closed)


def seal(
    uid: UUID, *, by: str, epoch: int | None, revisions: dict[int, int], lag: float, using: str
) -> AttemptRow | None:
    """Seal an open attempt; None when there is none or something keeps it from being handed in."""
    with transaction.atomic(using=using):
        now = clock.database_now(using)
        attempt = Attempt.objects.using(using).filter(uid=uid, state=Attempt.State.OPEN).first()
        if attempt is None:
            return None
        over = _is_over(attempt, now - timedelta(seconds=lag))
        if not over and (attempt.epoch != epoch or _misses(attempt, revisions, using)):
            return None
        _seal(attempt, now, Attempt.SealedBy.TIME if over else by, using)
        return AttemptRow(*Attempt.objects.using(using).filter(pk=attempt.pk).values_list(*ROW).get())


def seal_overdue(limit: int, *, using: str) -> list[UUID]:
    """Seal at most `limit` attempts past deadline and grace; return which."""
    with transaction.atomic(using=using):
        now = clock.database_now(using)
        running = Attempt.objects.using(using).filter(state=Attempt.State.OPEN, deadline__lt=now)
        overdue = [attempt for attempt in running.order_by("deadline") if _is_over(attempt, now)][:limit]
        for attempt in overdue:
            _seal(attempt, now, Attempt.SealedBy.TIME, using)
    return [attempt.uid for attempt in overdue]


def present_answers(attempt_id: int, *, using: str) -> tuple[StoredAnswer, ...]:
    """Return the answers that count, in the order of the slots."""
    rows = Response.objects.using(using).filter(attempt=attempt_id, standing=_Standing.ACCEPTED)
    present = {row.slot: row for row in rows.order_by("epoch", "revision")}
    return tuple(_answer(present[slot]) for slot in sorted(present))


def _seal(attempt: Attempt, now: datetime, by: str, using: str) -> None:
    Attempt.objects.using(using).filter(pk=attempt.pk).update(state=Attempt.State.SEALED, sealed_at=now, sealed_by=by)


def _misses(attempt: Attempt, revisions: dict[int, int], using: str) -> bool:
    stored = {answer.slot: answer.revision for answer in present_answers(attempt.pk, using=using)}
    return any(revision > stored.get(slot, 0) for slot, revision in revisions.items())


def _is_over(attempt: Attempt, at: datetime) -> bool:
    if attempt.deadline is None:
        return False
    return is_over(closes_at=closes_at(attempt.deadline, attempt.grace_seconds), at=at)


def _present(rows: list[Response]) -> StoredAnswer | None:
    accepted = [row for row in rows if row.standing == _Standing.ACCEPTED]
    return _answer(max(accepted, key=_place)) if accepted else None


def _answer(row: Response) -> StoredAnswer:
    return StoredAnswer(row.slot, row.epoch, row.revision, row.payload)


def _place(row: Response) -> tuple[int, int]:
    return row.epoch, row.revision
