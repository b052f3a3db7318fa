"""Document numbers as they stand in running text."""

import pytest

from legal.domain.numbers import document_kind, find_numbers


def test_find_numbers_in_running_text_keeps_their_order():
    text = "sửa đổi bởi 48/2013/NĐ-CP, 92/2017/NĐ-CP; xem Quyết định 1847/QĐ-TTg ngày 27/12/2018 và 80/2025/QH15"

    assert find_numbers(text) == ("48/2013/NĐ-CP", "92/2017/NĐ-CP", "1847/QĐ-TTg", "80/2025/QH15")


def test_find_numbers_takes_no_date_for_a_number():
    assert find_numbers("ngày 01/07/2025, điều 12/2") == ()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("63/2010/NĐ-CP", "NĐ"),
        ("80/2025/QH15", "L"),
        ("03/2025/TT-VPCP", "TT"),
        ("76/NQ-CP", "NQ"),
        ("876/QĐ-BNV", "QĐ"),
        ("1847/QĐ-TTg", "QĐ"),
        ("01-KH/BCĐTW", "K"),
        ("15/BC-UBND", "K"),
    ],
)
def test_document_kind_is_told_by_the_sign(number, kind):
    assert document_kind(number) == kind
