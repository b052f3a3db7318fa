from __future__ import annotations

from core.rendering.faces import face
from core.rendering.press import Ink, Sheet, show, spelled


def test_line_is_written_at_its_place_and_its_letters_are_remembered() -> None:
    ink: Ink = {}
    sheet = Sheet(ink)

    sheet.text(10, 20, "ab", "Regular", 12)

    a, b = face("Regular").codes["a"], face("Regular").codes["b"]
    assert sheet.content() == f"BT /Regular 12 Tf 10.00 20.00 Td <{a}{b}> Tj ET".encode()
    assert ink == {"Regular": {"a", "b"}}


def test_centred_and_right_lines_use_the_room() -> None:
    sheet = Sheet({})

    # "11" is one em wide: 10 points in a room of 30.
    sheet.text(0, 0, "11", "Regular", 10, "centre", 30)
    sheet.text(0, 0, "11", "Regular", 10, "right", 30)

    centred, right = sheet.content().decode().splitlines()
    assert " 10.00 0.00 Td" in centred
    assert " 20.00 0.00 Td" in right


def test_combining_sign_over_an_accent_is_raised_and_read_back() -> None:
    operators = show("e\u0302\u0306", face("Regular"), 10, {})

    assert operators.startswith("/Span <</ActualText <feff006503020306>>> BDC ")
    assert operators.endswith(" EMC")
    assert " Ts <" in operators


def test_unknown_letters_become_visible() -> None:
    assert spelled("Hà 王", face("Regular")) == "Hà □"
