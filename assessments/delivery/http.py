"""The three requests of an examinee's browser: save, ask for the time, hand in.

Plain functions from a request to a reply, so that they need neither session nor middleware. The token in the header
says whose attempt it is; no cookie is read, so no other site can make a browser speak for somebody.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import Error as DatabaseError
from django.urls import reverse

from assessments.delivery import messages, statements
from assessments.delivery.messages import SaveMessage, SentAnswer, Unreadable
from assessments.delivery.papers import AnswerSheet, answer_sheet
from assessments.delivery.tokens import HEADER, token_epoch
from assessments.delivery.values import Answer, Moment, Saved, SaveVerdict, Verdict
from assessments.domain.instants import spelled
from assessments.domain.questions.base import InvalidResponse
from assessments.models import Attempt
from assessments.services import submitting
from assessments.services.sealing import HandedIn
from assessments.services.submitting import Incomplete, NotOpen, StaleEpoch

T = TypeVar("T")

RETRY_AFTER_SECONDS = 2
logger = logging.getLogger("thao.exam")


@dataclass(frozen=True, slots=True)
class Call:
    """A request. `body` is read already and not longer than `messages.LARGEST_BODY` + 1.

    `began` is the instant, by the monotonic clock, at which the application got hold of the request.
    """

    method: str
    headers: Mapping[str, str]
    body: bytes
    remote: str = ""
    began: float = field(default_factory=time.monotonic)

    @property
    def lag(self) -> float:
        """The seconds spent so far, which shall not make an answer late."""
        return max(0.0, time.monotonic() - self.began)


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, a JSON body and further headers."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def answers(call: Call, attempt: UUID) -> Reply:
    """PUT: store a batch of answers and say of each whether it is saved."""
    return _serve("PUT", call, attempt, _save)


def heartbeat(call: Call, attempt: UUID) -> Reply:
    """POST: tell the time, the deadline, and whether the attempt is still open."""
    return _serve("POST", call, attempt, _tell_the_time)


def submit(call: Call, attempt: UUID) -> Reply:
    """POST: hand in. Whoever repeats it gets the same bytes."""
    return _serve("POST", call, attempt, _submit)


def reply(status: int, content: Mapping[str, Any], *headers: tuple[str, str]) -> Reply:
    """Return a reply; the same content gives the same bytes."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, body, (("Cache-Control", "no-store"), *headers))


def too_large() -> Reply:
    """Return the reply to a body that is not even read."""
    return reply(413, {"error": "too_large"})


def _serve(method: str, call: Call, attempt: UUID, act: Callable[[Call, UUID, int], Reply]) -> Reply:
    if call.method != method:
        return reply(405, {"error": "method"}, ("Allow", method))
    if len(call.body) > messages.LARGEST_BODY:
        return too_large()
    epoch = token_epoch(call.headers.get(HEADER, ""), attempt)
    if epoch is None:
        logger.warning("A token that does not open attempt %s came from %s", attempt, call.remote)
        return reply(401, {"error": "token"})
    try:
        return act(call, attempt, epoch)
    except Unreadable as error:
        return reply(error.status, {"error": error.word})
    except Attempt.DoesNotExist:
        return reply(404, {"error": "unknown_attempt"})
    except DatabaseError as error:
        # Whatever went wrong, the answer may not be stored: the browser keeps it and tries again. One line each: when
        # the database is gone, a hall of examinees asks every second.
        logger.error("The database failed a request for attempt %s: %s", attempt, error)
        return reply(503, {"error": "busy"}, ("Retry-After", str(RETRY_AFTER_SECONDS)))


# --- save ---------------------------------------------------------------------------------------------------------


def _save(call: Call, attempt: UUID, epoch: int) -> Reply:
    message = messages.read_save(call.body)
    fitting, refused = _sort_out(answer_sheet(attempt), message)
    # An answer belongs to the older of the two: a queue from before a takeover stays old under a new token.
    writer = min(epoch, message.epoch)
    if not fitting:
        return _nothing_stored(refused, _known(statements.moment(attempt)))
    saved = _known(statements.save(attempt, writer, fitting, lag=call.lag))
    verdicts = sorted((*saved.verdicts, *refused), key=_slot_of)
    return reply(_save_status(verdicts), _save_content(verdicts, saved))


