"""Dictionary order: letters first (a ă â … đ after d), tones second (ngang huyền hỏi ngã sắc nặng)."""

from datetime import date
from itertools import permutations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.sampling import Sampler
from core.vietnamese.folding import normalise_tone_placement
from core.vietnamese.formatting import PartialDate
from core.vietnamese.sorting import exam_list_key, name_sort_key, sort_key

LETTERS = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONES = ["Hông", "Hồng", "Hổng", "Hỗng", "Hống", "Hộng"]
vietnamese_text = st.text(alphabet="aàảãáạăằâdđeêiklnooôơuưyhHĐ '-0123456789", max_size=12)


def test_sort_key_of_names_already_in_order_keeps_them():
    names = ["An", "Ân", "Ba", "Bá", "Đào", "Đức", "Hoa", "Hoà", "Hòa", "Ý"]

    assert sorted(names, key=sort_key) == names


def test_sort_key_of_every_order_of_names_gives_the_dictionary_order():
    for names in permutations(["Dung", "Dũng", "Dương", "Đan"]):
        assert sorted(names, key=sort_key) == ["Dung", "Dũng", "Dương", "Đan"]


def test_sort_key_of_the_alphabet_keeps_its_order():
    assert sorted(Sampler("any order").shuffled(LETTERS), key=sort_key) == LETTERS
    assert len({sort_key(letter) for letter in LETTERS}) == 33


def test_sort_key_of_six_tones_keeps_their_order():
    assert sorted(Sampler("any order").shuffled(TONES), key=sort_key) == TONES


def test_sort_key_of_both_tone_placements_is_one():
    assert sort_key("Hòa") == sort_key("Hoà")
    assert sort_key("thủy") == sort_key("THUỶ")


def test_sort_key_of_later_letter_outweighs_earlier_tone():
    # Word by word La would come before Lạ; letters of the whole text decide first, and i comes before o.
    assert sort_key("Lạ Mi") < sort_key("La Mo") < sort_key("Lạ Mo")


def test_sort_key_of_shorter_word_comes_before_longer():
    words = ["An", "An Bình", "An Hà", "Anh", "Ánh", "Ảnh Hưởng"]

    assert sorted(words, key=sort_key) == ["An", "An Bình", "An Hà", "Anh", "Ánh", "Ảnh Hưởng"]


def test_sort_key_of_numbers_in_text_follows_their_value():
    names = ["Phường 10", "Phường 2", "Phường 1", "Phường 02B", "Phường", "Phường An Cựu"]

    assert sorted(names, key=sort_key) == [
        "Phường",
        "Phường 1",
        "Phường 2",
        "Phường 02B",
        "Phường 10",
        "Phường An Cựu",
    ]


def test_sort_key_of_letters_of_other_peoples_refines_the_plain_letter():
    # The Ê Đê letter ơ̆ has no composed form: it sorts with ơ, after it.
    assert sort_key("Hơ") < sort_key("Hơ\u0306") < sort_key("Hơn")
    assert sort_key("Sĭu") > sort_key("Siu")


def test_sort_key_is_known_answer():
    # đ is the 7th letter (20 + 6), à the first (20) with tone 1; "00" parts letters from tones.
    assert sort_key("Đà") == "2620" + "00" + "01"


@given(vietnamese_text)
def test_sort_key_holds_ascii_digits_only(text):
    assert sort_key(text).isascii()
    assert sort_key(text).isdigit()


@given(st.text(max_size=20))
def test_sort_key_of_any_text_exists(text):
    assert sort_key(text).isdigit()


@given(vietnamese_text, vietnamese_text)
def test_sort_key_of_prefix_never_comes_later(text, tail):
    # A following digit or mark changes the last number or letter, so the tail begins with a space.
    assert sort_key(text) <= sort_key(f"{text} {tail}")


@given(vietnamese_text, vietnamese_text, vietnamese_text, vietnamese_text)
def test_name_key_compares_field_by_field(given_one, given_two, family_one, family_two):
    one = name_sort_key(family_one, "", given_one)
    two = name_sort_key(family_two, "", given_two)

    by_fields = (sort_key(given_one), sort_key(family_one)) < (sort_key(given_two), sort_key(family_two))

    assert (one < two) == by_fields


def test_exam_list_key_sorts_by_given_then_family_then_middle_then_birth():
    people = [
        ("Trần", "Thị", "An", date(1990, 1, 1)),
        ("Lê", "Văn", "Ân", date(1980, 1, 1)),
        ("Nguyễn", "Thị", "Bình", date(1985, 1, 1)),
        ("Phạm", "Thị", "Bình", None),
        ("Phạm", "Thị", "Bình", PartialDate(1985)),
        ("Phạm", "Thị", "Bình", PartialDate(1985, 3)),
        ("Phạm", "Thị", "Bình", date(1985, 3, 1)),
        ("Phạm", "Văn", "Bình", date(1970, 1, 1)),
        ("", "", "Bốn", None),
    ]

    assert sorted(Sampler("any order").shuffled(people), key=lambda person: exam_list_key(*person)) == people


@pytest.mark.parametrize("birth", [None, PartialDate(1985), date(1985, 3, 1)])
def test_exam_list_key_begins_with_the_name_key(birth):
    key = exam_list_key("Phạm", "Thị", "Bình", birth)

    assert key[:-8] == name_sort_key("Phạm", "Thị", "Bình")


@pytest.mark.postgres
@pytest.mark.django_db
def test_sort_key_agrees_with_the_vietnamese_collation_of_icu():
    chance = Sampler("icu")
    drawn = (chance.token(1 + chance.below(6), "aàảãáạăằâấbcdđeèéẹêềghiìkloòóôồốơờuùúưừyỳ ") for _ in range(400))
    words = sorted({" ".join(normalise_tone_placement(word).split()) for word in drawn} - {""})

    with connection.cursor() as cursor:
        cursor.execute('SELECT w FROM unnest(%s::text[]) w ORDER BY w COLLATE "vi-x-icu"', [words])
        by_icu = [word for (word,) in cursor.fetchall()]

    assert sorted(words, key=sort_key) == by_icu
