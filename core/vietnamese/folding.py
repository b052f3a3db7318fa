"""One spelling for what a reader takes to be the same text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MARKS = {
    "grave": "\u0300",
    "hook": "\u0309",
    "tilde": "\u0303",
    "acute": "\u0301",
    "dot below": "\u0323",
}

# Zero-width characters and the soft hyphen arrive with text pasted from Word and web pages.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4\u0060"), "'")


def nfc(text: str) -> str:
    """Return `text` with composed letters, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def clean_spaces(text: str) -> str:
    """Return `text` in NFC, trimmed, with single plain spaces and without invisible characters."""
    return " ".join(nfc(text).translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """Return the form under which `text` is searched: lower case, no accents, đ as d, single spaces.

    Both placements of a tone mark (hòa, hoà) fold alike because no mark is left.
    """
    lowered = clean_spaces(text).translate(_APOSTROPHES).lower()
    letters = lowered.replace("đ", "d").replace("ð", "d")
    decomposed = unicodedata.normalize("NFD", letters)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def normalise_tone_placement(text: str) -> str:
    """Return `text` in NFC with the tone of oa, oe and uy on the second vowel: hòa becomes hoà.

    Only for comparing. A name is shown as its owner writes it.
    """
    return _FIRST_VOWEL_MARKED.sub(lambda pair: _MOVED[pair.group()], nfc(text))


def _moved_pairs() -> Iterator[tuple[str, str]]:
    for first, second in ("oa", "oe", "uy"):
        for one in (first, first.upper()):
            for two in (second, second.upper()):
                for mark in _MARKS.values():
                    yield nfc(one + mark) + two, one + nfc(two + mark)


_MOVED = dict(_moved_pairs())
_FIRST_VOWEL_MARKED = re.compile("|".join(_MOVED))
