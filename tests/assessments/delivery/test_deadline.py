"""The end of the time, to the millisecond, and what comes after it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from assessments.delivery import http, statements
from assessments.delivery.http import Call
from assessments.delivery.tokens import HEADER
from assessments.models import Attempt, Response
from assessments.services.times import give_time
from tests.assessments.delivery.browser import Browser, read, save_body, statuses
from tests.factories.attempts import make_attempt, make_world
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
GRACE = timedelta(seconds=60)
MILLISECOND = timedelta(milliseconds=1)


def running() -> Attempt:
    return make_attempt(make_world(types=["numeric"]), deadline=DEADLINE, grace_seconds=60)


@pytest.mark.parametrize(
    ("arrival", "status", "verdict", "standing"),
    [
        (DEADLINE, 200, "ok", 0),
        (DEADLINE + GRACE - MILLISECOND, 200, "ok", 0),
        (DEADLINE + GRACE, 200, "ok", 0),
        (DEADLINE + GRACE + MILLISECOND, 410, "late", 1),
    ],
)
def test_answer_counts_up_to_the_last_millisecond_of_the_grace(arrival, status, verdict, standing):
    browser = Browser.of(running())

    with database_clock_at(arrival):
        told = browser.save((1, 1, "5"))

    assert (told[0], statuses(told[1])) == (status, {1: verdict})
    row = Response.objects.get()
    assert (row.payload, row.standing, row.arrived_at) == ("5", standing, arrival)


def test_time_spent_in_the_application_does_not_make_an_answer_late():
    browser = Browser.of(running())
    call = Call("PUT", {HEADER: browser.token}, save_body([(1, 1, "5")]), began=time.monotonic() - 5)

    with database_clock_at(DEADLINE + GRACE + timedelta(seconds=4)):
        status, _ = read(http.answers(call, browser.attempt))

    assert status == 200
    assert Response.objects.get().arrived_at <= DEADLINE + GRACE


def test_late_answer_is_kept_but_does_not_count():
    attempt = running()
    browser = Browser.of(attempt)

    with database_clock_at(DEADLINE + GRACE + MILLISECOND):
        browser.save((1, 1, "5"))
        handed_in = read(browser.submit({1: 1}))

    assert handed_in[0] == 200
    assert handed_in[1]["answered"] == 0
    attempt.refresh_from_db()
    assert (attempt.sealed_by, attempt.mark) == ("time", 0)
    assert Response.objects.get().standing == Response.Standing.LATE


def test_forged_times_in_the_message_change_nothing():
    attempt = running()
    browser = Browser.of(attempt)
    body = save_body([(1, 1, "5")])[:-1] + b',"deadline":9e12,"server_time":0,"arrived_at":"2000-01-01"}'

    with database_clock_at(DEADLINE + GRACE + MILLISECOND):
        status, message = read(browser.put(body))

    assert (status, statuses(message)) == (410, {1: "late"})
    assert message["deadline"] == DEADLINE.timestamp()


def test_late_answer_counts_when_it_is_repeated_in_time_after_an_extension():
    attempt = running()
    browser = Browser.of(attempt)
    with database_clock_at(DEADLINE + GRACE + MILLISECOND):
        browser.save((1, 1, "5"))
    give_time(attempt.uid, seconds=600, reason="Mất điện", by=None, at=DEADLINE)

    with database_clock_at(DEADLINE + GRACE + timedelta(seconds=10)):
        status, message = browser.save((1, 1, "5"))

    assert (status, statuses(message)) == (200, {1: "ok"})
    assert [answer.value for answer in statements.present_answers(attempt.pk)] == ["5"]


def test_extension_reaches_the_browser_with_its_next_request():
    attempt = running()
    browser = Browser.of(attempt)

    give_time(attempt.uid, seconds=600, reason="Mất điện", by=None, at=DEADLINE)

    with database_clock_at(DEADLINE):
        assert browser.save((1, 1, "5"))[1]["deadline"] == (DEADLINE + timedelta(seconds=600)).timestamp()
        assert browser.beat()[1]["deadline"] == (DEADLINE + timedelta(seconds=600)).timestamp()


@pytest.mark.parametrize(("arrival", "state"), [(DEADLINE + GRACE, "open"), (DEADLINE + GRACE + MILLISECOND, "sealed")])
def test_heartbeat_calls_an_attempt_closed_although_nobody_has_sealed_it(arrival, state):
    attempt = running()

    with database_clock_at(arrival):
        status, message = Browser.of(attempt).beat()

    assert (status, message["state"]) == (200, state)
    assert message["server_time"] == arrival.timestamp()
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.OPEN
