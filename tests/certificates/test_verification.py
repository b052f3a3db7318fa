"""The public page behind the QR code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from certificates.domain.codes import ALPHABET, RANDOM_BYTES, grouped, new_code
from certificates.models import Certificate, CertificateEvent
from certificates.services.issuing import issue_certificate, reissue_certificate
from organization.models import OrganizationUnit, UnitChange
from tests.certificates.conftest import AT, Office
from tests.factories.certificates import add_event
from tests.factories.organization import make_unit, make_user
from tests.support.papers import raster
from tests.support.screens import missing

pytestmark = pytest.mark.usefixtures("monday")
SEARCH = "/giay-chung-nhan/xac-minh/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def page_of(certificate: Certificate) -> Any:
    """The public page as a visitor gets it."""
    return Client().get(f"{SEARCH}{certificate.verify_code}/")


def text_of(response: Any) -> str:
    """The page without blanks."""
    return " ".join(response.content.decode().split())


def test_the_address_in_the_qr_code_of_the_paper_answers(office: Office, client: Client, tmp_path: Path) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    with storages["private"].open(issued.file) as stored:
        picture = raster(stored.read(), tmp_path, dpi=150)

    address, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    response = client.get(address.removeprefix("http://testserver"))

    assert address == f"http://testserver{SEARCH}{issued.verify_code}/"
    assert response.status_code == 200
    assert response.context["certificate"].holder == "Lương Thị Bích Hường"
    assert response.context["certificate"].state == "valid"


def test_the_page_shows_the_minimum(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    response = page_of(issued)

    assert missing(response) == set()
    text = text_of(response)
    for shown in (
        "Lương Thị Bích Hường",
        "Xã Vân Sơn",
        "Kiến thức cải cách hành chính",
        "20/11/2028",
        "CCHC-2026-00001",
    ):
        assert shown in text
    # Birth date and score are on the paper, not in public; nor is anything of the person's account.
    for hidden in ("1988", "16/04", "80%", "Đạt (", "hocvien", str(office.staff.uid), str(issued.uid), "Chuyên viên"):
        assert hidden not in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("valid_until", "event", "state"),
    [
        (date(2028, 11, 20), None, "valid"),
        (None, None, "valid"),
        (date(2026, 11, 23), None, "expiring"),
        (date(2026, 11, 22), None, "expired"),
        (date(2028, 11, 20), CertificateEvent.Kind.REVOKED, "revoked"),
        (date(2028, 11, 20), CertificateEvent.Kind.CANCELLED, "cancelled"),
        # A revoked certificate does not come back by expiring.
        (date(2026, 11, 22), CertificateEvent.Kind.REVOKED, "revoked"),
    ],
)
def test_the_page_tells_the_state_of_today(
    office: Office, valid_until: date | None, event: str | None, state: str
) -> None:
    issued = office.issued(valid_until=valid_until)
    if event:
        add_event(
            certificate=issued,
            kind=event,
            effective_on=date(2026, 11, 22),
            reason="Thi hộ",
            decision_no="45/QĐ-SNV",
            decision_on=date(2026, 11, 22),
        )

    response = page_of(issued)

    facts = response.context["certificate"]
    assert (response.status_code, facts.state) == (200, state)
    assert (facts.changed_on, facts.changed_by_decision) == (
        (date(2026, 11, 22), "45/QĐ-SNV ngày 22/11/2026") if event else (None, "")
    )
    assert "Thi hộ" not in response.content.decode()


def test_revocation_shows_at_once(office: Office) -> None:
    issued = office.issued()
    before = page_of(issued).context["certificate"].state

    add_event(certificate=issued, kind=CertificateEvent.Kind.REVOKED, effective_on=date(2026, 11, 23))

    assert (before, page_of(issued).context["certificate"].state) == ("valid", "revoked")


def test_a_replaced_certificate_leads_to_the_new_one(office: Office) -> None:
    old = issue_certificate(certificate=office.draft(), by=None, at=AT)
    new = reissue_certificate(certificate=old, reason="Sai tên", by=make_user(username="capgiay"), at=AT)

    facts = page_of(old).context["certificate"]

    assert (facts.state, facts.replaced_by_url) == ("replaced", f"{SEARCH}{new.verify_code}/")
    assert page_of(new).context["certificate"].state == "valid"


def test_wrong_malformed_and_draft_codes_get_the_same_answer(office: Office, client: Client) -> None:
    codes = [new_code(bytes(RANDOM_BYTES)), "khong-phai-ma", "0" * 300, office.draft().verify_code]

    answers = [client.get(f"{SEARCH}{code}/") for code in codes]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.templates[0].name for answer in answers} == {"certificates/certificate_verify_search.html"}
    assert {answer.context["error"] for answer in answers} == {"not_found"}
    assert {frozenset(answer.headers) for answer in answers} == {frozenset(answers[0].headers)}
    assert len({_shape(answer, code) for answer, code in zip(answers, codes, strict=True)}) == 1


def _shape(answer: Any, code: str) -> str:
    """The page without what was asked for and without the token of its forms."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer))
    return text.replace(code, "").replace(code[:60], "")


