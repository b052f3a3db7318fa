"""Handing in by the browser: complete or not at all, once, and with the same bytes for whoever asks again."""

from __future__ import annotations

import json
from unittest import mock

import pytest
from django.db import connection

from assessments.delivery import statements
from assessments.models import Attempt, Grading
from assessments.selectors import questions
from core.models import AuditDetail, AuditEntry
from tests.assessments.delivery.browser import Browser, read
from tests.factories.attempts import aliases, make_attempt, make_world

pytestmark = pytest.mark.django_db


def test_submit_seals_and_gives_a_receipt():
    attempt = make_attempt(make_world(types=["single", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, aliases(attempt, 1)["aaaaa2"]))

    status, message = read(browser.submit({1: 1}))

    attempt.refresh_from_db()
    assert status == 200
    assert message == {
        "status": "sealed",
        "receipt": attempt.receipt,
        "short": message["short"],
        "answered": 1,
        "total": 2,
        "sealed_at": attempt.sealed_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "receipt_url": f"/thi/bai/{attempt.uid}/bien-nhan/",
    }
    assert len(attempt.receipt) == 64
    assert (attempt.state, attempt.sealed_by) == ("sealed", "candidate")


def test_submit_grades_what_was_handed_in():
    # One of two questions right, one mark each: 1 of 2, which reaches the pass fraction of 0.5.
    attempt = make_attempt(make_world(types=["single", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, aliases(attempt, 1)["aaaaa2"]), (2, 2, "7"))

    browser.submit({1: 1, 2: 2})

    attempt.refresh_from_db()
    grading = Grading.objects.get()
    assert (attempt.mark, attempt.max_mark, attempt.passed) == (1, 2, True)
    assert (grading.number, grading.mark, grading.fraction, grading.passed) == (1, 1, attempt.fraction, True)
    assert [(slot["slot"], slot["state"]) for slot in grading.result["slots"]] == [(1, "right"), (2, "wrong")]


def test_submit_writes_the_receipt_into_the_audit_log():
    attempt = make_attempt(make_world(types=["numeric"]))

    Browser.of(attempt).submit()

    attempt.refresh_from_db()
    entry = AuditEntry.objects.get(verb="attempt_sealed")
    assert (entry.object_uid, entry.subject_uid) == (str(attempt.uid), attempt.staff.uid)
    assert AuditDetail.objects.get(entry=entry).content["receipt"] == attempt.receipt


def test_submit_repeated_gives_the_same_bytes_and_writes_nothing():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "2"))
    first = browser.submit({1: 1})
    browser.save((1, 2, "3"))

    again = browser.submit({1: 2}, key="mot khoa khac")

    assert (again.status, again.body) == (200, first.body)
    assert Grading.objects.count() == 1
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 1


def test_submit_is_refused_while_the_server_misses_an_answer_and_nothing_is_written():
    attempt = make_attempt(make_world(types=["numeric", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 3, "2"))

    status, message = read(browser.submit({1: 4, 2: 1}))

    attempt.refresh_from_db()
    assert (status, message) == (
        409,
        {"status": "incomplete", "slots": [{"slot": 1, "stored": 3}, {"slot": 2, "stored": 0}]},
    )
    assert (attempt.state, attempt.receipt) == ("open", "")
    assert not Grading.objects.exists()


def test_submit_after_the_missing_answer_came_succeeds():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.submit({1: 4})
    browser.save((1, 4, "2"))

    assert browser.submit({1: 4}).status == 200


def test_submit_of_a_replaced_device_is_refused():
    attempt = make_attempt(make_world(types=["numeric"]))
    old = Browser.of(attempt)
    Attempt.objects.update(epoch=2)

    status, message = read(old.submit())

    attempt.refresh_from_db()
    assert (status, message) == (409, {"status": "stale_epoch", "epoch": 2})
    assert attempt.state == "open"


def test_replaced_device_gets_the_receipt_once_the_attempt_is_sealed():
    attempt = make_attempt(make_world(types=["numeric"]))
    old = Browser.of(attempt)
    Attempt.objects.update(epoch=2)
    attempt.refresh_from_db()
    sealed = Browser.of(attempt).submit()

    assert old.submit().body == sealed.body


def test_submit_of_a_void_attempt_is_refused_for_good():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    Attempt.objects.update(state=Attempt.State.VOID)

    status, message = read(browser.submit())

    assert (status, message) == (410, {"status": "void"})
    assert not Grading.objects.exists()


def test_cleared_answers_are_not_counted_as_answered():
    attempt = make_attempt(make_world(types=["numeric", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "2"), (2, 2, "2"))
    browser.save((2, 3, None))

    _, message = read(browser.submit({1: 1, 2: 3}))

    assert (message["answered"], message["total"]) == (1, 2)


def test_present_answers_of_a_sealed_attempt_stay():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "2"))
    browser.submit({1: 1})

    browser.save((1, 2, "9"))

    assert [answer.value for answer in statements.present_answers(attempt.pk)] == ["2"]


@pytest.mark.parametrize("count", [1, 3])
def test_submit_costs_the_same_whatever_the_paper(count, django_assert_num_queries):
    world = make_world(types=["numeric"] * count)
    attempt = make_attempt(world)
    browser = Browser.of(attempt)
    browser.save(*[(slot, 1, "2") for slot in range(1, count + 1)])
    # PostgreSQL: seal, answers, questions (none was graded before in this process), savepoint, receipt, grading, two
    # for the audit log, release. On SQLite sealing alone takes seven.
    expected = {"postgresql": 9, "sqlite": 15}[connection.vendor]

    with mock.patch.object(questions, "_contents", questions.Shelf(9)), django_assert_num_queries(expected):
        reply = browser.submit(dict.fromkeys(range(1, count + 1), 1))

    assert json.loads(reply.body)["answered"] == count


def test_submit_repeated_reads_twice_and_writes_nothing(django_assert_num_queries):
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.submit()
    # The seal that finds nothing to seal, the attempt, its answers.
    expected = {"postgresql": 3, "sqlite": 6}[connection.vendor]

    with django_assert_num_queries(expected):
        browser.submit()
