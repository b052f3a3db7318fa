from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rendering.text import halves, printable, wrap


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("  Trần \t Thị\n Hà ", "Trần Thị Hà"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("a\u00a0b\u2028c", "a b c"),
        ("a\x00b\x1bc", "a□b□c"),
        ("a\u202eb\u200bc\ufeff", "a□b□c□"),
        ("\ud800", "□"),
        ("<b>&amp;", "<b>&amp;"),
        ("", ""),
    ],
)
def test_text_is_composed_and_nothing_stays_hidden(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


@given(st.text())
def test_printable_text_stays_as_it_is(text: str) -> None:
    shown = printable(text)

    assert printable(shown) == shown
    assert shown == unicodedata.normalize("NFC", shown)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Một hai ba bốn", ("Một hai", "ba bốn")),
        # The middle is inside "thủ tục"; "tại" near it is the better place.
        ("Giải quyết thủ tục tại xã Sơn Đông", ("Giải quyết thủ tục", "tại xã Sơn Đông")),
        ("Một", ("Một", "")),
    ],
)
def test_title_is_broken_near_its_middle_before_a_joining_word(text: str, broken: tuple[str, str]) -> None:
    assert halves(text) == broken


def test_wrapping_breaks_at_spaces_and_inside_words_that_are_too_wide() -> None:
    # Every letter is 1 wide, five fit.
    assert wrap("ab cde fghijklm n", 5, len) == ["ab", "cde", "fghij", "klm n"]


def test_wrapping_nothing_gives_one_empty_line() -> None:
    assert wrap("", 5, len) == [""]


@given(st.text(alphabet="abc ", max_size=60), st.integers(1, 9))
def test_wrapping_loses_no_letter_and_keeps_the_room(text: str, room: int) -> None:
    lines = wrap(text, room, len)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= room for line in lines)
