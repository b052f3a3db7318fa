"""Document numbers (số, ký hiệu) such as 63/2010/NĐ-CP, 80/2025/QH15, 1847/QĐ-TTg."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9]+/(?:[0-9]{4}/)?[A-ZĐ][A-Za-zĐ0-9]*(?:-[A-Za-zĐ0-9]+)*")
_KINDS = frozenset({"NQ", "NĐ", "QĐ", "TT", "CT", "KH"})


def find_numbers(text: str) -> tuple[str, ...]:
    """Return the document numbers that `text` names, in order."""
    return tuple(found.group() for found in _NUMBER.finditer(text))


def document_kind(number: str) -> str:
    """Return the abbreviation of the kind that a number tells: NQ, NĐ, QĐ, TT, CT, KH, L for a law, else K."""
    sign = number.rsplit("/", 1)[-1]
    if re.fullmatch(r"QH[0-9]+", sign):
        return "L"
    kind = sign.split("-", 1)[0]
    return kind if kind in _KINDS else "K"
