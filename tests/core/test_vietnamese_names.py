"""Names as typed in lists of offices: split, cleaned, capitalised, checked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese.names import NameParts, clean_name, disallowed_characters, split_name, title_case


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Nguyễn Thị Bích Vân", NameParts("Nguyễn", "Thị Bích", "Vân")),
        ("Lê Nam", NameParts("Lê", "", "Nam")),
        ("Bích", NameParts("", "", "Bích")),
        ("  Trần\u00a0 Văn   An ", NameParts("Trần", "Văn", "An")),
        ("", NameParts("", "", "")),
    ],
)
def test_split_name_takes_first_word_as_family_and_last_as_given(full, parts):
    assert split_name(full) == parts


@given(st.lists(st.sampled_from(["Nguyễn", "Thị", "Hà", "Đức", "H'Hen"]), min_size=1, max_size=5))
def test_split_name_loses_no_word(words):
    assert split_name(" ".join(words)).full == " ".join(words)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nguyễn thị hà", "Nguyễn Thị Hà"),
        ("ĐẶNG THỊ ÁNH", "Đặng Thị Ánh"),
        ("đỗ ước", "Đỗ Ước"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("k'brõi", "K'Brõi"),
        ("k\u2019brõi", "K\u2019Brõi"),
        ("y thanh knul", "Y Thanh Knul"),
        ("anna-maria", "Anna-Maria"),
        ("McAuliff an", "McAuliff An"),
        ("hơ\u0306m", "Hơ\u0306m"),
    ],
)
def test_title_case_capitalises_the_head_of_each_part(typed, shown):
    assert title_case(typed) == shown


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("\u00d0ào Thị Hoa", "Đào Thị Hoa"),
        ("\u0189ào", "Đào"),
        (unicodedata.normalize("NFD", "Nguyễn Hường"), "Nguyễn Hường"),
        ("Lê\u00a0\u00a0Văn\u200b Nam\ufeff", "Lê Văn Nam"),
        ("H`Hen", "H'Hen"),
        ("H\u2019Hen", "H\u2019Hen"),
    ],
)
def test_clean_name_repairs_traces_of_old_files(typed, clean):
    assert clean_name(typed) == clean


@pytest.mark.parametrize("name", ["H' Linh Niê", "K\u2019Brõi", "Tôn-Nữ", "A. Lăng", "Hơ\u0306m", "Siu H'Bia"])
def test_disallowed_characters_of_real_names_are_none(name):
    assert disallowed_characters(name) == ()


def test_disallowed_characters_of_damaged_name_are_listed_once():
    # TCVN3 text read as Unicode shows signs and figures in the middle of words.
    assert disallowed_characters("NguyÔn V¨n 2 (b) 2") == ("¨", "2", "(", ")")
