"""The state shown on a day is the fold of the events up to that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.states import Displayed, Event, EventKind, State, allowed_next, displayed_state

ISSUED = date(2026, 3, 15)
UNTIL = date(2027, 3, 15)
LOG = (Event(EventKind.DRAFT, date(2026, 3, 1)), Event(EventKind.SUBMITTED, date(2026, 3, 10)))
GOOD = (*LOG, Event(EventKind.ISSUED, ISSUED))

days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
logs = st.lists(st.builds(Event, st.sampled_from(EventKind), days), max_size=6)


def state_on(day, *more, until=UNTIL):
    return displayed_state((*GOOD, *more), day, valid_until=until, warn_days=60)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 28), Displayed(State.DRAFT, None)),
        (date(2026, 3, 1), Displayed(State.DRAFT, date(2026, 3, 1))),
        (date(2026, 3, 14), Displayed(State.SUBMITTED, date(2026, 3, 10))),
        (ISSUED, Displayed(State.VALID, ISSUED, 365)),
        # 14/01/2027 is 60 days before 15/03/2027 (17 of January, 28 of February, 15 of March).
        (date(2027, 1, 13), Displayed(State.VALID, ISSUED, 61)),
        (date(2027, 1, 14), Displayed(State.EXPIRING, ISSUED, 60)),
        (UNTIL, Displayed(State.EXPIRING, ISSUED, 0)),
        (date(2027, 3, 16), Displayed(State.EXPIRED, ISSUED)),
    ],
)
def test_certificate_on_each_day_of_its_life(day, expected):
    assert state_on(day) == expected


def test_certificate_without_end_stays_valid():
    assert state_on(date(2090, 1, 1), until=None) == Displayed(State.VALID, ISSUED)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventKind.REISSUED, State.SUPERSEDED),
        (EventKind.REVOKED, State.REVOKED),
        (EventKind.CANCELLED, State.CANCELLED),
    ],
)
def test_certificate_ends_on_the_day_of_the_event_and_not_before(kind, state):
    end = Event(kind, date(2026, 6, 1))

    assert state_on(date(2026, 5, 31), end).state is State.VALID
    assert state_on(date(2026, 6, 1), end) == Displayed(state, date(2026, 6, 1))
    assert state_on(date(2028, 1, 1), end) == Displayed(state, date(2026, 6, 1))


def test_revocation_outweighs_reissue_and_expiry():
    ends = [Event(EventKind.REISSUED, date(2026, 5, 1)), Event(EventKind.REVOKED, date(2027, 6, 1))]

    assert state_on(date(2027, 5, 31), *ends).state is State.SUPERSEDED
    assert state_on(date(2027, 6, 1), *ends) == Displayed(State.REVOKED, date(2027, 6, 1))


@pytest.mark.parametrize("state", State)
def test_only_valid_and_expiring_certificates_hold(state):
    assert Displayed(state, ISSUED).holds == (state in {State.VALID, State.EXPIRING})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), {EventKind.DRAFT}),
        (LOG[:1], {EventKind.SUBMITTED, EventKind.ISSUED, EventKind.CANCELLED}),
        (LOG, {EventKind.SUBMITTED, EventKind.ISSUED, EventKind.CANCELLED}),
        (GOOD, {EventKind.REISSUED, EventKind.REVOKED, EventKind.CANCELLED}),
        ((*GOOD, Event(EventKind.REISSUED, ISSUED)), {EventKind.REVOKED}),
        ((*GOOD, Event(EventKind.REVOKED, ISSUED)), set()),
        ((*GOOD, Event(EventKind.CANCELLED, ISSUED)), set()),
    ],
)
def test_allowed_next_follows_the_strongest_event(events, expected):
    assert allowed_next(events) == expected


@given(logs, days, st.randoms(use_true_random=False))
def test_state_does_not_depend_on_the_order_of_the_log(events, day, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)

    assert displayed_state(shuffled, day) == displayed_state(events, day)


@given(logs, days, st.integers(0, 700))
def test_what_was_revoked_or_cancelled_never_holds_again(events, day, later):
    if displayed_state(events, day).state in (State.REVOKED, State.CANCELLED):
        assert not displayed_state(events, day + timedelta(days=later)).holds


@given(logs, days, days, st.integers(0, 90))
def test_days_left_are_never_negative(events, day, until, warn_days):
    shown = displayed_state(events, day, valid_until=until, warn_days=warn_days)

    assert shown.days_left is None or (shown.holds and shown.days_left >= 0)
    assert shown.state is not State.EXPIRING or shown.days_left <= warn_days
