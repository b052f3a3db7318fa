"""Saving: what is stored, and what the browser is told."""

from __future__ import annotations

import json
from unittest import mock
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from assessments.delivery import http, papers, statements
from assessments.delivery.http import Call
from assessments.delivery.messages import LARGEST_BODY
from assessments.delivery.tokens import HEADER, token_for
from assessments.models import Attempt, Response
from tests.assessments.delivery.browser import Browser, read, save_body, statuses
from tests.factories.attempts import aliases, make_attempt, make_examinee, make_world

pytestmark = pytest.mark.django_db

ACCEPTED, LATE, STALE, AFTER_SEAL, SUPERSEDED = 0, 1, 2, 3, 4


def stored(slot: int = 1) -> list[tuple[int, int, int, object, int]]:
    """All rows of a slot: epoch, revision, copy, value, standing."""
    rows = Response.objects.filter(slot=slot).order_by("epoch", "revision", "copy")
    return [(row.epoch, row.revision, row.copy, row.payload, row.standing) for row in rows]


def test_answer_is_saved_and_acknowledged():
    attempt = make_attempt(make_world())
    chosen = aliases(attempt, 1)["aaaaa2"]

    status, message = Browser.of(attempt).save((1, 4, chosen))

    assert status == 200
    assert message["results"] == [{"slot": 1, "revision": 4, "status": "ok"}]
    assert message["acknowledged"] == 4
    assert message["deadline"] == attempt.deadline.timestamp()
    assert message["epoch"] == 1
    assert stored() == [(1, 4, 0, chosen, ACCEPTED)]


def test_batch_is_saved_and_told_in_the_order_of_the_slots():
    attempt = make_attempt(make_world(types=["numeric", "true_false", "multiple"]))
    both = [aliases(attempt, 3)["bbbbb2"], aliases(attempt, 3)["bbbbb1"]]

    status, message = Browser.of(attempt).save((3, 7, both), (1, 5, "12,5"), (2, 6, False))

    assert status == 200
    assert [(one["slot"], one["revision"], one["status"]) for one in message["results"]] == [
        (1, 5, "ok"),
        (2, 6, "ok"),
        (3, 7, "ok"),
    ]
    assert message["acknowledged"] == 7
    assert (stored(1), stored(2), stored(3)) == (
        [(1, 5, 0, "12,5", ACCEPTED)],
        [(1, 6, 0, False, ACCEPTED)],
        [(1, 7, 0, sorted(both), ACCEPTED)],
    )


def test_cleared_answer_is_an_answer():
    attempt = make_attempt(make_world(types=["numeric", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))

    one = browser.save((1, 2, None))
    again = browser.save((1, 2, None), (2, 3, None))

    assert (one[0], again[0]) == (200, 200)
    assert stored() == [(1, 1, 0, "5", ACCEPTED), (1, 2, 0, None, ACCEPTED)]
    assert [answer.value for answer in statements.present_answers(attempt.pk)] == [None, None]


def test_repeated_answer_is_ok_again_and_stored_once():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))

    status, message = browser.save((1, 1, "5"))

    assert (status, statuses(message)) == (200, {1: "ok"})
    assert stored() == [(1, 1, 0, "5", ACCEPTED)]


def test_lower_revision_is_kept_but_loses_and_the_present_answer_is_told():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 9, "9"))

    status, message = browser.save((1, 3, None))

    assert status == 409
    assert message["results"] == [
        {"slot": 1, "revision": 3, "status": "conflict", "present": {"revision": 9, "value": "9"}}
    ]
    assert message["acknowledged"] == 0
    assert stored() == [(1, 3, 0, None, ACCEPTED), (1, 9, 0, "9", ACCEPTED)]
    assert [answer.value for answer in statements.present_answers(attempt.pk)] == ["9"]


def test_other_values_of_an_equal_revision_are_kept_as_superseded_each_once():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))

    replies = [browser.save((1, 1, value)) for value in ("6", "6", "7")]

    assert [status for status, _ in replies] == [409, 409, 409]
    assert [message["results"][0]["present"] for _, message in replies] == [{"revision": 1, "value": "5"}] * 3
    assert stored() == [(1, 1, 0, "5", ACCEPTED), (1, 1, 1, "6", SUPERSEDED), (1, 1, 2, "7", SUPERSEDED)]


