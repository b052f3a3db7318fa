"""Pages that anybody may read, and what Wagtail's own addresses of modules do."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.models import IndexPage, NewsPage, StandardPage
from organization.models import Role
from tests.cms.conftest import Newsroom
from tests.factories.legal import make_document
from tests.factories.training import make_edition, make_module_page
from tests.support.screens import missing


def add_news(newsroom: Newsroom, number: int, *, live: bool = True) -> NewsPage:
    """One piece of news of that day of November."""
    page = NewsPage(
        title=f"Tin {number}",
        slug=f"tin-{number}",
        published_on=date(2026, 11, number),
        lead=f"Tóm tắt {number}",
        live=live,
    )
    page.body = [("paragraph", f"<p>Nội dung tin {number}</p>")]
    return newsroom.home.add_child(instance=page)


def test_the_first_page_greets_visitors_with_news_and_documents(newsroom: Newsroom, client: Client) -> None:
    for number in range(1, 8):
        add_news(newsroom, number)
    add_news(newsroom, 9, live=False)
    make_document(number="63/2010/NĐ-CP", effective_from=date(2010, 10, 14))
    make_document(number="61/2018/NĐ-CP", effective_from=date(2018, 6, 21))
    make_document(number="45/2000/NĐ-CP", effective_from=date(2000, 1, 1), effective_to=date(2005, 1, 1))

    response = client.get("/")

    assert response.status_code == 200
    assert missing(response) == set()
    context = response.context_data
    assert context["intro"] == "Lời giới thiệu"
    assert [item["title"] for item in context["news"]] == ["Tin 7", "Tin 6", "Tin 5", "Tin 4", "Tin 3"]
    assert context["news"][0] | {"summary": "Tóm tắt 7"} == {
        "title": "Tin 7",
        "url": "/tin-7/",
        "on": date(2026, 11, 7),
        "summary": "Tóm tắt 7",
    }
    assert [(line["number"], line["effective_from"]) for line in context["documents"]] == [
        ("61/2018/NĐ-CP", date(2018, 6, 21)),
        ("63/2010/NĐ-CP", date(2010, 10, 14)),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_asks_the_same_number_of_queries(
    newsroom: Newsroom, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(1, count + 1):
        add_news(newsroom, number)
        make_document(number=f"{number}/2018/NĐ-CP")
    client.get("/")  # Wagtail keeps the addresses of its sites for the process

    with django_assert_num_queries(9):
        response = client.get("/")

    assert len(response.context_data["news"]) == len(response.context_data["documents"]) == count


def test_news_and_text_pages_are_public_and_show_their_blocks(newsroom: Newsroom, client: Client) -> None:
    add_news(newsroom, 1)
    guide = StandardPage(title="Hướng dẫn", slug="huong-dan")
    guide.body = [
        ("heading", "Cách đăng nhập"),
        ("steps", {"title": "Các bước", "steps": [{"act": "Mở trang", "how": "Gõ địa chỉ"}]}),
        ("do_dont", {"do": ["Giữ mật khẩu"], "dont": ["Cho mượn"], "reason": "Vì an toàn"}),
        ("note", {"kind": "advice", "text": "Nên đổi mật khẩu"}),
        ("note", {"kind": "warning", "text": "Không ghi ra giấy"}),
    ]
    newsroom.home.add_child(instance=guide)

    news, text = client.get("/tin-1/"), client.get("/huong-dan/")

    assert "Nội dung tin 1" in news.content.decode()
    page = text.content.decode()
    for words in ("Cách đăng nhập", "Mở trang", "Giữ mật khẩu", "Cho mượn", "Vì an toàn", "Nên đổi mật khẩu"):
        assert words in page


def test_a_list_of_pages_names_those_below(newsroom: Newsroom, client: Client) -> None:
    index = newsroom.home.add_child(instance=IndexPage(title="Trợ giúp", slug="tro-giup", introduction="Các trang"))
    index.add_child(instance=StandardPage(title="Một", slug="mot"))
    index.add_child(instance=StandardPage(title="Nháp", slug="nhap", live=False))

    page = client.get("/tro-giup/").content.decode()

    assert '<a href="/tro-giup/mot/">Một</a>' in page
    assert "Nháp" not in page


def test_stored_scripts_do_not_reach_the_page(newsroom: Newsroom, client: Client) -> None:
    page = StandardPage(title="<script>alert(1)</script>", slug="thu")
    page.body = [
        ("paragraph", '<p onclick="x()">chữ</p><script>alert(2)</script><a href="javascript:alert(3)">x</a>'),
        ("heading", "<script>alert(4)</script>"),
        ("note", {"kind": "note", "text": "<script>alert(5)</script>"}),
    ]
    newsroom.home.add_child(instance=page)

    body = client.get("/thu/").content.decode()

    for number in (1, 4, 5):
        assert f"<script>alert({number})" not in body


def test_modules_under_wagtails_own_address_lead_to_ours(newsroom: Newsroom) -> None:
    page = make_module_page(index=newsroom.index)
    make_edition(page=page)
    reader = newsroom.client(Role.LEARNER)

    assert reader.get("/chuyen-de/").url == "/hoc-tap/chuyen-de/"
    assert reader.get("/chuyen-de/kstthc/").url == "/hoc-tap/chuyen-de/KSTTHC/"


def test_search_text_has_no_marks_and_no_markup(newsroom: Newsroom) -> None:
    page = add_news(newsroom, 1)
    text = StandardPage(title="Hướng dẫn sử dụng", slug="hd")
    text.body = [("note", {"kind": "note", "text": "Đơn vị"})]
    module = make_module_page(index=newsroom.index, summary="Tóm tắt")

    assert page.folded_text() == "tin 1 tom tat 1"
    assert "don vi" in text.folded_text()
    assert "class" not in text.folded_text()
    assert "noi dung cua bai" in module.folded_text()
