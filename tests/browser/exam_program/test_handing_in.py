"""Handing in: first everything is on the server, then it is sealed, then this machine may forget."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, SOON, ExamPage, held
from tests.browser.exam_program.counter import RECEIPT
from tests.browser.exam_program.paper import SUBMIT_KEY, TOTAL

pytestmark = pytest.mark.browser
RECEIPT_PAGE = re.compile(r"/bien-nhan/$")


def at_receipt(exam: ExamPage) -> None:
    expect(exam.page).to_have_url(RECEIPT_PAGE, timeout=SOON)
    expect(exam.find(".doc h1")).to_be_visible()


def test_review_counts_what_is_missing_before_the_last_button(exam):
    exam.choose(1, "a1")

    exam.find("#review").click()

    expect(exam.find("#review-words")).to_have_text(
        "You have 07 questions without an answer. After handing in, the answers can no longer be changed."
    )
    expect(exam.find("#review-rows tr").nth(0)).to_contain_text("Answered")
    expect(exam.find("#review-rows tr").nth(1)).to_contain_text("Not answered")


def test_nothing_is_handed_in_before_the_confirmation(exam, counter):
    exam.find("#review").click()
    exam.find("#submit").click()

    exam.find("#ask-no").click()

    expect(exam.find("#ask")).to_be_hidden()
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    assert counter.sent("submit") == []


def test_waiting_answers_go_first_then_the_submission_with_all_revisions(exam, counter):
    exam.choose(1, "a1")
    exam.choose(3, "true")

    exam.hand_in()

    at_receipt(exam)
    assert [kind for kind, _, _ in counter.log if kind != "heartbeat"][-2:] == ["answers", "submit"]
    assert counter.sent("submit") == [{"protocol": 1, "epoch": 1, "key": SUBMIT_KEY, "revisions": {"1": 1, "3": 2}}]
    assert counter.values() == {1: "a1", 3: True}


def test_machine_forgets_after_the_receipt(exam):
    exam.choose(1, "a1")

    exam.hand_in()

    at_receipt(exam)
    assert exam.stored() == {}


def test_server_that_misses_answers_gets_them_before_it_seals(exam, counter):
    exam.choose(1, "a1")
    exam.choose(3, "true")
    exam.question(2)
    exam.expect_state(SAVED)
    counter.answers = {1: (1, "a1")}

    exam.hand_in()

    at_receipt(exam)
    assert counter.values() == {1: "a1", 3: True}
    assert len(counter.sent("submit")) == 2
    assert counter.sent("answers")[-1]["answers"] == [{"slot": 3, "revision": 2, "value": True}]


@pytest.mark.parametrize("reply", [503, 500, (200, {}, "<html></html>"), (200, {}, '{"status": "open"}')])
def test_submission_without_a_receipt_is_tried_again_with_the_same_key(exam, counter, reply):
    counter.order("submit", reply, reply)
    exam.choose(1, "a1")

    exam.hand_in()

    at_receipt(exam)
    assert {message["key"] for message in counter.sent("submit")} == {SUBMIT_KEY}
    assert len(counter.sent("submit")) == 3


def test_handing_in_without_a_line_says_so_and_can_be_called_off(exam, counter, context):
    context.set_offline(True)
    exam.choose(1, "a1")

    exam.hand_in()

    expect(exam.find("#ask-state")).to_contain_text("Not handed in yet", timeout=SOON)
    exam.find("#ask-no").click()
    expect(exam.find("#cau-1 input").first).to_be_enabled(timeout=SOON)
    exam.expect_state(held(1))
    assert counter.sent("submit") == []

    context.set_offline(False)
    exam.expect_state(SAVED)
    assert not counter.sealed


@pytest.mark.parametrize(
    "changes",
    [{"total": 7}, {"answered": 0}, {"receipt": "short"}],
    ids=["other paper", "answer missing", "no digest"],
)
def test_receipt_that_does_not_match_clears_nothing(exam, counter, changes):
    sound = {
        "status": "sealed",
        "receipt": RECEIPT,
        "answered": 1,
        "total": TOTAL,
        "receipt_url": "/another-page/",
    }
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    submit = counter.submit
    counter.submit = lambda message: (submit(message)[0], {**sound, **changes})

    exam.hand_in()

    exam.page.wait_for_url("**/another-page/")
    assert exam.stored()["1"]["value"] == "a1"


def test_address_of_another_site_is_not_followed(exam, counter):
    submit = counter.submit
    counter.submit = lambda message: (200, {**submit(message)[1], "receipt_url": "//elsewhere.example/"})

    exam.hand_in()

    at_receipt(exam)


def test_attempt_sealed_elsewhere_leads_to_the_receipt(exam, counter):
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    counter.sealed = True

    exam.choose(1, "b1")

    exam.expect_visible("#sealed")
    exam.expect_visible("#too-late")
    exam.find("#sealed a").click()
    at_receipt(exam)
    exam.expect_visible("#left")
    expect(exam.find("#left-words")).to_contain_text("to question: 1.")
    assert exam.stored()["1"]["value"] == "b1"


def test_receipt_page_forgets_what_the_receipt_covers(exam, counter):
    exam.choose(1, "a1")
    exam.expect_state(SAVED)
    counter.sealed = True

    exam.page.goto(f"{exam.address}/thi/bai/a1/bien-nhan/")

    at_receipt(exam)
    exam.expect_hidden("#left")
    assert exam.stored() == {}


def test_enter_in_a_text_field_hands_in_nothing(exam, counter):
    exam.question(4).locator("input").fill("12")

    exam.page.keyboard.press("Enter")

    exam.expect_state("Sending…")
    exam.expect_state(SAVED)
    expect(exam.find("#cau-4")).to_be_visible()
    assert counter.sent("submit") == []


def test_page_without_a_program_is_one_form(browser, counter):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{counter.address}/thi/bai/a1/")

    for slot in range(1, TOTAL + 1):
        expect(page.locator(f"#cau-{slot}")).to_be_visible()
    expect(page.locator("#exam button:visible")).to_have_count(1)
    expect(page.locator(".belated .notice")).to_be_visible(timeout=SOON)
    page.locator("input[value='b1']").check()
    page.locator("input[name='q3'][value='false']").check()
    with page.expect_request("**/nop/") as sent:
        page.locator("#exam button:visible").click()
    fields = sent.value.post_data
    context.close()

    assert f"key={SUBMIT_KEY}" in fields
    assert "epoch=1" in fields
    assert "q1=b1" in fields
    assert "q3=false" in fields
