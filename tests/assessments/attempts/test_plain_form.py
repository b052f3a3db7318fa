"""The exam without a program: one long form, saved by the same statement and handed in once."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import OperationalError

from assessments.delivery import statements
from assessments.models import Attempt, Response
from tests.assessments.delivery.browser import Browser
from tests.factories.attempts import STARTED_AT, aliases, make_attempt, make_examinee, make_world
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def post(client, attempt: Attempt, **controls: object):
    """The form as a browser posts it; control names with a dash come with an underscore."""
    fields = {name.replace("_", "-"): value for name, value in controls.items()}
    return client.post(f"/thi/bai/{attempt.uid}/nop/", {"key": str(uuid4()), "epoch": 1} | fields)


def values(attempt: Attempt) -> dict[int, object]:
    return {answer.slot: answer.value for answer in statements.present_answers(attempt.pk)}


def test_form_with_every_type_is_saved_and_handed_in(client):
    types = ["single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering", "scenario"]
    world = make_world(types=types)
    attempt = make_attempt(world)
    one, many, scenario = aliases(attempt, 1), aliases(attempt, 2), aliases(attempt, 8)
    left, right, items = aliases(attempt, 6, "left"), aliases(attempt, 6, "right"), aliases(attempt, 7, "items")
    client.force_login(world.user, backend=BACKEND)

    response = post(
        client,
        attempt,
        q1=one["aaaaa2"],
        q2=[many["bbbbb2"], many["bbbbb1"]],
        q3="true",
        q4="2",
        q5="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        q8=scenario["fffff1"],
        **{f"q6_{left['ccccc1']}": right["ddddd1"], f"q6_{left['ccccc2']}": right["ddddd2"]},
        **{f"q7_{items['eeeee2']}": "2", f"q7_{items['eeeee1']}": "1"},
    )

    attempt.refresh_from_db()
    assert (response.status_code, response.url) == (302, f"/thi/bai/{attempt.uid}/bien-nhan/")
    assert (attempt.state, attempt.mark, attempt.max_mark) == ("sealed", 8, 8)
    assert set(Response.objects.values_list("channel", "standing")) == {(Response.Channel.FORM, 0)}


def test_form_with_gaps_is_saved_and_asks_before_handing_in(client):
    world = make_world(types=["single", "numeric", "numeric"])
    attempt = make_attempt(world)
    chosen = aliases(attempt, 1)["aaaaa2"]
    client.force_login(world.user, backend=BACKEND)

    response = post(client, attempt, q1=chosen, q2="", q3="3")

    attempt.refresh_from_db()
    assert response.status_code == 200
    assert 'name="confirm" value="True"' in response.content.decode()
    assert (attempt.state, values(attempt)) == ("open", {1: chosen, 3: "3"})


def test_confirmation_hands_in_what_is_saved(client):
    world = make_world(types=["numeric", "numeric"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)
    post(client, attempt, q1="2")

    response = post(client, attempt, confirm="True")

    attempt.refresh_from_db()
    assert response.url == f"/thi/bai/{attempt.uid}/bien-nhan/"
    assert (attempt.state, values(attempt)) == ("sealed", {1: "2"})


def test_form_posted_twice_stores_nothing_twice(client):
    world = make_world(types=["numeric", "numeric"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)
    post(client, attempt, q1="2")

    post(client, attempt, q1="2")

    assert Response.objects.count() == 1


def test_changed_and_emptied_entries_win_by_higher_revisions(client):
    world = make_world(types=["numeric", "numeric", "numeric"])
    attempt = make_attempt(world)
    Browser.of(attempt).save((1, 5, "1"), (2, 6, "1"))
    client.force_login(world.user, backend=BACKEND)

    post(client, attempt, q1="2", q2="")

    assert values(attempt) == {1: "2", 2: None}
    assert list(Response.objects.filter(channel=1).order_by("revision").values_list("slot", "revision")) == [
        (1, 7),
        (2, 8),
    ]


def test_entry_that_cannot_be_read_leaves_its_slot_and_is_told(client):
    world = make_world(types=["ordering", "numeric"])
    attempt = make_attempt(world)
    items = aliases(attempt, 1, "items")
    client.force_login(world.user, backend=BACKEND)

    response = post(client, attempt, q2="2", **{f"q1_{items['eeeee1']}": "1"})

    attempt.refresh_from_db()
    assert response.status_code == 200
    assert (attempt.state, values(attempt)) == ("open", {2: "2"})


@pytest.mark.parametrize("name", ["q1", "q9", "q01", "q1-zzzz", "qq", "q1-"])
def test_controls_of_no_slot_and_aliases_of_no_option_are_not_stored(client, name):
    world = make_world(types=["single"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    client.post(f"/thi/bai/{attempt.uid}/nop/", {"key": str(uuid4()), "epoch": 1, name: "zzzz"})

    assert not Response.objects.exists()


def test_form_within_the_grace_counts(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world, deadline=STARTED_AT + timedelta(minutes=20))
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(minutes=20, seconds=50)):
        post(client, attempt, q1="2")

    attempt.refresh_from_db()
    assert (attempt.state, attempt.sealed_by, values(attempt)) == ("sealed", "candidate", {1: "2"})


def test_form_after_the_grace_is_too_late_and_the_attempt_is_sealed_by_time(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world, deadline=STARTED_AT + timedelta(minutes=20))
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(minutes=22)):
        response = post(client, attempt, q1="2")

    attempt.refresh_from_db()
    assert response.url == f"/thi/bai/{attempt.uid}/bien-nhan/"
    assert (attempt.state, attempt.sealed_by) == ("sealed", "time")
    assert values(attempt) == {}


def test_form_of_a_replaced_device_saves_nothing_that_counts(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    Attempt.objects.update(epoch=2)
    client.force_login(world.user, backend=BACKEND)

    response = post(client, attempt, q1="2")

    attempt.refresh_from_db()
    assert response.status_code == 200
    assert (attempt.state, values(attempt)) == ("open", {})
    assert Response.objects.get().standing == Response.Standing.STALE_EPOCH


@pytest.mark.parametrize(("posted", "kept"), [(7, {1: "2"}), (2**31, {})])
def test_form_of_an_epoch_that_has_not_begun_outdoes_no_later_one(client, posted, kept):
    world = make_world(types=["numeric", "numeric"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    response = post(client, attempt, epoch=posted, q1="2")

    assert response.status_code in (200, 302)
    assert values(attempt) == kept
    assert set(Response.objects.values_list("epoch", flat=True)) <= {1}


def test_form_of_somebody_else_is_not_found_and_nothing_is_written(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    _, other = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    client.force_login(other, backend=BACKEND)

    response = post(client, attempt, q1="2")

    assert response.status_code == 404
    assert not Response.objects.exists()


def test_database_that_fails_is_told_as_not_saved(client):
    world = make_world(types=["numeric"])
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    with mock.patch.object(statements, "save", side_effect=OperationalError("gone")):
        response = post(client, attempt, q1="2")

    attempt.refresh_from_db()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert attempt.state == "open"
