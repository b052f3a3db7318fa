from __future__ import annotations

import io
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from core.rendering import faces
from core.rendering.errors import FontMissing
from core.rendering.faces import Style, face, is_drawable

STYLES: tuple[Style, ...] = ("Regular", "Bold", "Italic", "BoldItalic")


@pytest.mark.parametrize("style", STYLES)
def test_every_vietnamese_letter_has_a_glyph_in_every_style(style: Style) -> None:
    marks = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    letters = {unicodedata.normalize("NFC", v + m) for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for m in marks} | {"đ", "Đ"}

    assert len(letters) == 146
    assert face(style).covers("".join(letters))


def test_width_is_that_of_the_font() -> None:
    # Liberation Serif has the metrics of Times: a figure is half an em, so four at 14 points are 28.
    assert face("Regular").width("2026", 14) == 28.0


def test_letter_outside_the_alphabet_is_not_covered() -> None:
    assert not face("Regular").covers("王")

    with pytest.raises(KeyError):
        face("Regular").width("王", 10)


def test_subset_holds_the_outlines_used_and_no_others() -> None:
    used = TTFont(io.BytesIO(face("Regular").font_file("Ủy")))
    order = used.getGlyphOrder()
    drawn = {name for name in order if used["glyf"][name].numberOfContours != 0}
    codes = {int(face("Regular").codes[c], 16) for c in "Ủy"}

    # "Ủ" is composed of U and the hook.
    assert codes <= {order.index(name) for name in drawn}
    assert len(drawn) <= 5


def test_subset_of_the_same_letters_is_the_same_file_whatever_their_order() -> None:
    bold = face("Bold")

    assert bold.font_file("Hạnh") == bold.font_file("hnạH")
    assert bold.tag("Hạnh") == bold.tag("hnạH") != bold.tag("Hanh")


def test_missing_face_is_told_and_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "FAMILY", "No Such Face")
    faces._font_path.cache_clear()
    try:
        with pytest.raises(FontMissing, match="No Such Face is not installed"):
            faces._font_path("Regular")
    finally:
        faces._font_path.cache_clear()


def test_letter_is_drawable_when_some_font_has_it() -> None:
    assert is_drawable("ệ")
    assert not is_drawable("\U000e0fff")
