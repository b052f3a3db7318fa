"""Values that travel between the requests of an examinee and the statements that store them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from assessments.domain.questions.shapes import Payload


class Verdict(StrEnum):
    """What became of one answer. Only OK means that it is saved and counts."""

    OK = "ok"
    CONFLICT = "conflict"
    LATE = "late"
    STALE_EPOCH = "stale_epoch"
    SEALED = "sealed"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to be stored: its value fits the slot and has its one stored form."""

    slot: int
    revision: int
    value: Payload


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An accepted answer as it is stored."""

    slot: int
    epoch: int
    revision: int
    value: Payload


@dataclass(frozen=True, slots=True)
class SaveVerdict:
    """What became of one answer; `present` is the answer that stands in its place, if it lost against one."""

    slot: int
    revision: int
    verdict: Verdict
    present: StoredAnswer | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an attempt stands by the clock of the database. Times are seconds since 1970, as the browser wants them.

    `deadline` None: the attempt has not begun. `closed` means sealed, or past deadline and grace with nobody having
    sealed it yet.
    """

    state: str
    epoch: int
    deadline: float | None
    server_time: float
    closed: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving, in the order of the slots."""

    verdicts: tuple[SaveVerdict, ...]
    epoch: int
    deadline: float | None
    server_time: float


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """The columns of an attempt that sealing and grading need. `person` is the person's opaque identifier."""

    id: int
    uid: UUID
    state: str
    epoch: int
    started_at: datetime
    sealed_at: datetime | None
    sealed_by: str
    receipt: str
    paper: dict[str, Any]
    paper_sha256: str
    rules: dict[str, Any]
    person: UUID
    unit: UUID
    fraction: Decimal | None

    @property
    def handed_in_at(self) -> datetime:
        """Return when it was sealed.

        Raises:
            ValueError: it is not sealed.
        """
        if self.sealed_at is None:
            raise ValueError(f"attempt {self.uid} is not sealed")
        return self.sealed_at
