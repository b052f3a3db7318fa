"""An examinee's browser as far as the exam counter sees it: the three requests, without a server in between."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from assessments.delivery import http
from assessments.delivery.http import Call, Reply
from assessments.delivery.tokens import HEADER, token_for
from assessments.models import Attempt

Sent = tuple[int, int, Any]


@dataclass(frozen=True, slots=True)
class Browser:
    """A page of an attempt, with the token and epoch of when it was loaded."""

    attempt: UUID
    token: str
    epoch: int

    @classmethod
    def of(cls, attempt: Attempt) -> Browser:
        """The page that the attempt's person has just loaded."""
        return cls(attempt.uid, token_for(attempt.uid, attempt.staff.uid, attempt.epoch), attempt.epoch)

    def save(self, *answers: Sent) -> tuple[int, dict[str, Any]]:
        """PUT of (slot, revision, value); status and message."""
        return read(self.put(save_body(answers, self.epoch)))

    def put(self, body: bytes) -> Reply:
        """PUT of whatever body."""
        return http.answers(self._call("PUT", body), self.attempt)

    def beat(self) -> tuple[int, dict[str, Any]]:
        """The heartbeat."""
        return read(http.heartbeat(self._call("POST", b'{"protocol":1,"epoch":1}'), self.attempt))

    def submit(self, revisions: dict[int, int] | None = None, key: str = "") -> Reply:
        """The wish to hand in."""
        named = {str(slot): revision for slot, revision in (revisions or {}).items()}
        message = {"protocol": 1, "epoch": self.epoch, "key": key or str(uuid4()), "revisions": named}
        return http.submit(self._call("POST", json.dumps(message).encode()), self.attempt)

    def _call(self, method: str, body: bytes) -> Call:
        # Begun in the future: no time is spent on the way, so that the database's clock alone decides.
        return Call(method, {HEADER: self.token}, body, "127.0.0.1", began=math.inf)


def save_body(answers: Iterable[Sent], epoch: int = 1) -> bytes:
    """A batch as the browser sends it."""
    listed = [{"slot": slot, "revision": revision, "value": value} for slot, revision, value in answers]
    return json.dumps({"protocol": 1, "epoch": epoch, "send": 1, "answers": listed}).encode()


def read(reply: Reply) -> tuple[int, dict[str, Any]]:
    """Status and message of a reply."""
    return reply.status, json.loads(reply.body)


def statuses(message: dict[str, Any]) -> dict[int, str]:
    """What became of each slot."""
    return {result["slot"]: result["status"] for result in message["results"]}
