"""What every administrative paper has at its head and foot.

Legal basis: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.vietnamese.formatting import blank_document_date, document_date

from .faces import Style, face
from .press import MM, spelled
from .text import halves, printable, wrap

_AGENCY_ROOM = 72 * MM
_AGENCY_SIZE = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialHead:
    """Agencies, number, place and date of a paper.

    Attributes:
        governing_agency: the agency above the issuing one; None when there is none.
        symbol: what follows the number, such as "BC-VHXH".
        number: None when the document system gives it after signing; then room is left to write it.
        dated: None when the paper is dated as it is signed; then only `year` is printed.
    """

    governing_agency: str | None
    issuing_agency: str
    symbol: str
    place: str
    year: int
    number: str | None = None
    dated: date | None = None

    @property
    def governing_lines(self) -> tuple[str, ...]:
        """Lines of the parent agency, in capitals."""
        return agency_lines(self.governing_agency or "", "Regular")

    @property
    def issuing_lines(self) -> tuple[str, ...]:
        """Lines of the issuing agency, in capitals."""
        return agency_lines(self.issuing_agency, "Bold")

    @property
    def number_line(self) -> str:
        """Number and symbol: numbers below ten carry a zero."""
        return f"Số: {self.number_and_symbol}"

    @property
    def number_and_symbol(self) -> str:
        """The number as another paper cites it, with room when it is not given yet."""
        number = printable(self.number or "")
        if number.isdecimal():
            number = number.rjust(2, "0")
        return f"{number or ' ' * 8}/{printable(self.symbol)}"

    @property
    def date_words(self) -> str:
        """Ngày … tháng … năm …, with room when it is not dated yet."""
        return document_date(self.dated) if self.dated else blank_document_date(self.year)

    @property
    def date_line(self) -> str:
        """Place and date."""
        return f"{printable(self.place)}, {self.date_words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFoot:
    """Receivers and signature. `signer_name` is None when the name is written by hand."""

    receivers: tuple[str, ...]
    signing_form: tuple[str, ...]
    signer_name: str | None = None

    @property
    def receiver_lines(self) -> tuple[str, ...]:
        """Each line ends with a semicolon, the last with a full stop."""
        names = [printable(line).rstrip(" ;.,") for line in self.receivers]
        return tuple(f"- {name}{'.' if i == len(names) else ';'}" for i, name in enumerate(names, 1))

    @property
    def form_lines(self) -> tuple[str, ...]:
        """The signing form, in capitals."""
        return tuple(printable(line).upper() for line in self.signing_form)


def agency_lines(name: str, style: Style) -> tuple[str, ...]:
    """Break the name of an agency into lines of about equal length that fit the left column."""
    text = printable(name).upper()
    return balanced(text, style, _AGENCY_SIZE, _AGENCY_ROOM) if text else ()


def balanced(text: str, style: Style, size: float, room: float) -> tuple[str, ...]:
    """Break a heading into as few lines as fit, about equally long, no word left alone."""
    letters = face(style)

    def width(part: str) -> float:
        return letters.width(spelled(part, letters), size)

    if width(text) <= room:
        return (text,)
    parts = halves(text)
    if max(map(width, parts)) <= room:
        return parts
    lines = wrap(text, room, width)
    narrower = lines
    while len(narrower) == len(lines):
        lines, room = narrower, room * 0.97
        narrower = wrap(text, room, width)
    return tuple(lines)
