"""The time of the server, told and kept."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, SOON, ExamPage

pytestmark = pytest.mark.browser


@pytest.fixture
def timed(context, counter):
    """Opens the page with so many seconds left, in a browser whose own clock stands wrong by five hours."""

    def open_with(seconds: float) -> ExamPage:
        counter.deadline = time.time() + seconds
        exam = ExamPage(context, counter.address)
        exam.page.clock.install(time="2026-11-27T03:00:00Z")
        with exam.page.expect_response("**/heartbeat"):
            exam.open()
        # From here on time passes in the browser alone, so the server must not correct it.
        counter.order("heartbeat", *[503] * 100)
        return exam

    return open_with


def shown_seconds(exam: ExamPage) -> int:
    minutes, seconds = exam.find("#clock").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_clock_shows_what_the_server_leaves_not_what_the_machine_thinks(timed):
    exam = timed(1300)

    # Whatever the page took to load is gone; five hours are not.
    assert 1200 <= shown_seconds(exam) <= 1300


def test_extension_reaches_the_page_with_the_next_reply(exam, counter):
    counter.deadline += 600

    exam.choose(1, "a1")
    exam.expect_state(SAVED)

    expect(exam.find("#clock")).to_have_text(re.compile(r"^(39|40):"), timeout=SOON)


@pytest.mark.parametrize(
    ("left", "words"), [(630, "10 minutes left."), (330, "5 minutes left."), (90, "1 minute left.")]
)
def test_ten_five_and_one_minutes_are_said_once_in_words(timed, left, words):
    exam = timed(left)
    assert exam.find("#say").inner_text() == ""

    exam.page.clock.run_for(35_000)

    expect(exam.find("#say")).to_have_text(words)


def test_marks_already_passed_are_not_said_after_a_reload(timed):
    exam = timed(250)

    exam.page.clock.run_for(3000)

    expect(exam.find("#say")).to_have_text("")


def test_last_minutes_are_marked(timed):
    exam = timed(330)
    expect(exam.find("#timer")).to_have_class("timer")

    exam.page.clock.run_for(35_000)

    expect(exam.find("#timer")).to_have_class("timer soon")


def end_in(exam, counter, seconds):
    """The time ends so soon, and the page hears of it."""
    counter.deadline = time.time() + seconds
    exam.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_when_time_is_up_edits_end_answers_go_and_the_paper_is_handed_in(exam, counter):
    exam.question(4).locator("input").fill("9")

    end_in(exam, counter, 1)

    exam.expect_visible("#time-up")
    assert exam.find("#cau-4 input").is_disabled()
    expect(exam.page).to_have_url(re.compile(r"/bien-nhan/$"), timeout=15_000)
    assert counter.values() == {4: "9"}
    assert counter.sealed


def test_extension_after_the_end_opens_the_paper_again(exam, counter):
    end_in(exam, counter, 1)
    exam.expect_visible("#time-up")

    counter.deadline += 600

    expect(exam.find("#cau-1 input").first).to_be_enabled(timeout=15_000)
    exam.expect_hidden("#time-up")
    assert not counter.sealed


def test_time_that_ends_without_a_line_is_confirmed_before_anything_is_handed_in(exam, counter, context):
    end_in(exam, counter, 1)
    exam.expect_visible("#time-up")
    context.set_offline(True)
    expect(exam.find("#time-up-words")).to_contain_text("Not handed in yet", timeout=SOON)

    counter.deadline += 600
    context.set_offline(False)

    expect(exam.find("#cau-1 input").first).to_be_enabled(timeout=15_000)
    assert counter.sent("submit") == []


def test_answers_after_the_grace_are_delivered_and_named_as_late(exam, counter):
    counter.order("answers", *[503] * 3)
    exam.choose(1, "a1")
    counter.late = True

    end_in(exam, counter, 1)

    exam.expect_visible("#too-late")
    expect(exam.find("#too-late-words")).to_have_text("01 answers reached the server after the time.")
    exam.expect_visible("#sealed")
    assert exam.stored()["1"]["value"] == "a1"
