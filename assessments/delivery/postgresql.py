"""The commands of the exam counter on PostgreSQL, each one statement of `sql`."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import connections

from assessments.delivery import sql
from assessments.delivery.values import (
    Answer,
    AttemptRow,
    Moment,
    Saved,
    SaveVerdict,
    StoredAnswer,
    Verdict,
)
from assessments.delivery.verdicts import Found, verdict_of
from assessments.domain.questions.shapes import Payload
from assessments.models import Response
from core.canonical import canonical_json


def save(
    uid: UUID, epoch: int, answers: tuple[Answer, ...], *, channel: Response.Channel, lag: float, using: str
) -> Saved | None:
    """Store a batch by one statement; None when there is no such attempt."""
    parameters = {"uid": uid, "epoch": epoch, "lag": lag, "channel": int(channel)}
    with connections[using].cursor() as cursor:
        if len(answers) == 1:
            cursor.execute(sql.SAVE_ONE, parameters | _one(answers[0]))
        else:
            cursor.execute(sql.SAVE_MANY, parameters | {"answers": _many(answers)})
        rows = cursor.fetchall()
        if not rows:
            return None
        found = [Found(answer, *_found(row)) for answer, row in zip(answers, rows, strict=True)]
        verdicts = tuple(_settle(cursor, one, parameters) for one in found)
    _, _, _, present_epoch, deadline, now, *_ = rows[0]
    return Saved(verdicts, present_epoch, deadline, now)


def moment(uid: UUID, *, lag: float, using: str) -> Moment | None:
    """Return where an attempt stands, None when there is none."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql.MOMENT, {"uid": uid, "lag": lag})
        row = cursor.fetchone()
    return Moment(*row) if row else None


def seal(
    uid: UUID, *, by: str, epoch: int | None, revisions: dict[int, int], lag: float, using: str
) -> AttemptRow | None:
    """Seal an open attempt by one statement; None when there is none or something keeps it from being handed in."""
    parameters = {"uid": uid, "by": by, "epoch": epoch, "revisions": _claims(revisions), "lag": lag}
    with connections[using].cursor() as cursor:
        cursor.execute(sql.SEAL, parameters)
        row = cursor.fetchone()
    return _attempt(row) if row else None


def seal_overdue(limit: int, *, using: str) -> list[UUID]:
    """Seal at most `limit` attempts past deadline and grace; return which."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql.SEAL_OVERDUE, {"limit": limit})
        return [uid for (uid,) in cursor.fetchall()]


def present_answers(attempt_id: int, *, using: str) -> tuple[StoredAnswer, ...]:
    """Return the answers that count, in the order of the slots."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql.ANSWERS, {"id": attempt_id})
        (text,) = cursor.fetchone()
    return tuple(StoredAnswer(*row) for row in json.loads(text))


def _settle(cursor: Any, found: Found, parameters: dict[str, Any]) -> SaveVerdict:
    """Return the verdict on one answer; only the loser of an equal revision needs more statements."""
    answer = found.answer
    present = found.newer
    if found.stored is None:
        loser = parameters | _one(answer)
        while not _kept(cursor, loser):
            pass
        cursor.execute(sql.PRESENT, loser)
        row = cursor.fetchone()
        present = StoredAnswer(answer.slot, row[0], row[1], json.loads(row[2])) if row else None
    verdict = verdict_of(found)
    return SaveVerdict(answer.slot, answer.revision, verdict, None if verdict is Verdict.OK else present)


def _kept(cursor: Any, loser: dict[str, Any]) -> bool:
    cursor.execute(sql.KEEP_LOSER, loser)
    return bool(cursor.fetchone()[0])


def _found(row: tuple[Any, ...]) -> tuple[int | None, int, StoredAnswer | None]:
    slot, stored, judged, _, _, _, epoch, revision, payload = row
    newer = None if revision is None else StoredAnswer(slot, epoch, revision, json.loads(payload))
    return stored, judged, newer


def _one(answer: Answer) -> dict[str, Any]:
    return {"slot": answer.slot, "revision": answer.revision, "payload": _json(answer.value)}


def _many(answers: tuple[Answer, ...]) -> str:
    return json.dumps([{"slot": one.slot, "revision": one.revision, "value": one.value} for one in answers])


def _claims(revisions: dict[int, int]) -> str:
    return json.dumps({str(slot): revision for slot, revision in revisions.items()})


def _json(value: Payload) -> str:
    return canonical_json(value).decode()


def _attempt(row: tuple[Any, ...]) -> AttemptRow:
    values = list(row)
    values[8], values[10] = json.loads(values[8]), json.loads(values[10])
    return AttemptRow(*values)