def test_one_conflict_in_a_batch_leaves_the_others_saved():
    attempt = make_attempt(make_world(types=["numeric", "numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 5, "5"))

    status, message = browser.save((1, 5, "6"), (2, 6, "7"))

    assert (status, statuses(message), message["acknowledged"]) == (409, {1: "conflict", 2: "ok"}, 6)
    assert stored(2) == [(1, 6, 0, "7", ACCEPTED)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", "zzzz"),
        ("single", "aaaaa2"),
        ("single", ["aaaaa2"]),
        ("single", 1),
        ("multiple", "zzzz"),
        ("multiple", ["zzzz"]),
        ("true_false", "true"),
        ("true_false", 1),
        ("numeric", "1" * 41),
        ("numeric", "1\u0000"),
        ("numeric", "\ud800"),
        ("numeric", 5),
        ("short_text", "x" * 501),
        ("matching", {"zzzz": "zzzz"}),
        ("ordering", []),
    ],
)
def test_value_that_the_slot_cannot_have_is_refused_and_the_others_are_stored(kind, value):
    attempt = make_attempt(make_world(types=[kind, "numeric"]))

    status, message = Browser.of(attempt).save((1, 1, value), (2, 2, "2"))

    assert (status, statuses(message)) == (422, {1: "invalid", 2: "ok"})
    assert stored(1) == []
    assert stored(2) == [(1, 2, 0, "2", ACCEPTED)]


def test_slot_that_the_paper_does_not_have_is_refused():
    attempt = make_attempt(make_world(types=["numeric"]))

    status, message = Browser.of(attempt).save((2, 1, "2"))

    assert (status, statuses(message)) == (422, {2: "invalid"})
    assert not Response.objects.exists()


def test_alias_of_another_attempt_is_refused():
    world = make_world()
    staff, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    mine, other = make_attempt(world), make_attempt(world, staff=staff, seed="hat khac")
    foreign = aliases(other, 1)["aaaaa2"]
    assert foreign not in aliases(mine, 1).values()

    status, message = Browser.of(mine).save((1, 1, foreign))

    assert (status, statuses(message)) == (422, {1: "invalid"})
    assert not Response.objects.exists()


def test_no_answer_at_all_tells_the_time():
    attempt = make_attempt(make_world())

    status, message = Browser.of(attempt).save()

    assert (status, message["results"], message["acknowledged"]) == (200, [], 0)
    assert message["deadline"] == attempt.deadline.timestamp()


def test_old_device_is_told_of_the_new_epoch_and_its_values_are_kept():
    attempt = make_attempt(make_world(types=["numeric"]))
    old = Browser.of(attempt)
    Attempt.objects.update(epoch=2)

    status, message = old.save((1, 1, "5"))

    assert (status, statuses(message), message["epoch"]) == (409, {1: "stale_epoch"}, 2)
    assert stored() == [(1, 1, 0, "5", STALE)]
    assert statements.present_answers(attempt.pk) == ()


def test_old_token_with_the_new_epoch_in_the_body_stays_old():
    attempt = make_attempt(make_world(types=["numeric"]))
    old = Browser.of(attempt)
    Attempt.objects.update(epoch=2)

    status, message = read(old.put(save_body([(1, 1, "5")], epoch=2)))

    assert (status, statuses(message)) == (409, {1: "stale_epoch"})
    assert stored() == [(1, 1, 0, "5", STALE)]


def test_queue_of_the_old_epoch_stays_old_under_a_new_token():
    attempt = make_attempt(make_world(types=["numeric"]), epoch=2)
    new = Browser.of(attempt)

    status, message = read(new.put(save_body([(1, 1, "5")], epoch=1)))

    assert (status, statuses(message)) == (409, {1: "stale_epoch"})


def test_higher_epoch_wins_over_a_higher_revision():
    attempt = make_attempt(make_world(types=["numeric"]))
    Browser.of(attempt).save((1, 50, "50"))
    Attempt.objects.update(epoch=2)
    attempt.refresh_from_db()

    status, message = Browser.of(attempt).save((1, 3, "3"))

    assert (status, statuses(message)) == (200, {1: "ok"})
    assert [answer.value for answer in statements.present_answers(attempt.pk)] == ["3"]


def test_sealed_attempt_takes_nothing_more_and_keeps_what_came():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))
    browser.submit({1: 1})

    status, message = browser.save((1, 2, "6"))
    repeated = browser.save((1, 1, "5"))

    assert (status, statuses(message)) == (410, {1: "sealed"})
    assert (repeated[0], statuses(repeated[1])) == (200, {1: "ok"})
    assert stored() == [(1, 1, 0, "5", ACCEPTED), (1, 2, 0, "6", AFTER_SEAL)]


