"""Codes that people type: forgiving in form, strict in content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.codes import ALPHABET, LENGTH, RANDOM_BYTES, grouped, new_code, read_code

random_bytes = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
places = st.integers(0, LENGTH - 1)


def test_alphabet_holds_32_signs_without_look_alikes():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_new_code_is_known_answer():
    # 96 bits 0…0110: without the lowest bit ...011, so 18 zeros and a 3. Check: 3 doubled is 6.
    assert new_code(bytes([0] * 11 + [0b110])) == "0" * 18 + "36"
    # One 1 eighteen places before the check is doubled 19 times: 2^19 mod (x^5 + x^2 + 1), by hand
    # 1 2 4 8 16 | 5 10 20 13 26 | 17 7 14 28 29 | 31 27 19 3 6: the twentieth power listed is 6.
    assert new_code((1 << 91).to_bytes(12, "big")) == "1" + "0" * 18 + "6"


def test_new_code_keeps_at_least_80_random_bits():
    # Every one of the 95 upper bits changes the code; only the lowest is left out.
    codes = {new_code((1 << bit).to_bytes(12, "big")) for bit in range(96)}

    assert len(codes) == 96
    assert new_code((1).to_bytes(12, "big")) == "0" * LENGTH


@pytest.mark.parametrize("size", [0, 11, 13])
def test_new_code_from_another_number_of_bytes_is_refused(size):
    with pytest.raises(ValueError, match="needs 12 random bytes"):
        new_code(bytes(size))


@given(random_bytes)
def test_read_code_understands_what_is_printed(data):
    code = new_code(data)

    assert len(code) == LENGTH
    assert read_code(code) == code
    assert read_code(grouped(code)) == code


@given(random_bytes)
def test_read_code_understands_how_people_type(data):
    code = new_code(data)
    typed = f"  {grouped(code)} ".replace("-", " – ").lower().replace("0", "o").replace("1", "l")

    assert read_code(typed) == code
    assert read_code(code.replace("1", "I").replace("0", "O")) == code


def test_grouped_shows_five_groups_of_four():
    assert grouped("0123456789ABCDEFGHJK") == "0123-4567-89AB-CDEF-GHJK"


@given(random_bytes, places, st.sampled_from(ALPHABET))
def test_read_code_notices_every_single_wrong_sign(data, place, sign):
    code = new_code(data)
    wrong = code[:place] + sign + code[place + 1 :]

    assert (read_code(wrong) is None) == (wrong != code)


@given(random_bytes, st.integers(0, LENGTH - 2))
def test_read_code_notices_two_neighbours_in_the_wrong_order(data, place):
    code = new_code(data)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (read_code(wrong) is None) == (wrong != code)


@given(st.text(max_size=40))
def test_read_code_of_any_text_is_a_code_or_none(text):
    code = read_code(text)

    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("text", ["", "0" * 19, "0" * 21, "U" + "0" * 19, "0" * 19 + "1", "đ" * 20])
def test_read_code_of_what_cannot_be_one_is_none(text):
    assert read_code(text) is None
