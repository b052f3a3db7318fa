"""Số hiệu and số vào sổ from a pattern that an office sets, such as {number}/{year}/GCN-{unit}."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from core.errors import DomainError

DEFAULT_DIGITS = 3
_FIELDS = frozenset({"unit", "series", "year", "number"})
_NEEDED = frozenset({"year", "number"})


class PatternRefused(DomainError):
    """A pattern that would not give each paper its own number.

    Codes: `number_pattern_broken` (braces do not match), `number_pattern_field` (params `field`: unknown, or with a
    width that is no number), `number_pattern_incomplete` (params `missing`).
    """

    code = "number_pattern_broken"


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A pattern that was checked. Build it with `read_pattern`."""

    parts: tuple[tuple[str, str | None, int], ...]

    def number(self, *, unit: str, series: str, year: int, number: int) -> str:
        """Return the number of one paper: 015/2026/GCN-SNV. Longer numbers are never cut."""
        values = {"unit": unit, "series": series, "year": str(year), "number": str(number)}
        return "".join(
            text + ("" if field is None else values[field].zfill(width)) for text, field, width in self.parts
        )

    def register(self, series: str) -> str:
        """Return the pattern of the register that the numbers of a series stand in.

        Patterns whose numbers look alike have one register, however wide they write the number.
        """
        fields = {"series": _literal(series)}
        return "".join(
            _literal(text) + ("" if field is None else fields.get(field, f"{{{field}}}"))
            for text, field, _ in self.parts
        )


def read_pattern(text: str) -> NumberPattern:
    """Return the pattern that `text` spells.

    Fields are {unit}, {series}, {year} and {number}; {number} is filled up to three digits, {number:5} to five. Year
    and number are needed, since numbers begin anew each year and are never used twice.

    Raises:
        PatternRefused: see there.
    """
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        raise PatternRefused from None
    fields = {field for _, field, _, _ in found if field is not None}
    parts = tuple((literal, field, _width(field, spec, conversion)) for literal, field, spec, conversion in found)
    missing = _NEEDED - fields
    if missing:
        raise PatternRefused(
            "number_pattern_incomplete", missing=", ".join(f"{{{field}}}" for field in sorted(missing))
        )
    return NumberPattern(parts)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _width(field: str | None, spec: str | None, conversion: str | None) -> int:
    if field is None:
        return 0
    has_odd_width = bool(spec) and (field != "number" or not (spec or "").isdecimal())
    if field not in _FIELDS or conversion or has_odd_width:
        raise PatternRefused("number_pattern_field", field=field)
    return int(spec) if spec else DEFAULT_DIGITS if field == "number" else 0
