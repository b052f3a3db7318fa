"""Attempts that ended, each with everything that proves it, read in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assessments.delivery.values import AttemptRow, StoredAnswer
from assessments.domain.lifecycle import closes_at
from assessments.domain.questions.content import Content, parse_content
from assessments.models import Attempt, Grading, Question, Response
from assessments.selectors.bank import grounds_of
from config.proof.finding import BATCH, in_batches
from core.errors import DomainError
from legal.domain.effect import Effect


@dataclass(frozen=True, slots=True)
class Arrived:
    """An accepted answer and when it came."""

    answer: StoredAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A sealed attempt, void ones among them. `arrived` stand in the order of slot, epoch and revision."""

    attempt: Attempt
    arrived: tuple[Arrived, ...]
    gradings: tuple[Grading, ...]
    bank: Bank

    @property
    def answers(self) -> tuple[StoredAnswer, ...]:
        """Return the answers that count: the last of each slot."""
        return tuple({one.answer.slot: one.answer for one in self.arrived}.values())

    @property
    def counts_until(self) -> datetime:
        """Return the last instant at which an answer counted: the seal, or the end of the grace time before it."""
        one = self.attempt
        ends = [one.sealed_at] if one.deadline is None else [one.sealed_at, closes_at(one.deadline, one.grace_seconds)]
        return min(end for end in ends if end is not None)

    @property
    def row(self) -> AttemptRow:
        """Return the attempt as sealing and grading see it."""
        one = self.attempt
        return AttemptRow(
            id=one.pk,
            uid=one.uid,
            state=one.state,
            epoch=one.epoch,
            started_at=one.started_at or one.prepared_at,
            sealed_at=one.sealed_at,
            sealed_by=one.sealed_by,
            receipt=one.receipt,
            paper=one.paper,
            paper_sha256=one.paper_sha256,
            rules=one.rules,
            person=one.staff.uid,
            unit=one.unit.uid,
            fraction=one.fraction,
        )


@dataclass(slots=True)
class Bank:
    """The questions that papers name, with content and grounds; each is read once."""

    contents: dict[int, Content] = field(default_factory=dict)
    shas: dict[int, str] = field(default_factory=dict)
    grounds: dict[int, list[Effect]] = field(default_factory=dict)

    def read(self, questions: set[int]) -> None:
        """Read what is not known yet; a question that cannot be read, or is gone, stays missing."""
        missing = sorted(questions - self.shas.keys())
        if not missing:
            return
        self.grounds.update(grounds_of(missing))
        rows = Question.objects.non_polymorphic().filter(pk__in=missing)
        for key, kind, body, answer_key, sha in rows.values_list("pk", "type", "body", "key", "content_sha256"):
            self.shas[key] = sha
            try:
                self.contents[key] = parse_content(kind, body, answer_key)
            except DomainError:
                continue  # told by the proof of the bank


def cases() -> Iterator[Case]:
    """Yield every attempt that was sealed, oldest first. Five queries for each batch."""
    bank = Bank()
    rows = Attempt.objects.exclude(sealed_at=None).select_related("staff", "unit", "exam").order_by("pk")
    for batch in in_batches(rows.iterator(chunk_size=BATCH)):
        keys = [attempt.pk for attempt in batch]
        bank.read({question for attempt in batch for question in _questions(attempt.paper)})
        arrived, gradings = _arrived(keys), _gradings(keys)
        for attempt in batch:
            yield Case(attempt, tuple(arrived[attempt.pk]), tuple(gradings[attempt.pk]), bank)


def _questions(paper: Any) -> Iterator[int]:
    slots = paper.get("slots", []) if isinstance(paper, dict) else []
    return (slot["question"] for slot in slots if isinstance(slot, dict) and isinstance(slot.get("question"), int))


def _arrived(keys: list[int]) -> dict[int, list[Arrived]]:
    rows = Response.objects.filter(attempt_id__in=keys, standing=Response.Standing.ACCEPTED)
    columns = ("attempt_id", "slot", "epoch", "revision", "payload", "arrived_at")
    found: dict[int, list[Arrived]] = defaultdict(list)
    for attempt, slot, epoch, revision, value, at in rows.order_by(*columns[:4]).values_list(*columns):
        found[attempt].append(Arrived(StoredAnswer(slot, epoch, revision, value), at))
    return found


def _gradings(keys: list[int]) -> dict[int, list[Grading]]:
    found: dict[int, list[Grading]] = defaultdict(list)
    for grading in Grading.objects.filter(attempt_id__in=keys).order_by("attempt_id", "number"):
        found[grading.attempt_id].append(grading)
    return found
