"""A browser, an exam counter, and a page that speaks the words of the tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.exam_program.counter import Counter, Server

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOON = 8000  # milliseconds in which something that happens by itself has happened

WATCH = """
const words = document.getElementById("save-words");
window.saveStates = [words.textContent];
new MutationObserver(() => window.saveStates.push(words.textContent)).observe(words, {childList: true});
"""

SAVED = "Saved on the server"
SENDING = "Sending…"


def held(count: int) -> str:
    """The words of the third save state."""
    return f"Not sent yet, kept on this machine ({count} questions)"


class ExamPage:
    """The exam page in one tab."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def open(self, fragment: str = "") -> ExamPage:
        """Load the page and wait until its program runs."""
        self.page.goto(f"{self.address}/thi/bai/a1/{fragment}")
        expect(self.page.locator("#stepper")).to_be_visible()
        self.page.evaluate(WATCH)
        return self

    def history(self) -> list[str]:
        """All save states since the page was opened: some last only for a moment."""
        return self.page.evaluate("window.saveStates")

    def find(self, selector: str) -> Locator:
        """A part of the page."""
        return self.page.locator(selector)

    def question(self, slot: int) -> Locator:
        """Go to a question by the list and return it."""
        self.page.locator("#numbers button").nth(slot - 1).click()
        return self.page.locator(f"#cau-{slot}")

    def choose(self, slot: int, *aliases: str) -> None:
        """Tick these options."""
        question = self.question(slot)
        for alias in aliases:
            question.locator(f"input[value='{alias}']").check()

    def expect_state(self, words: str) -> None:
        """Wait for a save state."""
        expect(self.page.locator("#save-words")).to_have_text(words, timeout=SOON)

    def expect_visible(self, selector: str) -> None:
        """Wait for a notice."""
        expect(self.page.locator(selector)).to_be_visible(timeout=SOON)

    def expect_hidden(self, selector: str) -> None:
        """Wait until a notice is gone."""
        expect(self.page.locator(selector)).to_be_hidden(timeout=SOON)

    def hand_in(self) -> None:
        """Go through the review and confirm."""
        self.find("#review").click()
        self.find("#submit").click()
        self.find("#ask-yes").click()

    def stored(self) -> dict[str, Any]:
        """What localStorage holds for this attempt: the end of the key and the text."""
        return self.page.evaluate(
            "Object.fromEntries(Object.keys(localStorage).filter(key => key.startsWith('thao.exam.1/p1/a1/'))"
            ".map(key => [key.split('/').pop(), JSON.parse(localStorage[key])]))"
        )

    def keep(self, key: str, record: Any) -> None:
        """Put something into localStorage, as an earlier run or a stranger might have."""
        self.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, record])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def counter() -> Iterator[Counter]:
    """An exam counter that serves on a port of its own."""
    state = Counter()
    server = Server(state)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    state.address = server.address  # type: ignore[attr-defined]
    yield state
    state.open_gate.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile without a past."""
    profile = browser.new_context(viewport={"width": 1280, "height": 800})
    yield profile
    profile.close()


@pytest.fixture
def exam(context: BrowserContext, counter: Counter) -> Iterator[ExamPage]:
    """The exam page, open, without an error so far and at the end."""
    page = ExamPage(context, counter.address)  # type: ignore[attr-defined]
    yield page.open()
    assert page.problems == []
