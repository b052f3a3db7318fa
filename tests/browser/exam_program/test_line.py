"""Losing the line, closing the browser, coming back: nothing that was entered is lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, ExamPage, held

pytestmark = pytest.mark.browser


def record(slot: int, revision: int, value: object, **changes: object) -> str:
    """A record as the program writes it."""
    sound = {"v": 1, "person": "p1", "attempt": "a1", "slot": slot, "epoch": 1, "revision": revision, "value": value}
    return json.dumps({**sound, "at": 0, **changes})


def key(slot: object, person: str = "p1", attempt: str = "a1") -> str:
    """Its place."""
    return f"thao.exam.1/{person}/{attempt}/{slot}"


def test_lost_line_is_announced_and_answers_go_when_it_is_back(exam, counter, context):
    context.set_offline(True)
    exam.choose(1, "a1")
    exam.choose(3, "true")

    exam.expect_state(held(2))
    exam.expect_visible("#offline")
    assert counter.answers == {}

    context.set_offline(False)
    exam.expect_state(SAVED)
    exam.expect_hidden("#offline")
    assert counter.values() == {1: "a1", 3: True}


def test_lost_line_without_a_waiting_answer_stays_saved(exam, context):
    context.set_offline(True)

    exam.expect_visible("#offline")
    exam.expect_state(SAVED)


def test_whole_exam_can_be_walked_through_without_a_line(exam, context):
    context.set_offline(True)
    exam.choose(1, "a1")
    exam.question(2).locator(".flag").click()

    exam.find("#review").click()

    expect(exam.find("#review-words")).to_contain_text("You have 07 questions without an answer.")
    expect(exam.find("#review-rows tr").nth(1)).to_contain_text("Marked")


def test_answers_of_a_dead_browser_are_shown_and_sent_after_a_restart(exam, counter, context):
    counter.order("answers", *[503] * 50)
    exam.choose(1, "b1")
    exam.question(4).locator("input").fill("12")
    exam.expect_state(held(2))
    exam.page.close(run_before_unload=False)
    counter.orders.clear()

    again = ExamPage(context, exam.address).open()

    expect(again.find("#cau-1 input[value='b1']")).to_be_checked()
    expect(again.find("#cau-4 input")).to_have_value("12")
    again.expect_state(SAVED)
    assert counter.values() == {1: "b1", 4: "12"}


def test_reload_returns_to_the_same_question_and_its_marks(exam):
    exam.question(5).locator(".flag").click()

    exam.open()

    expect(exam.find("#cau-5")).to_be_visible()
    expect(exam.find("#cau-1")).to_be_hidden()
    expect(exam.find("#cau-5 .flag")).to_have_attribute("aria-pressed", "true")


def test_newer_answer_of_the_server_wins_over_an_older_one_of_this_machine(exam, counter):
    counter.answers = {1: (5, "c1")}
    exam.keep(key(1), record(1, 4, "a1"))

    exam.open()

    expect(exam.find("#cau-1 input[value='c1']")).to_be_checked()
    exam.expect_state(SAVED)
    assert counter.answers == {1: (5, "c1")}


def test_next_change_is_numbered_above_all_that_is_known(exam, counter):
    counter.answers = {1: (5, "c1"), 3: (2, True)}
    exam.keep(key(5), record(5, 9, "a5"))
    exam.open()
    exam.expect_state(SAVED)

    exam.choose(3, "false")
    exam.question(1)

    exam.expect_state(SAVED)
    assert counter.answers == {1: (5, "c1"), 3: (10, False), 5: (9, "a5")}


def test_foreign_or_spoilt_records_are_neither_shown_nor_sent(exam, counter):
    spoilt = {
        key(1): record(1, 7, "a1", person="p2"),
        key(2): record(2, 7, ["a9"]),
        key(3): record(3, 2**40, True),
        key(4): "{",
        key(5, person="p2"): record(5, 7, "a5"),
        key(6, attempt="a2"): record(6, 7, "x"),
    }
    for place, text in spoilt.items():
        exam.keep(place, text)
    exam.open()
    exam.choose(5, "a5")
    exam.question(1)

    exam.expect_state(SAVED)

    assert counter.answers == {5: (1, "a5")}
    assert exam.find("#qs input:checked").count() == 1
    assert exam.page.evaluate("places => places.map(place => localStorage.getItem(place))", list(spoilt)) == list(
        spoilt.values()
    )


def test_answers_of_another_account_are_told_but_not_touched(exam, counter):
    exam.keep(key(1, person="p2"), record(1, 7, "a1", person="p2"))

    exam.open()

    exam.expect_visible("#others")
    exam.find("#others-seen").click()
    exam.expect_hidden("#others")
    assert counter.answers == {}


def test_server_that_forgot_gets_the_answers_again(exam, counter):
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    counter.answers = {}

    exam.open()

    exam.expect_state(SAVED)
    assert counter.answers == {1: (1, "a1")}


def test_second_window_takes_over_and_the_first_becomes_read_only(exam, counter, context):
    second = ExamPage(context, exam.address).open()

    exam.expect_visible("#other-tab")
    assert exam.find("#cau-1 input").first.is_disabled()

    second.choose(1, "a1")
    second.expect_state(SAVED)
    exam.find("#other-tab [data-reload]").click()
    second.expect_visible("#other-tab")
    expect(exam.find("#cau-1 input[value='a1']")).to_be_checked()
    assert counter.values() == {1: "a1"}
