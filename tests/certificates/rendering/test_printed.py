from __future__ import annotations

from datetime import date

import pytest

from certificates.rendering.printed import printed

from .facts import FACTS, facts_with


def test_document_dates_follow_the_clerical_rule() -> None:
    # Days below ten and the months 1 and 2 carry a zero, March does not.
    texts = printed(facts_with(issued_on=date(2026, 3, 1), decision_date=date(2026, 2, 9))).texts

    assert texts["issued_on"] == "ngày 01 tháng 3 năm 2026"
    assert texts["decision_date"] == "ngày 09 tháng 02 năm 2026"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 10, 5), date(2026, 10, 23), "từ ngày 05/10/2026 đến ngày 23/10/2026"),
        (date(2026, 10, 5), date(2026, 10, 5), "ngày 05/10/2026"),
        (None, date(2026, 10, 23), "ngày 23/10/2026"),
    ],
)
def test_period_of_study_in_words(start: date | None, end: date | None, words: str) -> None:
    assert printed(facts_with(studied_from=start, studied_to=end)).texts["period"] == words


def test_absent_texts_have_no_place() -> None:
    bare = facts_with(studied_from=None, studied_to=None, result=None, decision_no=None, governing_agency=None)

    assert (
        printed(bare).texts.keys().isdisjoint({"period", "result", "decision_no", "decision_date", "governing_agency"})
    )


def test_certifier_is_the_issuing_agency_unless_named() -> None:
    assert printed(facts_with(certifier=None)).texts["certifier"] == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://thao.example/giay-chung-nhan/xac-minh/76NM8MG6VKFC2QXY/", "thao.example/giay-chung-nhan/xac-minh"),
        ("https://thao.example/giay-chung-nhan/xac-minh/76nm-8mg6-vkfc-2qxy", "thao.example/giay-chung-nhan/xac-minh"),
        ("https://thao.example/xm?c=1", "thao.example/xm"),
    ],
)
def test_check_page_is_the_address_without_the_code(url: str, page: str) -> None:
    assert printed(facts_with(verify_url=url)).texts["verify_page"] == page


def test_certificates_with_the_same_texts_present_share_a_shape() -> None:
    assert printed(FACTS).shape == printed(facts_with(holder_name="Y Thanh Knul", result="Giỏi")).shape
    assert printed(FACTS).shape != printed(facts_with(result=None)).shape
