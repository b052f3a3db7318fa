"""The commands of the exam counter, in the form that the database of attempts needs."""

from __future__ import annotations

from datetime import datetime
from types import ModuleType
from uuid import UUID

from django.conf import settings
from django.db import connections

from assessments.delivery import postgresql, sqlite
from assessments.delivery.values import Answer, AttemptRow, Moment, Saved, StoredAnswer
from assessments.models import Attempt, Response
from core import clock

_FORMS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


def exam_database() -> str:
    """Return the alias of the exam counter, whose connections nothing else uses."""
    return settings.EXAM_DATABASE


def now() -> datetime:
    """Return the present instant by the clock of the exam counter's database, the one clock of exams."""
    return clock.database_now(exam_database())


def save(
    uid: UUID,
    epoch: int,
    answers: tuple[Answer, ...],
    *,
    channel: Response.Channel = Response.Channel.BROWSER,
    lag: float = 0.0,
) -> Saved | None:
    """Store answers, each for another slot and in the order of the slots; None when there is no such attempt.

    When this returns, what it calls saved is on durable storage. `lag` is the seconds that the request has spent in the
    application: they do not make an answer late. One statement on PostgreSQL, two more for each answer that lost
    against another one of the same revision.
    """
    return _form().save(uid, epoch, answers, channel=channel, lag=lag, using=exam_database())


def moment(uid: UUID, *, lag: float = 0.0) -> Moment | None:
    """Return where an attempt stands by the clock of the database, None when there is none."""
    return _form().moment(uid, lag=lag, using=exam_database())


def seal(
    uid: UUID,
    *,
    by: Attempt.SealedBy,
    epoch: int | None = None,
    revisions: dict[int, int] | None = None,
    lag: float = 0.0,
) -> AttemptRow | None:
    """Seal an open attempt and return it; None when nothing was sealed.

    An attempt past deadline and grace is sealed by time, whoever asks. One that still runs is sealed only for its own
    `epoch` and only if no stored answer is older than `revisions` (slot: revision) says; an epoch of None seals only
    what is over. On PostgreSQL the answers are those before the lock was got: when this refuses, look again.
    """
    return _form().seal(uid, by=by, epoch=epoch, revisions=revisions or {}, lag=lag, using=exam_database())


def seal_overdue(limit: int) -> list[UUID]:
    """Seal at most `limit` attempts past deadline and grace; return which. Several may run at the same time."""
    return _form().seal_overdue(limit, using=exam_database())


def present_answers(attempt_id: int) -> tuple[StoredAnswer, ...]:
    """Return the answers that count, in the order of the slots. One statement."""
    return _form().present_answers(attempt_id, using=exam_database())


def attempt_row(uid: UUID) -> AttemptRow | None:
    """Return an attempt as sealing and grading need it, None when there is none. One statement."""
    found = Attempt.objects.using(exam_database()).filter(uid=uid).values_list(*sqlite.ROW).first()
    return AttemptRow(*found) if found else None


def _form() -> ModuleType:
    return _FORMS[connections[exam_database()].vendor]
