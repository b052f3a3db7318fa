"""States, deadlines and the last instant that counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessments.domain.lifecycle import (
    AttemptState,
    MoveRefused,
    accepts_answers,
    can_move,
    check_move,
    closes_at,
    deadline,
    is_over,
)

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
PREPARED, OPEN, SEALED, VOID = AttemptState


@pytest.mark.parametrize("present", AttemptState)
@pytest.mark.parametrize("wanted", AttemptState)
def test_move_is_allowed_forward_only(present, wanted):
    allowed = {(PREPARED, OPEN), (PREPARED, VOID), (OPEN, SEALED), (OPEN, VOID), (SEALED, VOID)}

    assert can_move(present, wanted) is ((present, wanted) in allowed)


def test_check_move_refused_names_both_states():
    with pytest.raises(MoveRefused) as refused:
        check_move(SEALED, OPEN)

    assert refused.value.params == {"present": "sealed", "wanted": "open"}
    check_move(OPEN, SEALED)


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ({}, 60),
        ({"extra_seconds": 600}, 70),
        ({"window_end": START + timedelta(minutes=45)}, 45),
        ({"window_end": START + timedelta(minutes=60)}, 60),
        ({"window_end": START + timedelta(minutes=75)}, 60),
        ({"window_end": START + timedelta(minutes=65), "extra_seconds": 600}, 65),
        ({"window_end": START + timedelta(minutes=55), "extra_seconds": 600, "window_extra_seconds": 600}, 65),
        ({"window_end": START + timedelta(minutes=75), "extra_seconds": 600, "window_extra_seconds": 600}, 70),
    ],
)
def test_deadline_is_the_earlier_of_own_time_and_window(given, minutes):
    assert deadline(started_at=START, limit_seconds=3600, **given) == START + timedelta(minutes=minutes)


def test_attempt_is_over_only_after_the_grace_time():
    end = closes_at(deadline(started_at=START, limit_seconds=3600), 60)

    assert end == datetime(2026, 11, 23, 2, 1, tzinfo=UTC)
    assert not is_over(closes_at=end, at=end - MILLISECOND)
    assert not is_over(closes_at=end, at=end)
    assert is_over(closes_at=end, at=end + MILLISECOND)


@pytest.mark.parametrize(("state", "accepted"), [(PREPARED, False), (OPEN, True), (SEALED, False), (VOID, False)])
def test_only_an_open_attempt_accepts_answers(state, accepted):
    assert accepts_answers(state, closes_at=START, at=START - MILLISECOND) is accepted


def test_open_attempt_past_its_end_accepts_nothing_though_nobody_sealed_it():
    assert accepts_answers(OPEN, closes_at=START, at=START)
    assert not accepts_answers(OPEN, closes_at=START, at=START + MILLISECOND)
