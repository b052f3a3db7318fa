"""What the server does without the examinee."""

from __future__ import annotations

import logging
from datetime import timedelta
from unittest import mock

import pytest

from assessments.delivery import statements
from assessments.models import Attempt, Grading, Question, Response
from assessments.selectors import questions
from assessments.services import sealing
from assessments.services.sealing import finish, grade_sealed
from assessments.services.sweeping import sweep
from core.models import AuditEntry
from tests.assessments.delivery.browser import Browser, read
from tests.factories.attempts import STARTED_AT, World, make_attempt, make_examinee, make_world
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

DEADLINE = STARTED_AT + timedelta(minutes=20)
OVER = DEADLINE + timedelta(seconds=60, milliseconds=1)


def two_running(world: World) -> tuple[Attempt, Attempt]:
    """One whose time is over at OVER, one that runs on."""
    staff, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    return make_attempt(world, deadline=DEADLINE), make_attempt(world, staff=staff)


def test_sweeper_seals_what_is_over_with_what_is_acknowledged_and_nothing_else():
    world = make_world(types=["numeric"])
    over, running = two_running(world)
    with database_clock_at(DEADLINE):
        Browser.of(over).save((1, 1, "2"))

    with database_clock_at(OVER):
        done = sweep()

    over.refresh_from_db()
    running.refresh_from_db()
    assert done == 1
    assert (over.state, over.sealed_by, over.mark, len(over.receipt)) == ("sealed", "time", 1, 64)
    assert (running.state, running.receipt) == ("open", "")


def test_sweeper_waits_for_the_end_of_the_grace():
    world = make_world(types=["numeric"])
    over, _ = two_running(world)

    with database_clock_at(DEADLINE + timedelta(seconds=60)):
        assert sweep() == 0

    over.refresh_from_db()
    assert over.state == "open"


def test_second_sweep_finds_nothing():
    world = make_world(types=["numeric"])
    two_running(world)

    with database_clock_at(OVER):
        first, second = sweep(), sweep()

    assert (first, second) == (1, 0)
    assert Grading.objects.count() == 1


def test_sweeper_finishes_what_was_sealed_without_a_receipt_with_the_same_bytes():
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    browser = Browser.of(attempt)
    browser.save((1, 1, "2"))
    # The process died between the seal and the receipt.
    statements.seal(attempt.uid, by=Attempt.SealedBy.CANDIDATE, epoch=1)
    Attempt.objects.update(sealed_at=STARTED_AT)

    done = sweep()

    attempt.refresh_from_db()
    _, told = read(browser.submit())
    assert done == 1
    assert (attempt.receipt, attempt.mark) == (told["receipt"], 1)
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 1


def test_one_attempt_that_cannot_be_finished_does_not_keep_the_others(caplog):
    world = make_world(types=["numeric"])
    broken, fine = two_running(world)
    for attempt in (broken, fine):
        statements.seal(attempt.uid, by=Attempt.SealedBy.CANDIDATE, epoch=1)
    Attempt.objects.update(sealed_at=STARTED_AT)
    Attempt.objects.filter(pk=broken.pk).update(paper={"v": 1})

    with caplog.at_level(logging.CRITICAL, logger="thao.exam"):
        sweep()

    fine.refresh_from_db()
    assert len(fine.receipt) == 64


def test_attempts_that_always_fail_do_not_use_up_the_limit(caplog):
    world = make_world(types=["numeric"])
    broken, fine = two_running(world)
    for attempt in (broken, fine):
        statements.seal(attempt.uid, by=Attempt.SealedBy.CANDIDATE, epoch=1)
    Attempt.objects.update(sealed_at=STARTED_AT)
    Attempt.objects.filter(pk=broken.pk).update(paper={"v": 1}, sealed_at=STARTED_AT - timedelta(seconds=1))

    with caplog.at_level(logging.CRITICAL, logger="thao.exam"):
        sweep(limit=1)

    fine.refresh_from_db()
    assert len(fine.receipt) == 64


def test_submission_is_kept_when_grading_fails_and_graded_later(caplog):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    browser = Browser.of(attempt)
    browser.save((1, 1, "2"))
    with mock.patch.object(sealing, "marks_of", side_effect=ZeroDivisionError), caplog.at_level(logging.CRITICAL):
        status, _ = read(browser.submit({1: 1}))
    attempt.refresh_from_db()
    assert (status, len(attempt.receipt), attempt.mark) == (200, 64, None)
    assert not Grading.objects.exists()
    Attempt.objects.update(sealed_at=attempt.sealed_at)

    with database_clock_at(attempt.sealed_at + timedelta(seconds=6)):
        done = sweep()

    attempt.refresh_from_db()
    assert (done, attempt.mark, attempt.passed) == (1, 1, True)
    assert Grading.objects.get().number == 1


def tampered(attempt: Attempt) -> None:
    """Sealed and receipted without marks, then an answer is changed behind everybody's back."""
    browser = Browser.of(attempt)
    browser.save((1, 1, "7"))
    with mock.patch.object(sealing, "marks_of", side_effect=ZeroDivisionError):
        browser.submit({1: 1})
    Response.objects.update(payload="2")


def test_answers_that_are_not_those_of_the_receipt_stop_the_grading_and_sound_the_alarm(caplog):
    attempt = make_attempt(make_world(types=["numeric"]))
    tampered(attempt)

    with caplog.at_level(logging.CRITICAL, logger="thao.exam"):
        graded = [grade_sealed(statements.attempt_row(attempt.uid)) for _ in range(2)]

    attempt.refresh_from_db()
    assert graded == [False, False]
    assert attempt.mark is None
    assert not Grading.objects.exists()
    assert AuditEntry.objects.filter(verb="attempt_receipt_mismatch").count() == 1
    assert [record.levelname for record in caplog.records if record.levelno >= logging.CRITICAL] == ["CRITICAL"] * 2


@pytest.mark.parametrize("change", [{"paper_sha256": "0" * 64}, {"epoch": 9}])
def test_paper_that_was_changed_stops_the_grading(change):
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    with mock.patch.object(sealing, "marks_of", side_effect=ZeroDivisionError):
        browser.submit()
    Attempt.objects.update(**change)

    graded = grade_sealed(statements.attempt_row(attempt.uid))

    # The epoch is no part of what was handed in, the paper is.
    assert graded is (change == {"epoch": 9})


def test_question_that_no_longer_says_what_was_drawn_is_not_graded(caplog):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    with mock.patch.object(questions, "_contents", questions.Shelf(9)):
        changed = world.questions[0].key | {"value": "9"}
        # Past the guard of the query set, as somebody with the database's password would.
        super(type(Question.objects.none()), Question.objects.filter(pk=world.questions[0].pk)).update(key=changed)

        status, _ = read(Browser.of(attempt).submit())

    attempt.refresh_from_db()
    assert (status, len(attempt.receipt), attempt.mark) == (200, 64, None)


def test_finishing_twice_writes_once():
    attempt = make_attempt(make_world(types=["numeric"]))
    row = statements.seal(attempt.uid, by=Attempt.SealedBy.CANDIDATE, epoch=1)

    assert finish(row) == finish(row)
    assert Grading.objects.count() == 1
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 1
