"""Vietnamese dictionary order as plain text that any database sorts right.

A key holds digits only, so that C, glibc and ICU collations agree on it. Letters decide first, tones second:
Dung < Dũng < Dương < Đan. Keys are stored; a change of this module means rebuilding them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from core.vietnamese.folding import clean_spaces, normalise_tone_placement
from core.vietnamese.formatting import PartialDate

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_FOREIGN_MARK = "6"

# Two digits head every element, and no element is the beginning of another: "00" ends the letters,
# 01-05 punctuation, 09 other signs, 10 numbers, 20-52 the alphabet, 99 other scripts.
_END = "00"
_WEIGHTS = {sign: f"{number:02}" for number, sign in enumerate(" -'.,", start=1)} | {
    "\u2019": "03",
    **{letter: str(number) for number, letter in enumerate(_ALPHABET, start=20)},
}
_NUMBER = "10"
_OTHER_SIGN = "09"
_OTHER_LETTER = "99"

_ELEMENT = re.compile(r"[0-9]+|.", re.DOTALL)


def sort_key(text: str) -> str:
    """Return the digits under which `text` sorts: letters of the whole text first, then its tones.

    Case does not count, both tone placements are one, and runs of digits sort by value (Phường 2 < Phường 10).
    """
    prepared = normalise_tone_placement(clean_spaces(text).lower())
    weights: list[str] = []
    tones: list[str] = []
    for element in _ELEMENT.findall(prepared):
        if element[0] in "0123456789":
            weights.append(_number_weight(element))
        else:
            _append_letter(element, weights, tones)
    return "".join(weights) + _END + "".join(tones)


def name_sort_key(family: str, middle: str, given: str) -> str:
    """Return the key of a personal name: given name first, then family name, then middle names."""
    return sort_key(given) + sort_key(family) + sort_key(middle)


def exam_list_key(family: str, middle: str, given: str, birth: PartialDate | date | None) -> str:
    """Return the key of an exam list: tên, họ, đệm, ngày sinh. An unknown part of the birth date sorts first."""
    if birth is None:
        return name_sort_key(family, middle, given) + "0" * 8
    day = f"{birth.year:04}{birth.month or 0:02}{birth.day or 0:02}"
    return name_sort_key(family, middle, given) + day


def _number_weight(digits: str) -> str:
    # 98 figures are more than any text means as a number; longer runs are cut, never misread.
    value = (digits.lstrip("0") or "0")[:98]
    return f"{_NUMBER}{len(value):02}{value}"


def _append_letter(letter: str, weights: list[str], tones: list[str]) -> None:
    """Append weight and tone of one letter; a mark that no composed letter holds refines the letter before it."""
    if unicodedata.combining(letter):
        if tones:
            tones[-1] = _TONES.get(letter, _FOREIGN_MARK)
        return
    base, tone = _base_and_tone(letter)
    weights.append(_WEIGHTS.get(base) or _other_weight(base))
    if base.isalpha():
        tones.append(tone)


def _base_and_tone(letter: str) -> tuple[str, str]:
    """Return the letter of the alphabet below its marks, and the digit of its tone ("0" for none)."""
    tone, kept = "0", ""
    for part in unicodedata.normalize("NFD", letter):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept += part
    base = unicodedata.normalize("NFC", kept)
    if base in _WEIGHTS or len(kept) == 1:
        return base, tone
    return kept[0], _FOREIGN_MARK


def _other_weight(sign: str) -> str:
    kind = _OTHER_LETTER if sign.isalpha() else _OTHER_SIGN
    return f"{kind}{ord(sign):07}"
