"""From how an answer is stored to what its sender is told."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.delivery.values import Answer, StoredAnswer, Verdict
from assessments.models import Response

_Standing = Response.Standing
_BY_STANDING = {
    _Standing.LATE: Verdict.LATE,
    _Standing.STALE_EPOCH: Verdict.STALE_EPOCH,
    _Standing.AFTER_SEAL: Verdict.SEALED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """One answer after the statement.

    `stored` is the standing of the stored row, None when another value has the same revision; `judged` how the request
    as a whole stood when it arrived; `newer` the accepted answer of a higher epoch or revision.
    """

    answer: Answer
    stored: int | None
    judged: int
    newer: StoredAnswer | None


def verdict_of(found: Found) -> Verdict:
    """Return what the sender is told. An answer that has been accepted stays accepted, however often it is sent."""
    if found.stored is None:
        return _BY_STANDING.get(_Standing(found.judged), Verdict.CONFLICT)
    if found.stored == _Standing.ACCEPTED:
        return Verdict.OK if found.newer is None else Verdict.CONFLICT
    return _BY_STANDING[_Standing(found.stored)]