def test_other_value_of_an_equal_revision_after_the_seal_is_told_as_sealed():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    browser.save((1, 1, "5"))
    browser.submit({1: 1})

    status, message = browser.save((1, 1, "6"))

    assert (status, statuses(message)) == (410, {1: "sealed"})
    assert stored() == [(1, 1, 0, "5", ACCEPTED), (1, 1, 1, "6", SUPERSEDED)]


def test_void_attempt_takes_nothing():
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)
    Attempt.objects.update(state=Attempt.State.VOID)

    status, message = browser.save((1, 1, "5"))

    assert (status, statuses(message)) == (410, {1: "sealed"})
    assert stored() == [(1, 1, 0, "5", AFTER_SEAL)]


@pytest.mark.parametrize("token", ["", "x", "a.b.1.c", "của người khác"])
def test_token_that_nobody_signed_is_refused(token):
    attempt = make_attempt(make_world(types=["numeric"]))

    reply = http.answers(Call("PUT", {HEADER: token}, save_body([(1, 1, "5")])), attempt.uid)

    assert reply.status == 401
    assert not Response.objects.exists()


def test_token_of_another_attempt_is_refused():
    world = make_world(types=["numeric"])
    staff, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    mine, other = make_attempt(world), make_attempt(world, staff=staff)
    foreign = token_for(other.uid, staff.uid, 1)

    reply = http.answers(Call("PUT", {HEADER: foreign}, save_body([(1, 1, "5")])), mine.uid)

    assert reply.status == 401
    assert not Response.objects.exists()


def test_attempt_that_is_not_there_is_not_found():
    uid = uuid4()

    reply = http.answers(Call("PUT", {HEADER: token_for(uid, uuid4(), 1)}, save_body([(1, 1, "5")])), uid)

    assert reply.status == 404


def test_body_over_the_limit_is_refused_unread():
    attempt = make_attempt(make_world(types=["numeric"]))

    reply = Browser.of(attempt).put(b" " * (LARGEST_BODY + 1))

    assert reply.status == 413


def test_other_method_is_refused():
    attempt = make_attempt(make_world(types=["numeric"]))

    reply = http.answers(Call("POST", {HEADER: Browser.of(attempt).token}, save_body([])), attempt.uid)

    assert (reply.status, dict(reply.headers)["Allow"]) == (405, "PUT")


def test_database_that_fails_is_never_an_ok():
    attempt = make_attempt(make_world(types=["numeric"]))

    with mock.patch.object(statements, "save", side_effect=OperationalError("gone")):
        reply = Browser.of(attempt).put(save_body([(1, 1, "5")]))

    assert reply.status == 503
    assert int(dict(reply.headers)["Retry-After"]) > 0
    assert b"ok" not in reply.body


@pytest.mark.parametrize("count", [1, 3])
def test_save_costs_the_same_whatever_its_size(count, django_assert_num_queries):
    attempt = make_attempt(make_world(types=["numeric"] * 3))
    browser = Browser.of(attempt)
    browser.save()
    # SQLite: savepoint, clock, attempt, answers of the slots, insert, release.
    expected = {"postgresql": 1, "sqlite": 6}[connection.vendor]

    with django_assert_num_queries(expected):
        status, _ = browser.save(*[(slot, 1, "5") for slot in range(1, count + 1)])

    assert status == 200


def test_first_save_in_a_process_reads_the_paper_once(django_assert_num_queries):
    attempt = make_attempt(make_world(types=["numeric"]))
    papers.answer_sheet.cache_clear()
    expected = {"postgresql": 2, "sqlite": 7}[connection.vendor]

    with django_assert_num_queries(expected):
        Browser.of(attempt).save((1, 1, "5"))


def test_door_asks_for_no_cookie_and_forbids_storing_the_reply(client):
    attempt = make_attempt(make_world(types=["numeric"]))
    browser = Browser.of(attempt)

    response = client.put(
        f"/thi/api/{attempt.uid}/answers",
        save_body([(1, 1, "5")]),
        content_type="application/json",
        headers={HEADER: browser.token},
    )

    assert response.status_code == 200
    assert json.loads(response.content)["results"][0]["status"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_door_does_not_read_a_body_over_the_limit(client):
    attempt = make_attempt(make_world(types=["numeric"]))

    response = client.put(
        f"/thi/api/{attempt.uid}/answers",
        b" " * (LARGEST_BODY + 1),
        content_type="application/json",
        headers={HEADER: Browser.of(attempt).token},
    )

    assert response.status_code == 413
