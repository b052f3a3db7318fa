"""The main job in a browser: study, fail, wait, pass, certificate, report, verification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from assessments.models import Attempt
from assessments.services.finalize import finalize_pending
from certificates.models import Certificate
from certificates.services.issuing import issue_pending
from core import clock
from core.vietnamese.formatting import document_date
from tests.walkthroughs.conftest import Visitor
from tests.walkthroughs.world import COURSE, HOLDER, UNIT, Office, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITING_SECONDS = 3600
RIGHT = {
    "Ai công bố": ["Chủ tịch cấp tỉnh"],
    "Những nội dung": ["Trình tự thực hiện", "Thời hạn giải quyết"],
    "Người dân được": "true",
    "Không quá": "2",
}
WRONG = {
    "Ai công bố": ["Giám đốc sở"],
    "Những nội dung": ["Mức thưởng"],
    "Người dân được": "false",
    "Không quá": "7,5",
}


@pytest.fixture
def office(transactional_db: None, settings: Any, live_server: Any) -> Office:
    settings.PUBLIC_URL = live_server.url
    return make_office(at=clock.now(), waiting_seconds=WAITING_SECONDS)


def test_a_person_studies_fails_waits_passes_and_everybody_holds_the_paper(
    browser: Browser, live_server: Any, office: Office, tmp_path: Any
) -> None:
    learner = Visitor(browser, live_server.url)

    page = learner.sign_in("hocvien")
    expect(page.get_by_role("link", name=COURSE).first).to_be_visible()
    study(page, learner)
    with database_clock_behind(hours=2):
        sit(page, learner, WRONG)
        assert result_is(page, passed=False)
        refused_for_now(learner)
    sit(page, learner, RIGHT)
    assert result_is(page, passed=True)
    finalize_pending(at=clock.now())
    issue_pending(clock.now())
    certificate = Certificate.objects.get(staff=office.learner)
    paper_tells_the_facts(learner, certificate, tmp_path)
    assert own_level(learner) == 2
    assert learner.problems == []
    learner.close()
    verified_by_anybody(browser, live_server.url, certificate)
    report_of_the_head(browser, live_server.url, certificate, tmp_path)
    nothing_for_another_head(browser, live_server.url, certificate)


@contextmanager
def database_clock_behind(*, hours: int) -> Iterator[None]:
    """Inside, exams happen some hours ago, so that the waiting time is over afterwards."""
    real = clock.database_now
    shift = timedelta(hours=hours)
    with mock.patch.object(clock, "database_now", lambda using="default": real(using) - shift):
        yield


def study(page: Page, learner: Visitor) -> None:
    """Read both lessons; before that the exam is closed by its gate."""
    learner.open("/thi/CCHC/")
    expect(page.locator("input[name=start_key]")).to_have_count(0)
    learner.open("/hoc-tap/chuyen-de/KSTTHC/")
    page.locator("a.btn.primary").first.click()
    for _lesson in range(2):
        page.locator("article form button.primary").click()
        page.wait_for_load_state()
    learner.open("/thi/CCHC/")
    expect(page.locator("input[name=start_key]")).to_have_count(1)


def sit(page: Page, learner: Visitor, answers: dict[str, Any], *, begin: bool = True) -> None:
    """Begin, answer each question, wait for the word of the server, review, hand in."""
    if begin:
        learner.open("/thi/CCHC/")
        page.locator("form:has(input[name=start_key]) button").click()
    page.wait_for_url(re.compile("/thi/bai/"))
    expect(page.locator("#stepper")).to_be_visible()
    for number in range(1, 6):
        page.locator("#numbers button").nth(number - 1).click()
        answer(page, number, answers)
    expect(page.locator("#save.is-saved")).to_be_visible(timeout=20_000)
    page.locator("#review").click()
    page.locator("#submit").click()
    page.locator("#ask-yes").click()
    page.wait_for_url(re.compile("/bien-nhan/"), timeout=30_000)
    attempt = Attempt.objects.order_by("-number").first()
    assert attempt is not None
    expect(page.locator("#attempt-receipt")).to_have_count(1)
    assert attempt.receipt in page.content()


def answer(page: Page, number: int, answers: dict[str, Any]) -> None:
    """Answer the question in view by what its stem asks."""
    question = page.locator(f"#cau-{number}")
    stem = question.inner_text()
    value = next(value for start, value in answers.items() if start in stem)
    if isinstance(value, list):
        for text in value:
            question.locator("label.choice", has_text=text).click()
    elif value in {"true", "false"}:
        question.locator(f"input[value={value}]").check()
    else:
        question.locator("input").fill(value)


def result_is(page: Page, *, passed: bool) -> bool:
    """The result page says it, with explanation of every question."""
    page.locator("a.btn.primary").first.click()
    page.wait_for_url(re.compile("/ket-qua/"))
    attempt = Attempt.objects.order_by("-number").first()
    assert "Điều 20." in page.content()
    return attempt is not None and attempt.passed is passed


def refused_for_now(learner: Visitor) -> None:
    """Within the waiting time there is no way to begin, by the form or by a forged request."""
    page = learner.open("/thi/CCHC/")
    expect(page.locator("input[name=start_key]")).to_have_count(0)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()  # of another form of the page
    answer = page.request.post(
        f"{learner.address}/thi/CCHC/bat-dau/",
        form={"start_key": "0f0e4a6a-3d41-4c0c-9a8f-6a8b6a0a1a11", "csrfmiddlewaretoken": token},
        headers={"Referer": learner.address},
    )
    # Not 403: the request was heard, refused by the rule, and led back.
    assert (answer.status, answer.url) == (200, f"{learner.address}/thi/CCHC/")
    assert Attempt.objects.count() == 1


def words_of(path: Any) -> str:
    """The text of a PDF, blanks folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def paper_tells_the_facts(learner: Visitor, certificate: Certificate, folder: Any) -> None:
    """What the PDF says equals the facts, accents included."""
    page = learner.open("/giay-chung-nhan/")
    page.locator("main a", has_text=COURSE).first.click()
    link = page.locator("a[href$='tep.pdf']").first.get_attribute("href")
    response = page.request.get(learner.address + str(link))
    (folder / "giay.pdf").write_bytes(response.body())
    text = words_of(folder / "giay.pdf")
    assert certificate.issued_on is not None
    facts = (HOLDER.upper(), "16/04/1988", UNIT, certificate.serial_no, certificate.register_no, "Phạm Thị Hòa")
    for fact in (*facts, document_date(certificate.issued_on)):
        assert fact.lower() in text.lower()
    assert COURSE.lower() in text.lower()


