"""The exam page and the receipt, for the person whose attempt it is and for nobody else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from assessments.delivery import statements
from assessments.delivery.tokens import token_epoch
from assessments.models import Attempt, Response
from assessments.selectors import questions
from organization.models import Role
from tests.assessments.delivery.browser import Browser, read
from tests.factories import assessments as bank
from tests.factories.attempts import STARTED_AT, aliases, make_attempt, make_examinee, make_world
from tests.factories.organization import grant, make_user
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def script(html: str, name: str) -> dict[str, Any]:
    """The JSON that a page carries under a name."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def page_of(client, attempt: Attempt) -> str:
    response = client.get(f"/thi/bai/{attempt.uid}/")
    assert response.status_code == 200
    return response.content.decode()


def test_page_carries_what_the_program_starts_from(client):
    world = make_world(types=["single", "numeric"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(minutes=3)):
        state = script(page_of(client, attempt), "attempt-state")

    assert token_epoch(state.pop("token"), attempt.uid) == 1
    assert state == {
        "protocol": 1,
        "attempt": str(attempt.uid),
        "person": str(world.staff.uid),
        "epoch": 1,
        "server_time": (STARTED_AT + timedelta(minutes=3)).timestamp(),
        "deadline": attempt.deadline.timestamp(),
        "revision": 0,
        "answers": {},
        "urls": {
            "answers": f"/thi/api/{attempt.uid}/answers",
            "heartbeat": f"/thi/api/{attempt.uid}/heartbeat",
            "submit": f"/thi/api/{attempt.uid}/submit",
            "receipt": f"/thi/bai/{attempt.uid}/bien-nhan/",
        },
    }


def test_page_shows_the_questions_in_the_order_of_the_attempt_under_its_aliases(client):
    world = make_world(types=["single"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    html = page_of(client, attempt)

    shown = re.findall(r'<input type="radio" name="q1" value="([^"]+)"', html)
    assert shown == [alias for alias, _ in attempt.paper["slots"][0]["options"]]
    assert "Câu hỏi số 1" in html
    assert not any(identifier in html for identifier in ("aaaaa1", "aaaaa2", "aaaaa3"))


def test_page_marks_the_answers_that_count(client):
    world = make_world(types=["single", "numeric", "multiple"])
    attempt = make_attempt(world)
    right = aliases(attempt, 1)["aaaaa2"]
    browser = Browser.of(attempt)
    browser.save((1, 3, right), (2, 4, "12,5"), (3, 5, [aliases(attempt, 3)["bbbbb1"]]))
    browser.save((2, 4, "13"))
    client.force_login(world.user, backend=BACKEND)

    html = page_of(client, attempt)

    state = script(html, "attempt-state")
    assert state["answers"] == {
        "1": {"revision": 3, "value": right},
        "2": {"revision": 4, "value": "12,5"},
        "3": {"revision": 5, "value": [aliases(attempt, 3)["bbbbb1"]]},
    }
    assert f'value="{right}" checked' in html
    assert 'value="12,5"' in html


def test_revision_of_the_page_is_the_highest_that_ever_arrived(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    old = Browser.of(attempt)
    Attempt.objects.update(epoch=2)
    old.save((1, 41, "5"))
    client.force_login(world.user, backend=BACKEND)

    state = script(page_of(client, attempt), "attempt-state")

    assert (state["revision"], state["epoch"], state["answers"]) == (41, 2, {})


def test_page_must_not_be_kept_by_anybody(client):
    world = make_world()
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/")

    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["", "bien-nhan/", "ket-qua/"])
def test_attempt_of_somebody_else_is_not_found(client, path):
    world = make_world()
    attempt = make_attempt(world)
    _, other = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    client.force_login(other, backend=BACKEND)

    assert client.get(f"/thi/bai/{attempt.uid}/{path}").status_code == 404


def test_head_of_the_unit_does_not_look_over_a_shoulder(client):
    world = make_world()
    attempt = make_attempt(world)
    head = make_user(username="truong")
    grant(user=head, role=Role.UNIT_HEAD, unit=world.unit)
    client.force_login(head, backend=BACKEND)

    answers = [client.get(f"/thi/bai/{attempt.uid}/{path}").status_code for path in ("", "bien-nhan/", "ket-qua/")]

    assert answers == [404, 404, 404]


def test_stranger_is_sent_to_sign_in(client):
    attempt = make_attempt(make_world())

    response = client.get(f"/thi/bai/{attempt.uid}/")

    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")


def test_page_of_a_sealed_attempt_leads_to_the_receipt(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    Browser.of(attempt).submit()
    client.force_login(world.user, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/")

    assert (response.status_code, response.url) == (302, f"/thi/bai/{attempt.uid}/bien-nhan/")


def test_page_of_an_attempt_whose_time_is_over_seals_it(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world, deadline=STARTED_AT + timedelta(minutes=20))
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(minutes=21, milliseconds=1)):
        response = client.get(f"/thi/bai/{attempt.uid}/")

    attempt.refresh_from_db()
    assert response.url == f"/thi/bai/{attempt.uid}/bien-nhan/"
    assert (attempt.state, attempt.sealed_by, len(attempt.receipt)) == ("sealed", "time", 64)


def test_page_within_the_grace_is_still_the_page(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world, deadline=STARTED_AT + timedelta(minutes=20))
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(minutes=21)):
        page_of(client, attempt)

    attempt.refresh_from_db()
    assert attempt.state == "open"


def test_page_of_a_void_attempt_leads_back_to_the_exam(client):
    world = make_world()
    attempt = make_attempt(world, state=Attempt.State.VOID)
    client.force_login(world.user, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/")

    assert (response.status_code, response.url) == (302, "/thi/CCHC/")


def test_page_of_a_candidate_carries_the_number(client):
    world = make_world()
    session = bank.make_session(exam=world.exam, owner_unit=world.unit)
    bank.make_candidate(session=session, staff=world.staff, number="SBD-0042")
    attempt = make_attempt(world, session=session)
    client.force_login(world.user, backend=BACKEND)

    assert "SBD-0042" in page_of(client, attempt)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_whatever_the_paper(client, count, django_assert_num_queries):
    world = make_world(types=["numeric"] * count)
    attempt = make_attempt(world)
    Browser.of(attempt).save(*[(slot, slot, "5") for slot in range(1, count + 1)])
    client.force_login(world.user, backend=BACKEND)
    with mock.patch.object(questions, "_bodies", questions.Shelf(9)):
        # Session, account, attempt, clock, answers, questions, highest revision.
        with django_assert_num_queries(7):
            page_of(client, attempt)
        # Shown before in this process: the questions are known.
        with django_assert_num_queries(6):
            page_of(client, attempt)


def test_receipt_says_what_was_handed_in(client):
    world = make_world(types=["numeric", "numeric"])
    attempt = make_attempt(world)
    browser = Browser.of(attempt)
    browser.save((2, 7, "5"))
    _, told = read(browser.submit({2: 7}))
    client.force_login(world.user, backend=BACKEND)

    html = client.get(f"/thi/bai/{attempt.uid}/bien-nhan/").content.decode()

    assert told["short"] in html
    assert script(html, "attempt-receipt") == {
        "attempt": str(attempt.uid),
        "person": str(world.staff.uid),
        "receipt": told["receipt"],
        "revisions": {"2": 7},
    }


def test_receipt_that_was_left_unmade_is_made_when_it_is_asked_for(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    statements.seal(attempt.uid, by=Attempt.SealedBy.CANDIDATE, epoch=1)
    client.force_login(world.user, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/bien-nhan/")

    attempt.refresh_from_db()
    assert response.status_code == 200
    assert attempt.receipt in response.content.decode()
    assert attempt.gradings.count() == 1


def test_receipt_of_a_running_attempt_leads_to_the_page(client):
    world = make_world()
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/bien-nhan/")

    assert (response.status_code, response.url) == (302, f"/thi/bai/{attempt.uid}/")
    assert not Response.objects.exists()
