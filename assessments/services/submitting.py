"""Handing in: once, and only when the server holds everything that the browser knows of."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessments.delivery import statements
from assessments.models import Attempt
from assessments.services.sealing import HandedIn, finish

# A save that was under way during the seal can make it look incomplete once; a stream of them cannot go on for ever.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The server's answers are older than the browser says: pairs (slot, stored revision); 0 means none is stored."""

    slots: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class StaleEpoch:
    """Another device has taken the attempt over; `epoch` is the present one."""

    epoch: int


@dataclass(frozen=True, slots=True)
class NotOpen:
    """There is nothing to hand in: the attempt is void or has not begun."""

    state: str


def hand_in(
    uid: UUID, *, epoch: int, revisions: dict[int, int], lag: float = 0.0
) -> HandedIn | Incomplete | StaleEpoch | NotOpen:
    """Seal an attempt for its candidate and return its receipt; whoever repeats it gets the same one.

    Args:
        uid: the attempt.
        epoch: the epoch of the device that hands in.
        revisions: per slot the least revision that must be stored. Past deadline and grace it is not asked for: then
            what is acknowledged is handed in.
        lag: seconds that the request has spent in the application.

    Raises:
        Attempt.DoesNotExist: there is no such attempt.
    """
    for _ in range(_TRIES):
        sealed = statements.seal(uid, by=Attempt.SealedBy.CANDIDATE, epoch=epoch, revisions=revisions, lag=lag)
        if sealed is not None:
            return finish(sealed)
        row = statements.attempt_row(uid)
        if row is None:
            raise Attempt.DoesNotExist
        if row.state == Attempt.State.SEALED:
            return finish(row)
        if row.state != Attempt.State.OPEN:
            return NotOpen(row.state)
        if row.epoch != epoch:
            return StaleEpoch(row.epoch)
        missing = _missing(row.id, revisions)
        if missing:
            return Incomplete(missing)
    return Incomplete(())


def _missing(attempt_id: int, revisions: dict[int, int]) -> tuple[tuple[int, int], ...]:
    stored = {answer.slot: answer.revision for answer in statements.present_answers(attempt_id)}
    return tuple(
        (slot, stored.get(slot, 0)) for slot, revision in sorted(revisions.items()) if stored.get(slot, 0) < revision
    )
