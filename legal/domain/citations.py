"""Citations as people write them, and one path for each provision.

A path goes from the whole to the part in lower case, "điều 17 khoản 2 điểm a"; a reader sees the office's order,
"điểm a khoản 2 Điều 17". What names no article is kept word for word and flagged, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import DomainError
from core.vietnamese.folding import clean_spaces
from legal.domain.numbers import find_numbers

# From the whole to the part. Only these parts are written with a capital, and their roman numbers in capitals.
_CAPITAL_PARTS = ("phụ lục", "phần", "chương", "mục", "tiểu mục", "mẫu số", "điều")
_PARTS = (*_CAPITAL_PARTS, "khoản", "điểm")

_VALUE = r"(?:[0-9]+[a-zđ]?|[ivxlc]+|[a-zđ]{1,2})(?:\.[0-9]+)*(?!\w)"
_ELEMENT = re.compile(rf"(?:các )?({'|'.join(_PARTS)}) ({_VALUE}(?:(?:, ?| và |, và ){_VALUE})*)")
_BETWEEN = re.compile(r"(?:, ?| và |, và | )?")
_AMENDED = re.compile(r"\((?:được )?sửa đổi(?:, bổ sung)? (?:bởi|theo) ([^()]*)\)", re.IGNORECASE)
_REMARK = re.compile(r" [–-] (đối chiếu .*)$")


class CitationNotRead(DomainError):
    """A check mark that the register does not know (`check_mark_unknown`; params `value`)."""

    code = "check_mark_unknown"


@dataclass(frozen=True, slots=True)
class Amendment:
    """The document that amended the provision, and where it did so; a path of None is the whole document."""

    number: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedCitation:
    """One provision. `is_free_text` flags a path that names no article and is kept as it was written.

    `note` holds a remark such as "đối chiếu số điều trước khi dùng".
    """

    path: str
    is_free_text: bool = False
    amended_by: tuple[Amendment, ...] = ()
    note: str = ""


class CheckMark(StrEnum):
    """How well a fact of law was checked: text read, secondary source, from memory."""

    TEXT = "T"
    SECONDARY = "S"
    MEMORY = "M"


_CHECKS = {
    "verified-text": CheckMark.TEXT,
    "verified-secondary": CheckMark.SECONDARY,
    # The content is sure but not the article: what is printed as the ground still has to be checked.
    "article-number-to-check": CheckMark.MEMORY,
    "from-memory": CheckMark.MEMORY,
}


def check_mark(value: str) -> CheckMark:
    """Return the register's mark for a question's check value.

    Raises:
        CitationNotRead: the value is none of the four known.
    """
    if value not in _CHECKS:
        raise CitationNotRead(value=value)
    return _CHECKS[value]


def parse_citations(text: str) -> tuple[ParsedCitation, ...]:
    """Return the provisions that `text` cites within one document, in order.

    Semicolons part citations; "khoản 2 và 4" and "các khoản 2, 3" become one each. Both orders are read, Điều 20
    khoản 2 and khoản 2 Điều 20.
    """
    parts = (part.strip() for part in clean_spaces(text).split(";"))
    return tuple(citation for part in parts if part for citation in _parse_part(part))


def display(path: str) -> str:
    """Return a path as offices cite it, the smallest part first; free text stays as it is."""
    elements = _elements(path)
    if elements is None:
        return path
    return " ".join(_shown(part, value) for part, (value, *_) in reversed(elements))


def _parse_part(part: str) -> tuple[ParsedCitation, ...]:
    amended_by = tuple(one for found in _AMENDED.finditer(part) for one in _amendments(found.group(1)))
    bare = _AMENDED.sub("", part).strip()
    remark = _REMARK.search(bare)
    bare = _REMARK.sub("", bare)
    paths = _paths(bare)
    if paths is None:
        return (ParsedCitation(bare, True, amended_by, remark.group(1) if remark else ""),)
    made = ParsedCitation("", False, amended_by, remark.group(1) if remark else "")
    return tuple(replace(made, path=path) for path in paths)


def _amendments(text: str) -> tuple[Amendment, ...]:
    """Return the amending documents, each with the provision named after its number."""
    numbers = find_numbers(text)
    found = []
    for place, number in enumerate(numbers):
        start = text.index(number) + len(number)
        end = text.index(numbers[place + 1]) if place + 1 < len(numbers) else len(text)
        paths = _paths(text[start:end].strip(" ,"))
        found += [Amendment(number, path) for path in paths or (None,)]
    return tuple(found)


def _paths(text: str) -> tuple[str, ...] | None:
    """Return one path per provision, or None when `text` is not made of parts and numbers alone."""
    elements = _elements(text)
    if elements is None:
        return None
    *upper, (last, values) = elements
    if any(len(several) > 1 for _, several in upper):
        return None  # "Điều 1, 2 khoản 3" can be read in two ways
    above = "".join(f"{part} {value} " for part, (value, *_) in upper)
    return tuple(f"{above}{last} {value}" for value in values)


def _elements(text: str) -> list[tuple[str, list[str]]] | None:
    """Return the parts with their numbers from the whole to the part, or None when something else is said."""
    lowered = text.lower()
    found: list[tuple[str, list[str]]] = []
    place = 0
    while element := _ELEMENT.match(lowered, place):
        part, values = element.group(1), re.findall(_VALUE, element.group(2))
        if found and found[-1][0] == part:
            found[-1][1].extend(values)  # "khoản 2 và khoản 4"
        else:
            found.append((part, values))
        gap = _BETWEEN.match(lowered, element.end())
        place = gap.end() if gap else element.end()
    parts = [part for part, _ in found]
    if place < len(lowered) or not found or len(set(parts)) < len(parts):
        return None
    return sorted(found, key=lambda element: _PARTS.index(element[0]))


def _shown(part: str, value: str) -> str:
    if part not in _CAPITAL_PARTS:
        return f"{part} {value}"
    return f"{part.capitalize()} {value if value[0].isdigit() else value.upper()}"
