"""Text as it may stand on a paper, and where a line of it may be broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

HIDDEN = "□"
"""Shown in place of a character that would act on the page instead of being read."""

_SENSELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINING_WORDS = ("tại ", "theo ", "và ", "của ", "cho ", "trong ", "về ")


@lru_cache(4096)
def printable(text: str) -> str:
    """Return `text` composed (NFC), with single spaces, nothing invisible left in it.

    Line breaks, tabs and no-break spaces become spaces. Control and direction marks, which could make a
    paper show another text than the one stored, become a visible □.
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(HIDDEN if unicodedata.category(c) in _SENSELESS else c for c in composed)


@lru_cache(4096)
def halves(text: str) -> tuple[str, str]:
    """Break a title in two near its middle, rather before a joining word than inside a term.

    A text of one word gives an empty second half.
    """
    spaces = [i for i, c in enumerate(text) if c == " "]
    if not spaces:
        return text, ""

    def cost(i: int) -> float:
        bonus = len(text) * 0.15 if text.startswith(_JOINING_WORDS, i + 1) else 0.0
        return abs(i - len(text) / 2) - bonus

    cut = min(spaces, key=cost)
    return text[:cut], text[cut + 1 :]


def wrap(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """Break `text` into lines of at most `room`; a word wider than that is cut between letters."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while measure(word) > room and len(word) > 1:
            cut = _letters_that_fit(word, room, measure)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


def _letters_that_fit(word: str, room: float, measure: Callable[[str], float]) -> int:
    cut = 1
    while cut < len(word) - 1 and measure(word[: cut + 1]) <= room:
        cut += 1
    return cut
