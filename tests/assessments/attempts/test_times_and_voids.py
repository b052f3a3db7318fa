"""Time given to a running attempt, and attempts declared void."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.delivery import statements
from assessments.domain.lifecycle import MoveRefused
from assessments.models import Attempt, AttemptTime, Grading
from assessments.permissions import can_give_time, can_void_attempt
from assessments.services.finalize import finalize_pending
from assessments.services.times import TimeRefused, give_time
from assessments.services.voiding import VoidRefused, void_attempt
from competencies.models import EvidenceWithdrawal
from core.models import AuditEntry
from organization.models import Role
from tests.assessments.delivery.browser import Browser, statuses
from tests.factories import assessments as bank
from tests.factories.attempts import DAY, STARTED_AT, make_attempt, make_world
from tests.factories.organization import grant, make_unit, make_user

pytestmark = pytest.mark.django_db

DEADLINE = STARTED_AT + timedelta(minutes=20)


def test_time_moves_the_deadline_and_is_written_down():
    attempt = make_attempt(make_world(), deadline=DEADLINE)
    officer = make_user(username="coithi")

    given = give_time(attempt.uid, seconds=300, reason="  Máy   hỏng ", by=officer, at=STARTED_AT)

    attempt.refresh_from_db()
    entry = AuditEntry.objects.get(verb="attempt_time_given")
    assert attempt.deadline == DEADLINE + timedelta(seconds=300)
    assert (given.kind, given.seconds, given.reason, given.by, given.at) == (
        AttemptTime.Kind.EXTRA,
        300,
        "Máy hỏng",
        officer,
        STARTED_AT,
    )
    assert (entry.object_uid, entry.actor_uid) == (str(attempt.uid), officer.uid)


def test_time_adds_up():
    attempt = make_attempt(make_world(), deadline=DEADLINE)

    for kind in (AttemptTime.Kind.PAUSE, AttemptTime.Kind.OUTAGE):
        give_time(attempt.uid, seconds=60, reason="Mất điện", by=None, at=STARTED_AT, kind=kind)

    attempt.refresh_from_db()
    assert attempt.deadline == DEADLINE + timedelta(seconds=120)
    assert sum(AttemptTime.objects.values_list("seconds", flat=True)) == 120


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"seconds": 0}, "time_not_positive"),
        ({"reason": " "}, "time_reason_missing"),
        ({"at": DEADLINE + timedelta(seconds=60, milliseconds=1)}, "attempt_is_over"),
    ],
)
def test_time_that_cannot_be_given_is_refused_and_nothing_is_written(how, code):
    attempt = make_attempt(make_world(), deadline=DEADLINE)
    values = {"seconds": 300, "reason": "Máy hỏng", "by": None, "at": STARTED_AT} | how

    with pytest.raises(TimeRefused) as refused:
        give_time(attempt.uid, **values)

    attempt.refresh_from_db()
    assert refused.value.code == code
    assert attempt.deadline == DEADLINE
    assert not AttemptTime.objects.exists()


def test_sealed_attempt_gets_no_time():
    attempt = make_attempt(make_world())
    Browser.of(attempt).submit()

    with pytest.raises(TimeRefused):
        give_time(attempt.uid, seconds=60, reason="Máy hỏng", by=None, at=STARTED_AT)


def test_void_attempt_takes_no_answer_and_keeps_what_was_there():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))
    officer = make_user(username="noivu")

    void_attempt(attempt.uid, reason="Thi hộ", by=officer, at=STARTED_AT)

    status, message = browser.save((1, 2, "6"))
    entry = AuditEntry.objects.get(verb="attempt_voided")
    assert (status, statuses(message)) == (410, {1: "sealed"})
    assert browser.beat()[1]["state"] == "void"
    assert [answer.value for answer in statements.present_answers(attempt.pk)] == ["5"]
    assert (entry.actor_uid, entry.subject_uid) == (officer.uid, attempt.staff.uid)


def test_void_of_a_sealed_attempt_takes_back_what_it_proved():
    attempt = make_attempt(make_world(types=["numeric"]))
    Browser.of(attempt).submit()
    finalize_pending(at=STARTED_AT)

    void_attempt(attempt.uid, reason="Thi hộ", by=make_user(username="noivu"), at=STARTED_AT)

    attempt.refresh_from_db()
    assert (attempt.state, len(attempt.receipt)) == ("void", 64)
    assert EvidenceWithdrawal.objects.get().reason == "Thi hộ"
    assert Grading.objects.count() == 1


def test_void_needs_a_reason():
    attempt = make_attempt(make_world())

    with pytest.raises(VoidRefused):
        void_attempt(attempt.uid, reason=" ", by=make_user(username="noivu"), at=STARTED_AT)

    attempt.refresh_from_db()
    assert attempt.state == "open"


def test_void_is_final():
    attempt = make_attempt(make_world(), state=Attempt.State.VOID)

    with pytest.raises(MoveRefused):
        void_attempt(attempt.uid, reason="Thi hộ", by=make_user(username="noivu"), at=STARTED_AT)

    assert not AuditEntry.objects.filter(verb="attempt_voided").exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.INVIGILATOR, (True, False)),
        (Role.TRAINING_OFFICER, (True, True)),
        (Role.UNIT_HEAD, (False, False)),
        (Role.ADMINISTRATOR, (False, False)),
    ],
)
def test_rights_follow_the_grant_where_the_session_is_held(role, may):
    world = make_world()
    session = bank.make_session(exam=world.exam, owner_unit=make_unit(code="SO"))
    attempt = make_attempt(world, session=session)
    there, elsewhere = make_user(username="mot"), make_user(username="hai")
    grant(user=there, role=role, unit=session.owner_unit)
    grant(user=elsewhere, role=role, unit=world.unit)

    rights = [(can_give_time(user, attempt, DAY), can_void_attempt(user, attempt, DAY)) for user in (there, elsewhere)]

    assert rights == [may, (False, False)]


def test_nobody_gives_time_to_oneself():
    world = make_world()
    attempt = make_attempt(world)
    grant(user=world.user, role=Role.TRAINING_OFFICER, unit=world.unit)

    assert not can_give_time(world.user, attempt, DAY)
    assert not can_void_attempt(world.user, attempt, DAY)
