"""What a certificate is on a day: the fold of its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EventKind(StrEnum):
    """Nháp, trình ký, cấp, cấp lại, thu hồi, hủy bỏ. REISSUED stands on the old paper: a new one took its place."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    REISSUED = "reissued"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that holds from `effective_on` on, for good."""

    kind: EventKind
    effective_on: date


class State(StrEnum):
    """What is shown. EXPIRING is a valid certificate whose end is near."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Displayed:
    """The state of a day, the day since when, and for a valid certificate the days that are left.

    `days_left` is 0 on the last day, None when there is no end or the certificate does not hold. `since` is None for
    a certificate of which nothing is known yet.
    """

    state: State
    since: date | None
    days_left: int | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the certificate proves anything on the day."""
        return self.state in (State.VALID, State.EXPIRING)


# The strongest event decides, whatever the order in which events were written down.
_STRONGEST_FIRST = (
    EventKind.CANCELLED,
    EventKind.REVOKED,
    EventKind.REISSUED,
    EventKind.ISSUED,
    EventKind.SUBMITTED,
    EventKind.DRAFT,
)
_ENDED = {
    EventKind.CANCELLED: State.CANCELLED,
    EventKind.REVOKED: State.REVOKED,
    EventKind.REISSUED: State.SUPERSEDED,
    EventKind.SUBMITTED: State.SUBMITTED,
    EventKind.DRAFT: State.DRAFT,
}
_NEXT = {
    None: frozenset({EventKind.DRAFT}),
    EventKind.DRAFT: frozenset({EventKind.SUBMITTED, EventKind.ISSUED, EventKind.CANCELLED}),
    EventKind.SUBMITTED: frozenset({EventKind.SUBMITTED, EventKind.ISSUED, EventKind.CANCELLED}),
    EventKind.ISSUED: frozenset({EventKind.REISSUED, EventKind.REVOKED, EventKind.CANCELLED}),
    EventKind.REISSUED: frozenset({EventKind.REVOKED}),
    EventKind.REVOKED: frozenset[EventKind](),
    EventKind.CANCELLED: frozenset[EventKind](),
}


def displayed_state(
    events: Iterable[Event], day: date, *, valid_until: date | None = None, warn_days: int = 0
) -> Displayed:
    """Return what the certificate is on `day`.

    Args:
        events: its log, in any order.
        day: the as-of day; later events do not count yet.
        valid_until: the last day on which it holds, printed as "đến hết ngày"; None means without end.
        warn_days: a valid certificate with at most so many days left is EXPIRING.
    """
    decisive = _decisive(event for event in events if event.effective_on <= day)
    if decisive is None:
        return Displayed(State.DRAFT, None)
    if decisive.kind is not EventKind.ISSUED:
        return Displayed(_ENDED[decisive.kind], decisive.effective_on)
    if valid_until is None:
        return Displayed(State.VALID, decisive.effective_on)
    days_left = (valid_until - day).days
    if days_left < 0:
        return Displayed(State.EXPIRED, decisive.effective_on)
    state = State.EXPIRING if days_left <= warn_days else State.VALID
    return Displayed(state, decisive.effective_on, days_left)


def allowed_next(events: Iterable[Event]) -> frozenset[EventKind]:
    """Return the events that may be written next. What is revoked or cancelled stays so; a new paper is needed."""
    decisive = _decisive(events)
    return _NEXT[None if decisive is None else decisive.kind]


def _decisive(events: Iterable[Event]) -> Event | None:
    strength = _STRONGEST_FIRST.index
    return min(events, key=lambda event: (strength(event.kind), event.effective_on), default=None)
