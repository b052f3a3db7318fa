"""Every page of ours, as its reader sees it: accessible, narrow, light, quiet."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from assessments.models import Attempt
from assessments.services.finalize import finalize_pending
from certificates.models import Certificate
from certificates.services.issuing import issue_pending
from core import clock
from legal.models import LegalDocument
from tests.factories.legal import make_document, make_provision
from tests.walkthroughs.conftest import Visitor
from tests.walkthroughs.test_main_job import RIGHT, sit, study
from tests.walkthroughs.world import Office, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
AXE_RUN = """async () => (await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map(v => v.id + " " + v.nodes.map(n => n.html).slice(0, 3).join(" | "))"""
HEAVIEST = 60_000  # bytes compressed, pictures apart
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


@pytest.fixture
def office(transactional_db: None, settings: Any, live_server: Any) -> Office:
    settings.PUBLIC_URL = live_server.url
    make_provision(document=make_document())
    return make_office(at=clock.now(), waiting_seconds=0)


def test_pages_are_accessible_narrow_light_and_quiet(browser: Browser, live_server: Any, office: Office) -> None:
    learner = Visitor(browser, live_server.url)
    found: dict[str, list[str]] = {}

    page = learner.sign_in("hocvien")
    study(page, learner)
    found |= judge(learner, ["/hoc-tap/", "/hoc-tap/chuyen-de/", "/hoc-tap/chuyen-de/KSTTHC/"])
    lesson = page.locator(".toc a").first.get_attribute("href")
    found |= judge(learner, [str(lesson), "/thi/CCHC/", "/nang-luc/", "/giay-chung-nhan/", "/ket-qua/"])
    page.goto(f"{live_server.url}/thi/CCHC/")
    page.locator("form:has(input[name=start_key]) button").click()
    page.wait_for_url(re.compile("/thi/bai/"))
    found |= judge(learner, [page.url.removeprefix(live_server.url)])
    sit_running(page, learner)
    attempt = Attempt.objects.get()
    finalize_pending(at=clock.now())
    issue_pending(clock.now())
    certificate = Certificate.objects.get()
    found |= judge(learner, [f"/thi/bai/{attempt.uid}/bien-nhan/", f"/thi/bai/{attempt.uid}/ket-qua/"])
    found |= judge(learner, [f"/giay-chung-nhan/{certificate.uid}/", "/doi-mat-khau/", "/khong-co-trang-nay/"])
    visitor = Visitor(browser, live_server.url)
    document = LegalDocument.objects.get()
    public = ["/", "/dang-nhap/", "/van-ban/", f"/van-ban/{document.uid}/", "/giay-chung-nhan/xac-minh/"]
    found |= judge(visitor, [*public, f"/giay-chung-nhan/xac-minh/{certificate.verify_code}/"])
    head = Visitor(browser, live_server.url)
    head.sign_in("thutruong")
    found |= judge(head, ["/don-vi/nang-luc/", f"/nang-luc/nguoi/{office.learner.uid}/"])

    assert {path: problems for path, problems in found.items() if problems} == {}
    assert learner.problems + visitor.problems + head.problems == []


def sit_running(page: Page, learner: Visitor) -> None:
    """Answer and hand in the attempt that is open."""
    learner.open("/thi/CCHC/")
    page.evaluate("document.querySelector('a.btn.primary')?.click()")
    page.wait_for_url(re.compile("/thi/bai/"))
    sit(page, learner, RIGHT, begin=False)


def judge(visitor: Visitor, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, by its address."""
    return {path: faults(visitor.open(path), visitor.address) for path in paths}


def faults(page: Page, address: str) -> list[str]:
    """Violations at both widths, sideways scroll at 320 px, too many bytes."""
    problems = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AXE)
        problems += [f"{width}: {violation}" for violation in page.evaluate(AXE_RUN)]
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth > 320"):
        problems.append("scrolls sideways at 320 px")
    page.set_viewport_size({"width": 1280, "height": 900})
    weight = compressed_weight(page, address)
    if weight > HEAVIEST:
        problems.append(f"{weight} bytes compressed")
    return problems


def compressed_weight(page: Page, address: str) -> int:
    """The page and what it links, each compressed as the server sends it."""
    html = page.content()
    linked = [page.request.get(address + path).body() for path in sorted(set(LINKED.findall(html)))]
    return sum(len(gzip.compress(part)) for part in (html.encode(), *linked))
