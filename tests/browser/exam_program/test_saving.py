"""An answer counts as saved only when the server has said so."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, SENDING, held

pytestmark = pytest.mark.browser


def test_choice_is_kept_here_then_saved_there(exam, counter):
    exam.choose(1, "b1")

    exam.expect_state(SENDING)
    assert exam.stored()["1"]["value"] == "b1"
    exam.expect_state(SAVED)
    assert counter.answers == {1: (1, "b1")}


def test_each_type_writes_the_agreed_value(exam, counter):
    exam.choose(1, "c1")
    exam.choose(2, "d2", "a2")
    exam.choose(3, "false")
    exam.question(4).locator("input").fill(" 12,5 ")
    exam.choose(5, "a5")
    exam.question(6).locator("input").fill("một cửa")
    exam.question(7).locator("select").first.select_option("r2")
    exam.question(8).get_by_label("Move down: Bước 1").click()

    exam.find("#review").click()

    exam.expect_state(SAVED)
    assert counter.values() == {
        1: "c1",
        2: ["a2", "d2"],
        3: False,
        4: "12,5",
        5: "a5",
        6: "một cửa",
        7: {"l1": "r2"},
        8: ["i2", "i1", "i3"],
    }


def test_emptied_answer_is_saved_as_no_answer(exam, counter):
    exam.choose(2, "a2")
    exam.find("#cau-2 input[value='a2']").uncheck()
    exam.question(3)

    exam.expect_state(SAVED)
    assert counter.answers == {2: (2, None)}


def test_revision_grows_by_one_with_each_change_of_the_attempt(exam, counter):
    exam.choose(1, "a1")
    exam.choose(3, "true")
    exam.choose(1, "b1")
    exam.question(2)

    exam.expect_state(SAVED)
    assert {slot: record["revision"] for slot, record in exam.stored().items() if slot.isdigit()} == {"1": 3, "3": 2}
    assert counter.answers == {1: (3, "b1"), 3: (2, True)}


def test_row_of_changes_goes_in_one_request(exam, counter):
    exam.choose(2, "a2", "b2", "c2")

    exam.expect_state(SAVED)
    assert [message["answers"] for message in counter.sent("answers")] == [
        [{"slot": 2, "revision": 3, "value": ["a2", "b2", "c2"]}]
    ]


def test_typing_waits_for_a_pause_but_leaving_the_question_does_not(exam, counter):
    exam.question(4).locator("input").fill("3")
    exam.page.wait_for_timeout(1500)
    before = len(counter.sent("answers"))

    exam.question(5)

    exam.expect_state(SAVED)
    assert before == 0
    assert counter.values() == {4: "3"}


def test_one_request_is_under_way_at_a_time(exam, counter):
    counter.order("answers", "slow")
    exam.choose(1, "a1")
    exam.question(2)
    exam.page.wait_for_timeout(300)

    exam.choose(3, "true")
    exam.question(4)
    exam.find("#retry").dispatch_event("click")
    exam.page.wait_for_timeout(300)
    counter.open_gate.set()

    exam.expect_state(SAVED)
    assert counter.highest_flights == 1
    assert counter.values() == {1: "a1", 3: True}


@pytest.mark.parametrize(
    "reply",
    [500, (200, {}, "<html>Cổng đăng nhập mạng</html>"), (200, {}, '{"acknowledged": 99}')],
    ids=["error", "portal", "no verdict"],
)
def test_anything_but_ok_for_the_answer_means_not_saved(exam, counter, reply):
    counter.order("answers", *[reply] * 3)
    exam.choose(1, "b1")

    exam.expect_state(SENDING)
    exam.expect_state(SAVED)

    assert exam.history() == [SAVED, SENDING, held(1), SAVED]
    assert len(counter.sent("answers")) == 4
    assert counter.answers == {1: (1, "b1")}


def test_busy_server_is_not_asked_before_it_wants_to_be(exam, counter):
    counter.order("answers", (503, {"Retry-After": "2"}, ""))
    exam.choose(1, "b1")

    exam.expect_state(SENDING)
    exam.expect_state(SAVED)

    first, second = counter.arrivals("answers")
    assert second - first >= 2


def test_refused_answer_is_named_and_the_others_are_saved(exam, counter):
    counter.refused = {4}
    exam.question(4).locator("input").fill("nhiều")
    exam.choose(1, "a1")
    exam.question(2)

    exam.expect_state(held(1))
    exam.expect_visible("#refused")
    assert counter.values() == {1: "a1"}

    counter.refused = set()
    exam.question(4).locator("input").fill("4")
    exam.question(2)
    exam.expect_state(SAVED)
    exam.expect_hidden("#refused")


def test_token_that_the_server_refuses_stops_the_page_and_keeps_the_answers(exam, counter):
    counter.order("answers", 401)
    exam.choose(1, "a1")

    exam.expect_visible("#token")
    exam.expect_state(held(1))
    assert exam.stored()["1"]["value"] == "a1"
    assert exam.find("#cau-1 input").first.is_disabled()


def test_browser_that_keeps_nothing_says_so_and_sends_at_once(context, counter):
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})")
    from tests.browser.exam_program.conftest import ExamPage

    exam = ExamPage(context, counter.address).open()

    exam.expect_visible("#unkept")
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    assert counter.values() == {1: "a1"}


def test_hidden_page_sends_what_waits(exam, counter):
    exam.question(4).locator("input").fill("7")

    exam.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )

    exam.expect_state(SAVED)
    assert counter.values() == {4: "7"}


def test_message_is_the_one_of_the_contract(exam, counter):
    exam.choose(3, "true")
    exam.expect_state(SAVED)

    message = counter.sent("answers")[0]

    assert message == {"protocol": 1, "epoch": 1, "send": 1, "answers": [{"slot": 3, "revision": 1, "value": True}]}
    assert len(json.dumps(message)) < 64_000


def test_program_needs_no_page_reload_to_count_answers(exam):
    exam.choose(1, "a1")
    exam.choose(3, "true")

    expect(exam.find("#count")).to_have_text("Answered 2 of 8 questions")
    expect(exam.find("#numbers button").nth(0)).to_have_attribute("aria-label", "Question 1, answered")