def own_level(learner: Visitor) -> int | None:
    """The level that "Năng lực của tôi" shows."""
    page = learner.open("/nang-luc/")
    expect(page.locator(".level").first).to_be_visible()
    return page.locator(".level").first.locator("i.on").count()


def verified_by_anybody(browser: Browser, address: str, certificate: Certificate) -> None:
    """A visitor without an account follows the QR's address and reads the verdict; no birth date, no score."""
    visitor = Visitor(browser, address)
    page = visitor.open(f"/giay-chung-nhan/xac-minh/{certificate.verify_code}/")
    expect(page.locator(".verdictbar.ok")).to_be_visible()
    assert HOLDER in page.content()
    assert "1988" not in page.locator("main").inner_text()
    assert visitor.problems == []
    visitor.close()


def report_of_the_head(browser: Browser, address: str, certificate: Certificate, folder: Any) -> None:
    """The head reads the unit's report on screen, as JSON and as paper."""
    head = Visitor(browser, address)
    head.sign_in("thutruong")
    page = head.open("/don-vi/nang-luc/")
    expect(page.get_by_role("rowheader", name=HOLDER)).to_be_visible()
    report = page.request.get(f"{address}/don-vi/nang-luc/bao-cao.json").json()
    levels = {person["name"]: person["levels"]["KSTTHC"] for person in report["people"]}
    assert levels[HOLDER] == {"required": 2, "held": 2, "state": "met", "short_by": 0}
    assert levels["Lê Văn Ân"]["state"] == "unassessed"
    (folder / "bao-cao.pdf").write_bytes(page.request.get(f"{address}/don-vi/nang-luc/bao-cao.pdf").body())
    text = words_of(folder / "bao-cao.pdf")
    for fact in (HOLDER, "Lê Văn Ân", UNIT, document_date(clock.today()), "Cộng hòa xã hội chủ nghĩa Việt Nam"):
        assert fact.lower() in text.lower()
    assert page.request.get(f"{address}/giay-chung-nhan/{certificate.uid}/").status == 200
    assert head.problems == []
    head.close()


def nothing_for_another_head(browser: Browser, address: str, certificate: Certificate) -> None:
    """The head of another unit finds none of it."""
    head = Visitor(browser, address)
    page = head.sign_in("thutruong2")
    for path in (
        "/don-vi/nang-luc/?unit=DM",
        "/don-vi/nang-luc/bao-cao.pdf?unit=DM",
        f"/giay-chung-nhan/{certificate.uid}/",
        f"/giay-chung-nhan/{certificate.uid}/tep.pdf",
        f"/nang-luc/nguoi/{certificate.staff.uid}/",
    ):
        assert page.request.get(address + path).status == 404
    head.close()
