"""The exam page for everyone: by keyboard, on a phone, in the dark, read aloud."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.exam_program.conftest import SAVED, ExamPage
from tests.browser.exam_program.paper import TOTAL

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")], ids=str)
def looked_at(request, browser, counter):
    """The exam page as somebody sees it; the policy is off because the judge brings its own script."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    exam = ExamPage(context, counter.address).open()
    # Colours are judged in the dark; what a question is made of does not change with them.
    exam.slots = range(1, TOTAL + 1) if scheme == "light" else (2, 7)
    yield exam
    context.close()


def violations(exam: ExamPage) -> list[str]:
    found = Axe().run(exam.page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.slow
def test_every_state_of_the_page_passes_the_judge(looked_at, counter):
    exam = looked_at
    found = {}
    for slot in exam.slots:
        exam.question(slot)
        found[f"question {slot}"] = violations(exam)
    exam.page.context.set_offline(True)
    exam.choose(2, "a2")
    exam.expect_visible("#offline")
    found["offline"] = violations(exam)
    exam.page.context.set_offline(False)
    exam.expect_state(SAVED)
    counter.present = {1: (90, "c1")}
    exam.choose(1, "a1")
    exam.expect_visible("#disputes")
    found["dispute"] = violations(exam)
    exam.find("#review").click()
    found["review"] = violations(exam)
    exam.find("#submit").click()
    found["question before the end"] = violations(exam)

    assert {state: problems for state, problems in found.items() if problems} == {}


@pytest.mark.parametrize("size", ["", "l", "xl"])
def test_nothing_is_wider_than_the_smallest_screen(browser, counter, size):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    exam = ExamPage(context, counter.address).open()
    exam.page.evaluate("size => document.documentElement.setAttribute('data-size', size)", size)

    widths = []
    for slot in range(1, TOTAL + 1):
        exam.question(slot)
        widths.append(exam.page.evaluate("document.documentElement.scrollWidth"))
    exam.find("#review").click()
    widths.append(exam.page.evaluate("document.documentElement.scrollWidth"))
    context.close()

    assert widths == [320] * (TOTAL + 1)


def test_whole_exam_goes_by_keyboard(exam, counter):
    keys = exam.page.keyboard
    exam.find("#cau-1").focus()
    keys.press("Tab")  # the mark
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")  # option A
    keys.press("ArrowDown")  # option B
    keys.press("Tab")  # "next": "previous" is off on the first question
    keys.press("Enter")
    expect(exam.find("#cau-2")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")

    exam.expect_state(SAVED)
    expect(exam.find("#numbers button").first).to_have_attribute("aria-label", "Question 1, answered, marked")
    assert counter.values() == {1: "b1", 2: ["a2", "c2"]}


def test_moved_row_keeps_the_focus(exam):
    exam.question(8)
    down = exam.find("#cau-8").get_by_label("Move down: Bước 1")
    down.focus()

    exam.page.keyboard.press("Enter")
    expect(down).to_be_focused()
    exam.page.keyboard.press("Enter")

    # At the end of the list "down" leads nowhere, so the focus goes to "up" of the same row.
    expect(exam.find("#cau-8").get_by_label("Move up: Bước 1")).to_be_focused()
    assert exam.find("#cau-8 .order .t").all_inner_texts() == ["Bước 2", "Bước 3", "Bước 1"]


def test_order_as_shown_can_be_the_answer(exam, counter):
    exam.question(8).get_by_role("button", name="The order shown is right").click()

    exam.expect_state(SAVED)
    assert counter.values() == {8: ["i1", "i2", "i3"]}


def test_escape_in_the_last_question_goes_back_to_the_paper(exam):
    exam.find("#review").click()
    exam.find("#submit").click()

    exam.page.keyboard.press("Escape")

    expect(exam.find("#ask")).to_be_hidden()
    expect(exam.find("#cau-1 input").first).to_be_enabled()


def test_there_is_no_way_to_sign_out_by_mistake(exam):
    assert exam.page.get_by_text("Sign out").count() == 0


def test_targets_are_large_enough(exam):
    exam.question(8)
    sizes = exam.page.evaluate(
        "[...document.querySelectorAll('#numbers button, #cau-8 [data-move], #stepper button')]"
        ".map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )

    assert all(width >= 44 and height >= 44 for width, height in sizes)