@pytest.mark.parametrize("code", ["wrong", "malformed", "draft"])
def test_every_miss_asks_one_query(
    office: Office, client: Client, django_assert_num_queries: DjangoAssertNumQueries, code: str
) -> None:
    codes = {"wrong": new_code(bytes(RANDOM_BYTES)), "malformed": "x", "draft": office.draft().verify_code}

    with django_assert_num_queries(1):
        client.get(f"{SEARCH}{codes[code]}/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_hit_asks_two_queries(office: Office, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    issued, *_others = [office.issued(number=number + 1) for number in range(count)]

    with django_assert_num_queries(2):
        page_of(issued)


def test_a_typed_code_leads_to_its_page(office: Office, client: Client) -> None:
    issued = office.issued()

    response = client.get(SEARCH, {"q": f"  {grouped(issued.verify_code).lower()} "})

    assert response.url == f"{SEARCH}{issued.verify_code}/"


def test_the_search_page_says_what_is_wrong_with_a_code(office: Office, client: Client) -> None:
    code = office.issued().verify_code
    # The last sign is exchanged for its neighbour in the alphabet: no code at all.
    wrong = code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % 32]

    empty, mistyped = client.get(SEARCH), client.get(SEARCH, {"q": wrong})

    assert missing(empty) == set()
    assert (empty.context["error"], mistyped.context["error"]) == ("", "format")
    assert mistyped.context["query"] == wrong


def test_thirty_checks_a_minute_are_enough(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = office.issued()

    answers = [page_of(issued).status_code for _ in range(32)]
    refused = page_of(issued)

    assert answers == [200] * 30 + [429] * 2
    assert (refused.context["error"], refused["Retry-After"]) == ("throttled", "60")
    monkeypatch.setattr("core.clock.now", lambda: AT.replace(minute=1))
    assert page_of(issued).status_code == 200


def test_a_forged_address_does_not_lift_the_limit(office: Office) -> None:
    issued = office.issued()

    answers = [
        Client().get(f"{SEARCH}{issued.verify_code}/", headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code
        for number in range(31)
    ]

    assert answers[-1] == 429


def test_the_page_says_who_answers_for_a_unit_that_has_ended(office: Office) -> None:
    district = make_unit(
        code="HUYEN",
        name="Huyện Vân Sơn",
        kind=OrganizationUnit.Kind.DISTRICT,
        valid_to=date(2025, 7, 1),
    )
    for code, name, heir in [("XA-7", "Xã Mới", True), ("XA-8", "Phường Mới", False)]:
        UnitChange.objects.create(
            kind=UnitChange.Kind.SPLIT,
            predecessor=district,
            successor=make_unit(code=code, name=name, valid_from=date(2025, 7, 1)),
            heir=heir,
            effective_on=date(2025, 7, 1),
            decision="12/NQ-HĐND",
        )
    issued = office.issued(issued_on=date(2025, 3, 10))
    Certificate.objects.filter(pk=issued.pk).update(issuing_unit=district)

    note = page_of(issued).context["issuer_note"]

    assert "Phường Mới, Xã Mới" in note
    assert page_of(office.issued(number=2)).context["issuer_note"] == ""


def test_the_contact_is_the_office_of_the_installation(office: Office, settings: Any) -> None:
    settings.SITE_AGENCY, settings.SITE_PHONE = "Sở Nội vụ", "0200 3 123 456"

    assert page_of(office.issued()).context["contact"] == {"name": "Sở Nội vụ", "phone": "0200 3 123 456"}


def test_only_reading_is_answered(office: Office, client: Client) -> None:
    address = f"{SEARCH}{office.issued().verify_code}/"

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