def _sort_out(sheet: AnswerSheet, message: SaveMessage) -> tuple[tuple[Answer, ...], list[SaveVerdict]]:
    """Part the answers that fit their slots from those that cannot have been given."""
    fitting, refused = [], []
    for sent in message.answers:
        try:
            fitting.append(Answer(sent.slot, sent.revision, sheet.clean(sent.slot, sent.value)))
        except InvalidResponse:
            refused.append(_refused(sent))
    return tuple(fitting), refused


def _refused(sent: SentAnswer) -> SaveVerdict:
    return SaveVerdict(sent.slot, sent.revision, Verdict.INVALID)


def _nothing_stored(refused: list[SaveVerdict], moment: Moment) -> Reply:
    content = _save_content(refused, Saved((), moment.epoch, moment.deadline, moment.server_time))
    return reply(422 if refused else 200, content)


def _save_status(verdicts: list[SaveVerdict]) -> int:
    found = {one.verdict for one in verdicts}
    if found & {Verdict.SEALED, Verdict.LATE}:
        return 410
    if found & {Verdict.CONFLICT, Verdict.STALE_EPOCH}:
        return 409
    return 422 if Verdict.INVALID in found else 200


def _save_content(verdicts: list[SaveVerdict], saved: Saved) -> dict[str, Any]:
    return {
        "results": [_result(one) for one in verdicts],
        "acknowledged": max((one.revision for one in verdicts if one.verdict is Verdict.OK), default=0),
        "server_time": saved.server_time,
        "deadline": saved.deadline,
        "epoch": saved.epoch,
    }


def _result(one: SaveVerdict) -> dict[str, Any]:
    result: dict[str, Any] = {"slot": one.slot, "revision": one.revision, "status": one.verdict.value}
    if one.present is not None:
        result["present"] = {"revision": one.present.revision, "value": one.present.value}
    return result


def _slot_of(one: SaveVerdict) -> int:
    return one.slot


# --- heartbeat and submit -----------------------------------------------------------------------------------------


def _tell_the_time(call: Call, attempt: UUID, epoch: int) -> Reply:
    moment = _known(statements.moment(attempt, lag=call.lag))
    return reply(200, {"state": _state(moment)} | _time(moment))


def _submit(call: Call, attempt: UUID, epoch: int) -> Reply:
    message = messages.read_submit(call.body)
    writer = min(epoch, message.epoch)
    outcome = submitting.hand_in(attempt, epoch=writer, revisions=message.revisions, lag=call.lag)
    return reply(*_submit_content(outcome))


def _submit_content(outcome: HandedIn | Incomplete | StaleEpoch | NotOpen) -> tuple[int, dict[str, Any]]:
    match outcome:
        case HandedIn():
            return 200, _receipt(outcome)
        case Incomplete(slots):
            listed = [{"slot": slot, "stored": revision} for slot, revision in slots]
            return 409, {"status": "incomplete", "slots": listed}
        case StaleEpoch(epoch):
            return 409, {"status": "stale_epoch", "epoch": epoch}
        case NotOpen(state):
            return 410, {"status": state}


def _receipt(handed_in: HandedIn) -> dict[str, Any]:
    return {
        "status": "sealed",
        "receipt": handed_in.receipt,
        "short": handed_in.short,
        "answered": handed_in.answered,
        "total": handed_in.total,
        "sealed_at": spelled(handed_in.sealed_at),
        "receipt_url": reverse("attempt_receipt", args=[handed_in.attempt]),
    }


def _state(moment: Moment) -> str:
    if moment.closed and moment.state != Attempt.State.VOID:
        return "sealed"
    return moment.state


def _time(moment: Moment) -> dict[str, Any]:
    return {"server_time": moment.server_time, "deadline": moment.deadline, "epoch": moment.epoch}


def _known(found: T | None) -> T:
    if found is None:
        raise Attempt.DoesNotExist
    return found
