"""What a reader takes to be the same text is folded to the same text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese.folding import clean_spaces, fold, nfc, normalise_tone_placement


def test_nfc_of_decomposed_text_is_composed():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hường")

    assert decomposed != "Nguyễn Thị Hường"
    assert nfc(decomposed) == "Nguyễn Thị Hường"


def test_clean_spaces_of_pasted_text_leaves_single_plain_spaces():
    assert clean_spaces("\u00a0 Sở\u200b  Nội\u00advụ\t\n") == "Sở Nộivụ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Hường", "dang thi huong"),
        ("ĐẶNG  THỊ\u00a0HƯỜNG ", "dang thi huong"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("thủy", "thuy"),
        ("thuỷ", "thuy"),
        ("khỏe", "khoe"),
        ("khoẻ", "khoe"),
        ("Ủy ban nhân dân", "uy ban nhan dan"),
        ("H\u2019Hen Niê", "h'hen nie"),
        ("Ðào", "dao"),
        ("Thông tư 03/2025/TT-VPCP", "thong tu 03/2025/tt-vpcp"),
        ("", ""),
    ],
)
def test_fold_text_gives_the_searched_form(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text):
    # Lower-casing İ leaves a loose dot; folding must take it away in the same run.
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđ\u0300\u0301\u0303\u0309\u0323 "))
def test_fold_of_any_spelling_of_the_same_letters_is_the_same(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("HÒA", "HOÀ"),
        ("Hòa Bình", "Hoà Bình"),
        ("thủy", "thuỷ"),
        ("Thụy", "Thuỵ"),
        ("khỏe", "khoẻ"),
        ("Ủy ban", "Uỷ ban"),
        ("qúy", "quý"),
    ],
)
def test_tone_placement_two_spellings_become_one(one, other):
    assert normalise_tone_placement(one) == normalise_tone_placement(other) == nfc(other)


@pytest.mark.parametrize("text", ["của", "mía", "hoàn", "thuyền", "Quảng Ngãi", "khuya", "giá", "lửa"])
def test_tone_placement_with_one_right_spelling_stays(text):
    assert normalise_tone_placement(text) == text
