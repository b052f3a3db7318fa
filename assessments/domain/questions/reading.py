"""Strict reading of question content: every field is known, every text is clean, or the whole is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from core.errors import DomainError
from core.vietnamese.folding import clean_spaces

STEM_LIMIT = 4000
CONTEXT_LIMIT = 8000
CHOICE_LIMIT = 1000
EXPLANATION_LIMIT = 4000
NOTE_LIMIT = 1000
UNIT_LIMIT = 30

_ID = re.compile(r"[a-z0-9]{6}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
# Controls but tab and line ends, half characters, and what turns the reading direction and so fakes another text.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_MISSING = object()


class InvalidContent(DomainError):
    """A body or key that the question type refuses.

    `field` is the path of the first fault, e.g. `options[2].text`; `rule` names what it breaks, and the error's code is
    the rule with `content_` before it. Params: `field`.
    """

    code = "content_refused"

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"content_{rule}", field=field)
        self.field = field
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}"


class Fields:
    """Reader of one JSON object. Each field is taken once; what is left when it closes is unknown and refused."""

    __slots__ = ("_left", "_path")

    def __init__(self, data: object, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise InvalidContent(path or "content", "not_an_object")
        self._left: dict[object, object] = dict(data)
        self._path = path

    def text(self, name: str, limit: int) -> str:
        """Take a text that is not empty, cleaned."""
        return clean_text(self._take(name), self.path(name), limit)

    def optional_text(self, name: str, limit: int) -> str | None:
        """Take a text; absent, null and blank all mean None."""
        value = self._take(name, None)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return clean_text(value, self.path(name), limit)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """Take true or false."""
        value = self._take(name, _MISSING if default is None else default)
        if not isinstance(value, bool):
            raise InvalidContent(self.path(name), "not_boolean")
        return value

    def word(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        """Take one of the `allowed` words; without a default it is required."""
        value = self._take(name, _MISSING if default is None else default)
        if not isinstance(value, str) or value not in allowed:
            raise InvalidContent(self.path(name), "unknown_choice")
        return value

    def decimal(self, name: str) -> Decimal:
        """Take a number written as a string with a decimal point, at most 15 + 9 figures."""
        value = self._take(name)
        if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
            raise InvalidContent(self.path(name), "not_decimal")
        return Decimal(value)

    def items(self, name: str, *, least: int, most: int) -> list[tuple[str, object]]:
        """Take a list of `least` to `most` members, each with its path."""
        value = self._take(name)
        if not isinstance(value, list):
            raise InvalidContent(self.path(name), "not_a_list")
        if len(value) < least:
            raise InvalidContent(self.path(name), "too_few")
        if len(value) > most:
            raise InvalidContent(self.path(name), "too_many")
        return [(f"{self.path(name)}[{place}]", member) for place, member in enumerate(value)]

    def mapping(self, name: str, *, optional: bool = False) -> list[tuple[str, str, object]]:
        """Take an object as (path, key, value) in the order of its keys."""
        value = self._take(name, {} if optional else _MISSING)
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise InvalidContent(self.path(name), "not_an_object")
        return [(f"{self.path(name)}.{key}", key, value[key]) for key in sorted(value)]

    def raw(self, name: str) -> object:
        """Take a value as it is, for a rule that only the caller knows."""
        return self._take(name)

    def optional(self, name: str) -> object:
        """Take a value as it is; absent means None."""
        return self._take(name, None)

    def has(self, name: str) -> bool:
        """Tell whether a field is there and not yet taken."""
        return name in self._left

    def path(self, name: str) -> str:
        """Return the path under which `name` is reported."""
        return f"{self._path}.{name}" if self._path else name

    def close(self) -> None:
        """Refuse the first field that nobody has taken."""
        for name in sorted(map(str, self._left)):
            raise InvalidContent(self.path(name), "unknown_field")

    def _take(self, name: str, default: object = _MISSING) -> object:
        value = self._left.pop(name, default)
        if value is _MISSING:
            raise InvalidContent(self.path(name), "missing")
        return value


def clean_text(value: object, field: str, limit: int) -> str:
    """Return plain text as it is kept: NFC, single spaces, plain line feeds, nothing invisible.

    Signs such as < and & are text like any other; nothing is read as mark-up.
    """
    if not isinstance(value, str):
        raise InvalidContent(field, "not_text")
    if has_forbidden_character(value):
        raise InvalidContent(field, "bad_character")
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(clean_spaces(line) for line in lines).strip("\n")
    if not text:
        raise InvalidContent(field, "empty")
    if len(text) > limit:
        raise InvalidContent(field, "too_long")
    return text


def has_forbidden_character(text: str) -> bool:
    """Tell whether `text` holds what no database or page should get: controls, half characters, turned direction."""
    return _FORBIDDEN.search(text) is not None


def clean_id(value: object, field: str) -> str:
    """Return an id of six letters or figures."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidContent(field, "bad_id")
    return value


def known_id(value: object, field: str, known: Collection[str]) -> str:
    """Return an id that the body holds."""
    if not isinstance(value, str) or value not in known:
        raise InvalidContent(field, "unknown_id")
    return value


def refuse_repeats(values: Iterable[str], field: str, code: str) -> None:
    """Refuse a list that names something twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise InvalidContent(field, code)
        seen.add(value)
