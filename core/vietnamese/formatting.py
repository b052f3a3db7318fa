"""Numbers, dates and times as Vietnamese offices write and read them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from core.errors import DomainError

_ROMAN_FIGURES = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_FULL_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_PARTIAL_DATE = re.compile(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])?([0-9]{4})")


class DateNotRead(DomainError):
    """A typed date that is not a date. Params: `text`.

    Codes: `date_format` (not dd/mm/yyyy), `birth_date_format` (neither full, month and year, nor year),
    `date_impossible` (such as 31/02/2026).
    """

    code = "date_format"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date as old records give it: year, perhaps the month, perhaps the day. None means unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999 or not self._is_possible():
            raise DateNotRead("date_impossible", text=self.shown())

    def _is_possible(self) -> bool:
        if self.month is None:
            return self.day is None
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]

    def as_date(self) -> date | None:
        """Return the civil day, or None when a part is unknown."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def shown(self) -> str:
        """Return 05/02/1991, 02/1991 or 1991."""
        known = [f"{part:02}" for part in (self.day, self.month) if part is not None]
        return "/".join([*known, f"{self.year:04}"])


def number(value: int | Decimal, places: int | None = None, *, fixed: bool = False) -> str:
    """Return 1.234,5: decimal comma, dot between thousands.

    Args:
        value: the number.
        places: most decimals shown, rounded half up; None shows the value as it is.
        fixed: keep trailing zeros, for columns that align.
    """
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if "." in text and not fixed:
        text = text.rstrip("0").rstrip(".")
    return _without_negative_zero(text).translate(str.maketrans(",.", ".,"))


def percent(fraction: Decimal, places: int = 1, *, fixed: bool = False) -> str:
    """Return a share of 1 as 92,5%. Shown only: compare the fraction itself."""
    return number(fraction * 100, places, fixed=fixed) + "%"


def padded_count(count: int) -> str:
    """Return a count for the running text of a document: below ten with a zero before it, 05 đơn vị."""
    return f"{count:02}" if 0 <= count < 10 else number(count)


def short_date(day: date) -> str:
    """Return 01/03/2026, the form of tables and screens."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def document_date(day: date) -> str:
    """Return ngày 05 tháng 02 năm 2026: days below 10 and the months 1 and 2 carry a zero.

    Legal basis: Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def blank_document_date(year: int | None = None) -> str:
    """Return the date line of a paper that is dated by hand when it is signed."""
    return f"ngày      tháng      năm {year or ''}"


def clock_time(moment: time) -> str:
    """Return 08:30."""
    return f"{moment.hour:02}:{moment.minute:02}"


def document_time(moment: time) -> str:
    """Return 08 giờ 30 phút; a full hour is 08 giờ 00 phút."""
    return f"{moment.hour:02} giờ {moment.minute:02} phút"


def roman(value: int) -> str:
    """Return a positive number in roman figures, as quarters, parts and group rows are numbered."""
    text = ""
    for worth, figure in _ROMAN_FIGURES:
        times, value = divmod(value, worth)
        text += figure * times
    return text


def quarter_of(day: date) -> int:
    """Return the quarter of the year, 1 to 4, that holds `day`."""
    return (day.month + 2) // 3


def quarter_label(year: int, quarter: int) -> str:
    """Return Quý III/2026."""
    return f"Quý {roman(quarter)}/{year}"


def parse_date(text: str) -> date:
    """Return the day typed as dd/mm/yyyy, nothing else.

    Raises:
        DateNotRead: `date_format` or `date_impossible`.
    """
    found = _FULL_DATE.fullmatch(text.strip())
    if found is None:
        raise DateNotRead("date_format", text=text)
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise DateNotRead("date_impossible", text=text) from None


def parse_birth_date(text: str) -> PartialDate:
    """Return a birth date of a staff list: 01/3/1985, 3/1985 or 1985; dots and hyphens part as well.

    Raises:
        DateNotRead: `birth_date_format` or `date_impossible`.
    """
    found = _PARTIAL_DATE.fullmatch(text.strip())
    if found is None:
        raise DateNotRead("birth_date_format", text=text)
    day, month, year = (None if part is None else int(part) for part in found.groups())
    if year is None:  # the pattern always holds a year; this tells the type checker
        raise DateNotRead("birth_date_format", text=text)
    return PartialDate(year, month, day)


def _without_negative_zero(text: str) -> str:
    return text.removeprefix("-") if not text.strip("-0.,") else text
