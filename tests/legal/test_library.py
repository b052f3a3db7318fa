"""The public library: search, filter, pages, one document."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import pgettext

from core import clock
from legal.models import DocumentRelation, LegalDocument
from legal.selectors import LawState, cited_provisions, document_detail, documents_on
from tests.factories.legal import make_document, make_provision, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch, today):
    monkeypatch.setattr(clock, "today", lambda: today)


@pytest.fixture
def library():
    """One document of each state on 23/11/2026."""
    newer = make_document(
        number="118/2025/NĐ-CP", title="Cơ chế một cửa", effective_from=date(2025, 7, 1), issued_on=date(2025, 6, 9)
    )
    older = make_document(number="61/2018/NĐ-CP", title="Cơ chế một cửa", effective_from=date(2018, 6, 21))
    make_relation(from_document=newer, to_document=older, effective_on=date(2025, 7, 1))
    make_document(number="03/2026/QH16", title="Luật Hộ tịch", effective_from=date(2027, 3, 1))
    make_document(number="876/QĐ-BNV", title="Chỉ số cải cách hành chính", effective_from=None)
    partly = make_document(number="63/2010/NĐ-CP", title="Kiểm soát thủ tục hành chính")
    make_provision(document=partly, path="điều 5", effective_to=date(2017, 9, 25))
    return newer


def numbers(lines):
    return [line.number for line in lines]


def test_documents_on_tells_the_state_of_each_newest_effect_first(library, today):
    found = documents_on(today)

    assert [(line.number, line.state) for line in found] == [
        ("03/2026/QH16", LawState.NOT_YET),
        ("118/2025/NĐ-CP", LawState.IN_FORCE),
        ("61/2018/NĐ-CP", LawState.EXPIRED),
        ("63/2010/NĐ-CP", LawState.PARTLY),
        ("876/QĐ-BNV", LawState.UNKNOWN),
    ]
    # The end follows from the document that replaced it.
    assert found[2].effective_to == date(2025, 7, 1)


def test_documents_on_a_past_day_tells_the_state_of_that_day(library):
    assert [line.state for line in documents_on(date(2025, 6, 30), query="mot cua")] == [
        LawState.NOT_YET,
        LawState.IN_FORCE,
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("một cửa", ["118/2025/NĐ-CP", "61/2018/NĐ-CP"]),
        ("CO CHE 2018", ["61/2018/NĐ-CP"]),
        ("nghị định 63", ["63/2010/NĐ-CP"]),
        ("luat", ["03/2026/QH16"]),
        ("63/2010/NĐ-CP", ["63/2010/NĐ-CP"]),
        ("không có", []),
        ("%", []),
    ],
)
def test_documents_on_finds_words_without_marks(library, today, query, expected):
    assert numbers(documents_on(today, query=query)) == expected


def test_documents_on_keeps_what_the_filter_asks_for(library, today):
    assert numbers(documents_on(today, state="in_force")) == ["118/2025/NĐ-CP", "63/2010/NĐ-CP"]
    assert numbers(documents_on(today, state="expired")) == ["61/2018/NĐ-CP"]


def test_documents_on_costs_four_queries_with_one_document_and_with_more(today, django_assert_num_queries):
    make_document()
    with django_assert_num_queries(4):
        documents_on(today)
    make_document(number="1/2026/NĐ-CP")
    make_document(number="2/2026/NĐ-CP")
    with django_assert_num_queries(4):
        documents_on(today)


def test_document_detail_costs_seven_queries_with_one_provision_and_with_three(
    library, today, django_assert_num_queries
):
    place = make_provision(document=library, path="điều 5")
    with django_assert_num_queries(7):
        document_detail(library.uid, today)
    make_provision(document=library, path="điều 6")
    make_provision(document=library, path="điều 7")
    amending = make_document(number="367/2025/NĐ-CP")
    make_relation(from_document=amending, to_document=library, kind="amends", to_provision=place)
    with django_assert_num_queries(7):
        document_detail(library.uid, today)


def test_cited_provisions_say_where_and_how_it_stands(library, today, django_assert_num_queries):
    old = DocumentRelation.objects.get().to_document
    ended = make_provision(document=old, path="điều 5 khoản 1 điểm a")
    valid = make_provision(document=library, path="Điều khoản hiệu lực thi hành")
    other = make_provision(document=make_document(number="TCVN 14423:2026"), path="phụ lục i mẫu số 04")

    with django_assert_num_queries(4):
        found = cited_provisions([ended.pk, valid.pk, other.pk], today)

    assert found[ended.pk].where == f"điểm a khoản 1 Điều 5 {LegalDocument.Kind.DECREE.label} 61/2018/NĐ-CP"
    assert (found[ended.pk].state, found[ended.pk].replaced_by) == (LawState.EXPIRED, "118/2025/NĐ-CP")
    assert (found[valid.pk].state, found[valid.pk].replaced_by) == (LawState.IN_FORCE, "")
    assert found[valid.pk].effective_from == date(2025, 7, 1)
    assert found[other.pk].where == "Mẫu số 04 Phụ lục I TCVN 14423:2026"


def test_the_list_is_public_and_searchable(client, library):
    response = client.get(reverse("legal_document_list"), {"q": "mot cua", "state": "expired"})

    assert response.status_code == 200
    assert response.context["total"] == 1
    assert response.context["documents"][0].number == "61/2018/NĐ-CP"
    assert "61/2018/NĐ-CP" in response.content.decode()


def test_the_list_shows_twenty_to_a_page_and_keeps_the_search(client):
    for number in range(1, 22):
        make_document(number=f"{number}/2026/NĐ-CP")

    response = client.get(reverse("legal_document_list"), {"q": "nđ", "trang": "2"})

    pager = response.context["pager"]
    assert len(response.context["documents"]) == 1
    assert (pager["number"], pager["pages"], pager["next_url"]) == (2, 2, None)
    assert pager["previous_url"] == "?q=n%C4%91&trang=1"


@pytest.mark.parametrize(
    "parameters",
    [{"trang": "x"}, {"trang": "-1"}, {"trang": "99"}, {"state": "<b>"}, {"q": "a\x00b"}, {"q": "x" * 5000}],
)
def test_the_list_withstands_odd_parameters(client, library, parameters):
    assert client.get(reverse("legal_document_list"), parameters).status_code == 200


def test_the_list_refuses_what_is_not_reading(client):
    assert client.post(reverse("legal_document_list")).status_code == 405


def test_the_pages_cost_the_same_queries_with_one_row_and_with_three(client, django_assert_num_queries):
    document = make_document()
    make_provision(document=document)
    address = reverse("legal_document_detail", args=[document.uid])
    client.get(address)
    with django_assert_num_queries(4):
        client.get(reverse("legal_document_list"))
    with django_assert_num_queries(7):
        client.get(address)
    for number in (1, 2):
        make_provision(document=document, path=f"điều {number}")
        make_relation(from_document=document, to_document=make_document(number=f"{number}/2026/NĐ-CP"))
    with django_assert_num_queries(4):
        client.get(reverse("legal_document_list"))
    with django_assert_num_queries(7):
        client.get(address)


def test_the_page_of_a_replaced_document_leads_to_the_newer_one(client, library):
    old = DocumentRelation.objects.get().to_document
    make_provision(document=old, path="điều 5", heading="Hành vi bị cấm")

    response = client.get(reverse("legal_document_detail", args=[old.uid]))

    assert response.status_code == 200
    document = response.context["document"]
    newer = reverse("legal_document_detail", args=[library.uid])
    assert document["replaced_by"] == {"title": "118/2025/NĐ-CP – Cơ chế một cửa", "url": newer}
    assert [(line.path, line.heading, line.state) for line in response.context["provisions"]] == [
        ("Điều 5", "Hành vi bị cấm", LawState.EXPIRED)
    ]
    assert response.context["relations"][0]["url"] == newer


def test_the_page_says_which_place_a_newer_document_touched(client, library):
    place = make_provision(document=library, path="điều 5 khoản 1")
    amending = make_document(number="367/2025/NĐ-CP")
    make_relation(from_document=amending, to_document=library, kind="amends", to_provision=place)

    response = client.get(reverse("legal_document_detail", args=[library.uid]))

    incoming = response.context["relations"][0]
    assert incoming["label"] == f"Khoản 1 Điều 5: {pgettext('this document', 'Amended by').lower()}"
    assert incoming["number"] == "367/2025/NĐ-CP"
    # Amending a place replaces nothing.
    assert response.context["document"]["replaced_by"] is None


def test_the_page_of_no_document_is_not_found(client):
    assert client.get(reverse("legal_document_detail", args=[uuid4()])).status_code == 404
