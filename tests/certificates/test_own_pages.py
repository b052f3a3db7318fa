""" "Giấy chứng nhận của tôi": list, one certificate, its paper, and who may see it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from certificates.models import Certificate, CertificateEvent
from certificates.services.issuing import issue_certificate, reissue_certificate
from organization.models import Role
from tests.certificates.conftest import AT, Office
from tests.factories.certificates import add_event
from tests.factories.organization import grant, make_staff, make_unit, make_user
from tests.support.screens import missing

pytestmark = pytest.mark.usefixtures("monday")
LIST = "/giay-chung-nhan/"


def signed_in(user: Any) -> Client:
    """A browser of that account."""
    client = Client()
    client.force_login(user)
    return client


def reader(office: Office, role: Role, *, unit: Any = None) -> Client:
    """A browser of somebody with one role."""
    user = make_user(username=f"nguoi-{role}")
    grant(user=user, role=role, unit=unit or office.commune)
    return signed_in(user)


def test_the_list_shows_each_certificate_with_its_state(office: Office) -> None:
    office.issued(number=1, valid_until=date(2028, 11, 20))
    office.issued(number=2, valid_until=date(2026, 12, 3))
    office.issued(number=3, valid_until=date(2026, 11, 22))
    office.issued(number=4, valid_until=None)
    revoked, cancelled = office.issued(number=5), office.issued(number=6)
    add_event(certificate=revoked, kind=CertificateEvent.Kind.REVOKED, effective_on=date(2026, 11, 21))
    add_event(certificate=cancelled, kind=CertificateEvent.Kind.CANCELLED, effective_on=date(2026, 11, 21))
    office.draft()
    unearned = office.draft()
    add_event(certificate=unearned, kind=CertificateEvent.Kind.CANCELLED, effective_on=date(2026, 11, 21))
    office.issued(number=7, staff=make_staff(full_name="Vũ Văn Khác"))

    response = signed_in(office.user).get(LIST)

    assert missing(response) == set()
    items = {item.serial_no[-1:]: (item.state, item.days) for item in response.context_data["items"]}
    assert items == {
        "1": ("valid", 728),
        "2": ("expiring", 10),
        "3": ("expired", None),
        "4": ("valid", None),
        "5": ("revoked", None),
        "6": ("cancelled", None),
        "": ("pending", None),
    }
    assert len(response.context_data["items"]) == 7


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        office.issued(number=number + 1)
    client = signed_in(office.user)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert len(response.context_data["items"]) == count


def test_a_certificate_shows_its_facts_code_and_log(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    response = signed_in(office.user).get(f"{LIST}{issued.uid}/")

    assert missing(response) == set()
    context = response.context_data
    facts = context["certificate"]
    assert (facts.state, facts.holder, facts.unit) == ("valid", "Lương Thị Bích Hường", "Xã Vân Sơn")
    assert (facts.serial_no, facts.register_no) == ("CCHC-2026-00001", "001/2026/GCN-SNV")
    assert context["verify_url"] == f"http://testserver/giay-chung-nhan/xac-minh/{issued.verify_code}/"
    assert context["qr_html"].startswith("<svg")
    assert [event["on"] for event in context["events"]] == [date(2026, 11, 20), date(2026, 11, 23)]
    assert [crumb["url"] for crumb in context["crumbs"]] == [LIST, None]


def test_a_draft_has_neither_paper_nor_public_address(office: Office) -> None:
    draft = office.draft()
    client = signed_in(office.user)

    context = client.get(f"{LIST}{draft.uid}/").context_data

    assert (context["pdf_url"], context["verify_url"], context["qr_html"]) == ("", "", "")
    assert context["certificate"].state == "pending"
    assert client.get(f"{LIST}{draft.uid}/tep.pdf").status_code == 404


def test_a_replaced_certificate_leads_to_the_new_one(office: Office) -> None:
    old = issue_certificate(certificate=office.draft(), by=None, at=AT)
    new = reissue_certificate(certificate=old, reason="Sai tên", by=make_user(username="capgiay"), at=AT)

    facts = signed_in(office.user).get(f"{LIST}{old.uid}/").context_data["certificate"]

    assert (facts.state, facts.changed_on) == ("replaced", date(2026, 11, 23))
    assert facts.replaced_by_url == f"{LIST}xac-minh/{new.verify_code}/"


@pytest.mark.parametrize("count", [1, 3])
def test_a_certificate_asks_the_same_number_of_queries(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    issued = office.issued()
    for number in range(count - 1):
        add_event(certificate=issued, kind=CertificateEvent.Kind.SUBMITTED, effective_on=date(2026, 11, 20 + number))
    client = signed_in(office.user)

    with django_assert_num_queries(7):
        response = client.get(f"{LIST}{issued.uid}/")

    assert len(response.context_data["events"]) == count + 1


def test_the_paper_is_sent_as_it_was_issued(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    response = signed_in(office.user).get(f"{LIST}{issued.uid}/tep.pdf")

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="giay-chung-nhan-CCHC-2026-00001.pdf"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_changed_paper_is_not_sent(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    storage = storages["private"]
    with storage.open(issued.file) as stored:
        paper = stored.read()
    storage.delete(issued.file)
    storage.save(issued.file, ContentFile(paper[:-9] + b"X" + paper[-8:]))

    response = signed_in(office.user).get(f"{LIST}{issued.uid}/tep.pdf")

    assert response.status_code == 404
    assert "is not the one issued" in caplog.text


def test_a_missing_paper_is_not_found_and_said_in_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    storages["private"].delete(issued.file)

    response = signed_in(office.user).get(f"{LIST}{issued.uid}/tep.pdf")

    assert response.status_code == 404
    assert "is missing" in caplog.text


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_CONTACT, Role.CERTIFICATE_OFFICER, Role.INSPECTOR])
def test_whoever_leads_the_holder_may_see_it(office: Office, role: Role) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    client = reader(office, role)

    page = client.get(f"{LIST}{issued.uid}/")

    assert page.status_code == 200
    assert [crumb["url"] for crumb in page.context_data["crumbs"]] == [None]
    assert client.get(f"{LIST}{issued.uid}/tep.pdf").status_code == 200


@pytest.mark.parametrize("role", [Role.LEARNER, Role.CONTENT_EDITOR, Role.ADMINISTRATOR])
def test_others_do_not_find_it(office: Office, role: Role) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    client = reader(office, role)

    assert client.get(f"{LIST}{issued.uid}/").status_code == 404
    assert client.get(f"{LIST}{issued.uid}/tep.pdf").status_code == 404


def test_the_head_of_another_unit_and_a_superuser_do_not_find_it(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    elsewhere = reader(office, Role.UNIT_HEAD, unit=make_unit(code="XA-2"))
    superuser = signed_in(make_user(username="goc", is_superuser=True))

    assert elsewhere.get(f"{LIST}{issued.uid}/").status_code == 404
    assert superuser.get(f"{LIST}{issued.uid}/tep.pdf").status_code == 404


def test_no_number_or_guess_is_an_address(office: Office, client: Client) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)
    own = signed_in(office.user)

    for name in (issued.pk, office.user.pk, issued.serial_no, uuid4()):
        assert own.get(f"{LIST}{name}/tep.pdf").status_code == 404
    # A visitor learns nothing: whether it exists or not, the sign-in page comes first.
    for uid in (issued.uid, uuid4()):
        assert client.get(f"{LIST}{uid}/tep.pdf").status_code == 302


def test_the_home_page_names_what_ends_soon(office: Office) -> None:
    ending = office.issued(number=1, valid_until=date(2026, 12, 3))
    office.issued(number=2)

    (item,) = signed_in(office.user).get("/hoc-tap/").context_data["expiring"]

    assert (item.url, item.valid_until, item.days) == (f"{LIST}{ending.uid}/", date(2026, 12, 3), 10)
    assert Certificate.objects.count() == 2
