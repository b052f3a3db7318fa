"""A browser over the real site, that listens for what must not happen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.exam_program.conftest import CHROMIUM, FLAGS

PASSWORD = "mot hai ba bon nam sau"  # what tests.factories.organization gives
IGNORED = ("favicon.ico",)


class Visitor:
    """One person's browser window; collects console errors, policy reports and requests to foreign hosts."""

    def __init__(self, browser: Browser, address: str, width: int = 1280) -> None:
        self.address = address
        self.problems: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
        self.context.on("request", self._look)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("console", self._listen)

    def _look(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.problems.append(f"foreign request: {request.url}")

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "404" not in message.text and "429" not in message.text:
            self.problems.append(f"console: {message.text}")

    def open(self, path: str) -> Page:
        """Go to an address of the site."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        """Sign in by the form."""
        page = self.open("/dang-nhap/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        return page

    def close(self) -> None:
        """End the session of the browser."""
        self.context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence is an error."""
    # The driver's event loop runs in this thread, where tests talk to the database too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
