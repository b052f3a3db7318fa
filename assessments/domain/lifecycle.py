"""The life of an attempt: which moves are allowed, until when it counts, and whether one may begin."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import DomainError


class AttemptState(StrEnum):
    """Prepared (drawn, clock not running), open, sealed (handed in by whom or whatever) or void."""

    PREPARED = "prepared"
    OPEN = "open"
    SEALED = "sealed"
    VOID = "void"


_MOVES = {
    AttemptState.PREPARED: frozenset({AttemptState.OPEN, AttemptState.VOID}),
    AttemptState.OPEN: frozenset({AttemptState.SEALED, AttemptState.VOID}),
    # A sealed attempt becomes void when the board grants a continuation; no state is ever left for an earlier one.
    AttemptState.SEALED: frozenset({AttemptState.VOID}),
    AttemptState.VOID: frozenset[AttemptState](),
}


class MoveRefused(DomainError):
    """An attempt cannot go from its state to that one. Params: `present`, `wanted`."""

    code = "move_refused"


def can_move(present: AttemptState, wanted: AttemptState) -> bool:
    """Tell whether an attempt may go from one state to another."""
    return wanted in _MOVES[present]


def check_move(present: AttemptState, wanted: AttemptState) -> None:
    """Refuse a move that is not allowed.

    Raises:
        MoveRefused: it is not.
    """
    if not can_move(present, wanted):
        raise MoveRefused(present=present.value, wanted=wanted.value)


def deadline(
    *,
    started_at: datetime,
    limit_seconds: int,
    extra_seconds: int = 0,
    window_end: datetime | None = None,
    window_extra_seconds: int = 0,
) -> datetime:
    """Return the instant to which the examinee's clock counts down.

    It is the earlier of start + limit + extra and the end of the window with what is added to it. Extra seconds are
    those granted to the person (extra time, pauses, outages); a window of None has no end.
    """
    own_end = started_at + timedelta(seconds=limit_seconds + extra_seconds)
    if window_end is None:
        return own_end
    return min(own_end, window_end + timedelta(seconds=window_extra_seconds))


def closes_at(deadline: datetime, grace_seconds: int) -> datetime:
    """Return the last instant at which an answer still counts: the grace time is for delivery, not for work."""
    return deadline + timedelta(seconds=grace_seconds)


def is_over(*, closes_at: datetime, at: datetime) -> bool:
    """Tell whether an attempt is past its end. What arrives exactly at the end still counts."""
    return at > closes_at


def accepts_answers(state: AttemptState, *, closes_at: datetime, at: datetime) -> bool:
    """Tell whether an answer arriving at `at` counts, even when nobody has sealed the attempt yet."""
    return state is AttemptState.OPEN and not is_over(closes_at=closes_at, at=at)
