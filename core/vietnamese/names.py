"""Personal names: three parts, safe capitals, the characters that a name may hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.vietnamese.folding import clean_spaces

# Look-alikes of Đ that old fonts and converters leave behind, and apostrophes and hyphens typed by other keys.
_LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u00f0": "đ",
        "\u0189": "Đ",
        "\u0256": "đ",
        "\u2018": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "\u0060": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)
_ALLOWED_SIGNS = frozenset(" '\u2019.-")
_HEAD = re.compile(r"(?:^|(?<=['\u2019.-]))\w")


@dataclass(frozen=True, slots=True)
class NameParts:
    """Họ, đệm, tên. A name of one word has only a given name."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        """Return the name as it is written: họ, đệm, tên."""
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def clean_name(name: str) -> str:
    """Return `name` in NFC with single spaces, real Đ, plain apostrophes and hyphens, nothing invisible."""
    return clean_spaces(name).translate(_LOOKALIKES)


def split_name(full: str) -> NameParts:
    """Return the parts of a Kinh name: first word họ, last word tên, what is between đệm.

    The rule is wrong for many names of other peoples (H' Linh Niê, Ksor Phước) and for double family names:
    whoever enters a person may set the parts by hand.
    """
    words = clean_name(full).split(" ")
    if len(words) == 1:
        return NameParts("", "", words[0])
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def title_case(name: str) -> str:
    """Return `name` with a capital at the head of each part: nguyễn thị hà and NGUYỄN THỊ HÀ become Nguyễn Thị Hà.

    A word in mixed case (McAuliff, H'mông) was written with care and stays.
    """
    return " ".join(_capitalised(word) for word in clean_name(name).split(" "))


def disallowed_characters(name: str) -> tuple[str, ...]:
    """Return the characters of `name` that no personal name holds, each once, in order of appearance.

    Allowed: letters of any script with their marks, spaces, apostrophes, full stops and hyphens.
    """
    return tuple(dict.fromkeys(sign for sign in clean_name(name) if not _is_allowed(sign)))


def _is_allowed(sign: str) -> bool:
    # Ê Đê and Gia Rai letters such as ơ̆ have no composed form: their marks stay single characters.
    return sign in _ALLOWED_SIGNS or unicodedata.category(sign)[0] in "LM"


def _capitalised(word: str) -> str:
    if not (word.islower() or word.isupper()):
        return word
    return _HEAD.sub(lambda head: head.group().upper(), word.lower())
