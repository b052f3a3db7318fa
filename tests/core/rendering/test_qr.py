from __future__ import annotations

import cv2
import numpy
import pytest

from core.rendering.errors import FieldTooLong
from core.rendering.qr import modules, operators, svg

ADDRESS = "https://thao.thanhgiang.example/giay-chung-nhan/xac-minh/76NM8MG6VKFC2QXY/"


def _decoded(rows: tuple[bytes, ...]) -> str:
    dark = numpy.array([list(row) for row in rows], dtype=numpy.uint8)
    picture = numpy.kron(numpy.pad(255 * (1 - dark), 4, constant_values=255), numpy.ones((6, 6), dtype=numpy.uint8))
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


@pytest.mark.parametrize("text", [ADDRESS, "https://a.vn/x", "https://thao.example/" + "k" * 180])
def test_code_is_decoded_by_another_program(text: str) -> None:
    assert _decoded(modules(text)) == text


def test_code_with_too_small_modules_is_refused_by_the_name_of_the_field() -> None:
    with pytest.raises(FieldTooLong) as refused:
        modules("https://thao.example/" + "k" * 250, "verify_url")

    assert refused.value.fields == ("verify_url",)


def test_code_is_the_same_each_time() -> None:
    assert modules(ADDRESS) == modules(ADDRESS)


def test_dark_runs_become_rectangles() -> None:
    rows = (b"\x01\x01\x00", b"\x00\x01\x01", b"\x00\x00\x00")

    # Three modules in a square of 30 points: a unit is 10.
    assert operators(rows, 5, 100, 30) == ("q 10.00000 0 0 -10.00000 5.000 100.000 cm 0 g 0 0 2 1 re 1 1 2 1 re f Q")
    assert svg(rows, "Mã") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3"><title>Mã</title>'
        '<path d="M0 0h2v1h-2zM1 1h2v1h-2z"/></svg>'
    )
