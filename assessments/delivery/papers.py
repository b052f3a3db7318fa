"""What each slot of an attempt may be answered with, kept in the memory of the process.

A paper never changes once it is drawn, so the first save of an attempt in a process reads it and the others need not.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from assessments.domain.questions.base import InvalidResponse
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.registry import question_type
from assessments.domain.questions.shapes import Payload
from assessments.models import Attempt

_KEPT_ATTEMPTS = 4096
_GROUPS = ("options", "left", "right", "items")


class AnswerSheet:
    """The slots of one paper. Held as short JSON texts: thousands of parsed layouts would fill the memory."""

    __slots__ = ("_slots",)

    def __init__(self, paper: dict[str, Any]) -> None:
        self._slots = {slot["slot"]: _shape(slot) for slot in paper["slots"]}

    def clean(self, slot: int, value: object) -> Payload:
        """Return the stored form of a response.

        Raises:
            InvalidResponse: the paper has no such slot, or the slot cannot have been answered so.
        """
        if slot not in self._slots:
            raise InvalidResponse("unknown_slot")
        shape = json.loads(self._slots[slot])
        return question_type(shape["type"]).clean_response(value, Layout.from_json(shape["groups"]))

    def __contains__(self, slot: int) -> bool:
        return slot in self._slots


@lru_cache(maxsize=_KEPT_ATTEMPTS)
def answer_sheet(attempt: UUID) -> AnswerSheet:
    """Return the answer sheet of an attempt. One query when this process sees the attempt for the first time.

    Raises:
        Attempt.DoesNotExist: there is no such attempt.
    """
    rows = Attempt.objects.using(settings.EXAM_DATABASE).filter(uid=attempt).values_list("paper", flat=True)
    return AnswerSheet(rows.get())


def _shape(slot: dict[str, Any]) -> str:
    groups = {name: slot[name] for name in _GROUPS if name in slot}
    return json.dumps({"type": slot["type"], "groups": groups}, separators=(",", ":"))
