"""Two writers: the person decides, nothing is overwritten in silence."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, held

pytestmark = pytest.mark.browser


def dispute(exam, counter):
    """This machine says A, the server holds C of a higher revision."""
    counter.present = {1: (6, "c1")}
    exam.choose(1, "a1")
    exam.expect_visible("#disputes")


def test_another_answer_on_the_server_is_shown_beside_the_own_one(exam, counter):
    dispute(exam, counter)

    expect(exam.find("#disputes-list")).to_contain_text("On this machine: Phương án A")
    expect(exam.find("#disputes-list")).to_contain_text("On the server: Phương án C")
    exam.expect_state(held(1))
    assert counter.answers == {1: (6, "c1")}


def test_keeping_the_own_answer_sends_it_above_the_other(exam, counter):
    dispute(exam, counter)

    exam.find("#disputes-list button").first.click()

    exam.expect_state(SAVED)
    exam.expect_hidden("#disputes")
    assert counter.answers == {1: (7, "a1")}


def test_keeping_the_other_answer_shows_it_and_sends_nothing(exam, counter):
    dispute(exam, counter)
    sent = len(counter.sent("answers"))

    exam.find("#disputes-list button").last.click()

    expect(exam.find("#cau-1 input[value='c1']")).to_be_checked()
    exam.expect_state(SAVED)
    assert len(counter.sent("answers")) == sent
    assert exam.stored()["1"] | {"at": 0} == {
        "v": 1, "person": "p1", "attempt": "a1", "slot": 1, "epoch": 1, "revision": 6, "value": "c1", "at": 0,
    }  # fmt: skip


def test_choosing_anew_settles_the_question(exam, counter):
    dispute(exam, counter)

    exam.choose(1, "d1")

    exam.expect_state(SAVED)
    exam.expect_hidden("#disputes")
    assert counter.answers == {1: (7, "d1")}


def test_equal_answer_of_a_higher_revision_is_no_conflict_for_the_person(exam, counter):
    counter.order(
        "answers",
        (
            409,
            {"Content-Type": "application/json"},
            json.dumps(
                {
                    "results": [
                        {"slot": 1, "revision": 1, "status": "conflict", "present": {"revision": 4, "value": "a1"}}
                    ]
                }
            ),
        ),
    )

    exam.choose(1, "a1")

    exam.expect_state("Sending…")
    exam.expect_state(SAVED)
    exam.expect_hidden("#disputes")


def test_conflict_without_the_other_answer_is_not_saved(exam, counter):
    counter.order(
        "answers",
        (409, {"Content-Type": "application/json"}, '{"results": [{"slot": 1, "revision": 1, "status": "conflict"}]}'),
    )

    exam.choose(1, "a1")

    exam.expect_state("Sending…")
    exam.expect_state(SAVED)
    assert held(1) in exam.history()
    assert counter.answers == {1: (1, "a1")}


def test_takeover_by_another_machine_ends_the_work_here(exam, counter):
    counter.epoch = 2

    exam.choose(1, "a1")

    exam.expect_visible("#elsewhere")
    exam.expect_state(held(1))
    assert exam.find("#cau-1 input").first.is_disabled()
    assert counter.answers == {}


def test_old_answer_after_a_takeover_is_offered_not_sent(exam, counter):
    counter.order("answers", *[503] * 50)
    exam.choose(1, "a1")
    exam.choose(1, "b1")
    exam.question(2)
    exam.expect_state(held(1))
    counter.orders.clear()
    counter.epoch, counter.answers = 2, {1: (1, "d1")}

    exam.open()

    exam.expect_visible("#disputes")
    expect(exam.find("#cau-1 input[value='d1']")).to_be_checked()
    assert counter.answers == {1: (1, "d1")}
    exam.find("#disputes-list button").first.click()
    exam.expect_state(SAVED)
    assert counter.answers == {1: (3, "b1")}


def test_old_answer_after_a_takeover_fills_a_question_that_has_none(exam, counter):
    counter.order("answers", *[503] * 50)
    exam.choose(1, "a1")
    exam.question(2)
    exam.expect_state(held(1))
    counter.orders.clear()
    counter.epoch = 2

    exam.open()

    exam.expect_state(SAVED)
    assert counter.answers == {1: (1, "a1")}
    assert counter.sent("answers")[-1]["epoch"] == 2
