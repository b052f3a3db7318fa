"""Answers from the form that works without a program. The same statement stores them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.delivery import statements
from assessments.delivery.messages import MOST_ANSWERS
from assessments.delivery.values import Answer, Verdict
from assessments.domain.paper import Paper, PaperSlot
from assessments.domain.questions.base import InvalidResponse
from assessments.domain.questions.registry import question_type
from assessments.domain.questions.shapes import Controls, Payload
from assessments.models import Attempt, Response
from assessments.selectors.attempts import highest_revision, present_values

_CONTROL = re.compile(r"q([1-9][0-9]{0,3})(?:-([a-z0-9]{1,12}))?")


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """How the paper stands after a form: slots without an answer, with an entry that cannot be read, not saved."""

    unanswered: tuple[int, ...]
    unreadable: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left to be asked."""
        return not (self.unanswered or self.unreadable or self.refused)


def save_form(attempt: Attempt, posted: Mapping[str, Sequence[str]], *, epoch: int, lag: float = 0.0) -> FormOutcome:
    """Save what a posted form changes, and return how the paper stands then.

    A control that is absent or empty clears its slot, because the form shows every question with its present answer.
    An entry that cannot be read leaves the slot as it was.
    """
    paper, present = Paper.from_json(attempt.paper), present_values(attempt)
    wanted: dict[int, Payload] = {}
    unreadable = []
    controls = _controls(posted)
    for slot in paper.slots:
        try:
            wanted[slot.slot] = _read(slot, controls.get(slot.slot, {}))
        except InvalidResponse:
            unreadable.append(slot.slot)
    changed = {slot: value for slot, value in wanted.items() if value != present.get(slot)}
    refused = _save(attempt, changed, epoch, lag)
    saved = present | {slot: value for slot, value in changed.items() if slot not in refused}
    return FormOutcome(_unanswered(paper, saved), tuple(unreadable), refused)


def form_outcome(attempt: Attempt) -> FormOutcome:
    """Return how the paper stands by what is stored. One query."""
    return FormOutcome(_unanswered(Paper.from_json(attempt.paper), present_values(attempt)))


def _read(slot: PaperSlot, controls: Controls) -> Payload:
    kind = question_type(slot.type)
    return kind.clean_response(kind.payload_from_form(controls), slot.layout)


def _save(attempt: Attempt, changed: Mapping[int, Payload], epoch: int, lag: float) -> tuple[int, ...]:
    """Store the changed slots under revisions of their own; return the slots that were not accepted."""
    first = highest_revision(attempt) + 1
    answers = [Answer(slot, first + place, changed[slot]) for place, slot in enumerate(sorted(changed))]
    refused: list[int] = []
    for batch in _batches(answers):
        saved = statements.save(attempt.uid, epoch, batch, channel=Response.Channel.FORM, lag=lag)
        if saved is None:
            raise Attempt.DoesNotExist
        refused += [one.slot for one in saved.verdicts if one.verdict is not Verdict.OK]
    return tuple(refused)


def _batches(answers: Sequence[Answer]) -> Iterator[tuple[Answer, ...]]:
    for start in range(0, len(answers), MOST_ANSWERS):
        yield tuple(answers[start : start + MOST_ANSWERS])


def _controls(posted: Mapping[str, Sequence[str]]) -> dict[int, dict[str, Sequence[str]]]:
    """Return the posted controls by slot and alias; whatever else the form carries is left out."""
    found: dict[int, dict[str, Sequence[str]]] = {}
    for name, values in posted.items():
        match = _CONTROL.fullmatch(name)
        if match is not None:
            found.setdefault(int(match[1]), {})[match[2] or ""] = values
    return found


def _unanswered(paper: Paper, values: Mapping[int, Payload]) -> tuple[int, ...]:
    return tuple(slot.slot for slot in paper.slots if values.get(slot.slot) is None)
