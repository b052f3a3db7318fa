from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.rendering.faces import face
from core.rendering.official import OfficialFoot, OfficialHead, balanced
from core.rendering.press import MM

HEAD = OfficialHead(
    governing_agency="Ủy ban nhân dân xã Sơn Đông",
    issuing_agency="Phòng Văn hóa - Xã hội",
    symbol="BC-VHXH",
    place="Sơn Đông",
    year=2026,
)


def test_number_and_date_not_given_yet_leave_room() -> None:
    assert HEAD.number_line == "Số:         /BC-VHXH"
    assert HEAD.date_line == "Sơn Đông, ngày      tháng      năm 2026"


@pytest.mark.parametrize(
    ("number", "line"), [("5", "Số: 05/BC-VHXH"), ("15", "Số: 15/BC-VHXH"), ("5a", "Số: 5a/BC-VHXH")]
)
def test_number_below_ten_carries_a_zero(number: str, line: str) -> None:
    assert replace(HEAD, number=number).number_line == line


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 3, 1), "Sơn Đông, ngày 01 tháng 3 năm 2026"),
        (date(2026, 2, 5), "Sơn Đông, ngày 05 tháng 02 năm 2026"),
        (date(2026, 11, 23), "Sơn Đông, ngày 23 tháng 11 năm 2026"),
    ],
)
def test_days_and_the_first_two_months_are_padded(day: date, line: str) -> None:
    assert replace(HEAD, dated=day).date_line == line


def test_agencies_stand_in_capitals_on_one_line_where_they_fit() -> None:
    assert HEAD.governing_lines == ("ỦY BAN NHÂN DÂN XÃ SƠN ĐÔNG",)
    assert HEAD.issuing_lines == ("PHÒNG VĂN HÓA - XÃ HỘI",)
    assert replace(HEAD, governing_agency=None).governing_lines == ()


def test_long_agency_is_broken_into_even_lines_that_fit() -> None:
    name = "Trung tâm Phục vụ hành chính công và Cung ứng dịch vụ sự nghiệp công"

    lines = replace(HEAD, issuing_agency=name).issuing_lines

    widths = [face("Bold").width(line, 12) for line in lines]
    assert " ".join(lines) == name.upper()
    assert len(lines) == 3
    assert max(widths) <= 72 * MM
    assert min(widths) > max(widths) * 0.6


def test_heading_of_two_lines_is_broken_before_a_joining_word() -> None:
    heading = "Kết quả đánh giá năng lực theo vị trí việc làm của Ủy ban nhân dân xã Sơn Đông"

    assert balanced(heading, "Bold", 14, 150 * MM) == (
        "Kết quả đánh giá năng lực theo vị trí việc làm",
        "của Ủy ban nhân dân xã Sơn Đông",
    )


def test_receivers_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    foot = OfficialFoot(receivers=("Như trên", "Sở Nội vụ;", "Lưu: VT, VHXH."), signing_form=("Kt. Chủ tịch",))

    assert foot.receiver_lines == ("- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, VHXH.")
    assert foot.form_lines == ("KT. CHỦ TỊCH",)
