"""One table of people: rows as high as their texts need, pages filled from the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from competencies.domain.gaps import Gap, GapState
from core.rendering.errors import FieldTooLong
from core.rendering.faces import Style, face
from core.rendering.press import MM, Sheet, spelled
from core.rendering.text import printable, wrap

from .columns import BOTTOM, LEFT, ROOM, Columns, columns_for
from .figures import Office, needs_of
from .paper import PaperCompetency, PaperPerson

SIZE, NEEDS_SIZE, HEAD_SIZE, FIGURE_HEAD_SIZE = 8.5, 7.8, 7.5, 7.0
TINTS = {"one": ".984 .914 .749", "more": ".953 .765 .706", "none": ".902 .906 .914"}

_LEADING = 1.12
_LOWEST_ROW, _ROW_AIR, _PADDING = 5.0 * MM, 1.5 * MM, 2.5
_MOST_LINES, _MOST_HEAD_LINES = 38, 10
_LOWEST_HEAD, _FIGURE_HEAD = 12 * MM, 4 * MM
_HEAD_GROUND, _BAND_GROUND = ".933 .945 .957", ".965 .969 .973"
_MINUS, _NOT_ASSESSED, _NOT_REQUIRED = "−", "–", "·"


@dataclass(frozen=True, slots=True)
class Row:
    """A person, or the band that names an office (without gaps)."""

    number: str
    name: tuple[str, ...]
    position: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        lines = max(len(self.name), len(self.position)) * SIZE, len(self.needs) * NEEDS_SIZE
        return max(_LOWEST_ROW, max(lines) * _LEADING + _ROW_AIR)


class PeopleTable:
    """The table for some of the competencies; those of all offices follow each other in it."""

    def __init__(self, competencies: Sequence[PaperCompetency], chosen: range) -> None:
        """Lay out the columns and the head.

        Raises:
            FieldTooLong: the name of a competency does not fit the head.
        """
        self._chosen = chosen
        self._competencies = [competencies[i] for i in chosen]
        self._columns = columns_for(len(chosen))
        width = self._columns.edges[6] - self._columns.edges[3]
        self._labels = [_lines(one.name, "Bold", FIGURE_HEAD_SIZE, width) for one in self._competencies]
        most = max(len(lines) for lines in self._labels)
        if most > _MOST_HEAD_LINES:
            raise FieldTooLong("competency")
        self._name_head = max(_LOWEST_HEAD, most * FIGURE_HEAD_SIZE * _LEADING + _ROW_AIR)

    def rows(self, offices: Sequence[Office]) -> Iterator[Row]:
        """Return the rows; offices are named when there are several, people are numbered through.

        Raises:
            FieldTooLong: a text would fill more than a page.
        """
        number = 0
        for order, office in enumerate(offices, 1):
            if len(offices) > 1:
                yield Row(roman(order), _band_lines(office))
            for person in office.people:
                number += 1
                yield self._row(number, person)

    def draw(self, sheet: Sheet, top: float, rows: list[Row]) -> list[Row]:
        """Draw head and as many rows as fit below `top`; return the rest."""
        start = self._head(sheet, top)
        taken = _taken(rows, start - BOTTOM)
        edges, at = [start], start
        for row in taken:
            at -= row.height
            edges.append(at)
        if taken:
            self._tint(sheet, taken, edges)
            self._grid(sheet, edges)
        for row, above, below in zip(taken, edges, edges[1:], strict=False):
            if row.gaps:
                self._person(sheet, row, above, below)
            else:
                self._band(sheet, row, above, below)
        return rows[len(taken) :]

    def _row(self, number: int, person: PaperPerson) -> Row:
        gaps = tuple(person.gaps[i] for i in self._chosen)
        width, needs = self._columns.width, "; ".join(needs_of(gaps, self._competencies))
        row = Row(
            number=str(number),
            name=_lines(person.name, "Regular", SIZE, width(1)),
            position=_lines(person.position, "Regular", SIZE, width(2)),
            needs=_lines(needs, "Regular", NEEDS_SIZE, width(self._columns.needs)) if needs else (),
            gaps=gaps,
        )
        for field in ("name", "position", "needs"):
            if len(getattr(row, field)) > _MOST_LINES:
                raise FieldTooLong(field)
        return row

    def _head(self, sheet: Sheet, top: float) -> float:
        """Draw the head that every page repeats; returns the y below it."""
        columns, edges = self._columns, self._columns.edges
        middle = top - self._name_head
        bottom = middle - _FIGURE_HEAD
        box = f"{edges[0]:.2f} {bottom:.2f} {edges[-1] - edges[0]:.2f} {top - bottom:.2f} re"
        sheet.raw(f"{_HEAD_GROUND} rg .4 w 0 G {box} B 0 g")
        outer = [edges[1], edges[2], edges[3], *edges[6 : columns.needs + 1 : 3]]
        inner = [edges[i] for i in range(3, columns.needs) if i % 3]
        sheet.raw(
            " ".join(
                [f"{edges[3]:.2f} {middle:.2f} m {edges[columns.needs]:.2f} {middle:.2f} l"]
                + [f"{x:.2f} {top:.2f} m {x:.2f} {bottom:.2f} l" for x in outer]
                + [f"{x:.2f} {middle:.2f} m {x:.2f} {bottom:.2f} l" for x in inner]
                + ["S"]
            )
        )
        texts = {0: "STT", 1: "Họ và tên", 2: "Chức vụ, vị trí việc làm", columns.needs: "Nhu cầu bồi dưỡng"}
        for column, text in texts.items():
            if column == columns.needs:
                self._figure_heads(sheet, top, middle)
            lines = _lines(text, "Bold", HEAD_SIZE, columns.width(column))
            _block(sheet, edges[column], columns.width(column), top, bottom, lines, "Bold", HEAD_SIZE, centred=True)
        return bottom

    def _figure_heads(self, sheet: Sheet, top: float, middle: float) -> None:
        edges, bottom = self._columns.edges, middle - _FIGURE_HEAD
        for number, lines in enumerate(self._labels):
            first = 3 + 3 * number
            width = edges[first + 3] - edges[first]
            _block(sheet, edges[first], width, top, middle, lines, "Bold", FIGURE_HEAD_SIZE, centred=True)
            for i, text in enumerate(("YC", "Đ", "CL"), first):
                room = self._columns.width(i)
                _block(sheet, edges[i], room, middle, bottom, (text,), "Regular", FIGURE_HEAD_SIZE, centred=True)

    def _tint(self, sheet: Sheet, rows: Sequence[Row], edges: Sequence[float]) -> None:
        columns = self._columns
        boxes: dict[str, list[str]] = {}
        for row, below in zip(rows, edges[1:], strict=False):
            for number, gap in enumerate(row.gaps):
                if tint := _tint_of(gap):
                    i = 5 + 3 * number
                    box = f"{columns.edges[i]:.2f} {below:.2f} {columns.width(i):.2f} {row.height:.2f} re"
                    boxes.setdefault(tint, []).append(box)
        for tint in sorted(boxes):
            sheet.raw(f"{TINTS[tint]} rg {' '.join(boxes[tint])} f 0 g")

    def _grid(self, sheet: Sheet, edges: Sequence[float]) -> None:
        """Hairlines everywhere, a stronger line after each competency."""
        columns, top, bottom = self._columns, edges[0], edges[-1]
        left, right = columns.edges[0], columns.edges[-1]
        across = " ".join(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l" for y in edges[1:])
        down = " ".join(f"{x:.2f} {top:.2f} m {x:.2f} {bottom:.2f} l" for x in columns.edges)
        strong = " ".join(
            f"{x:.2f} {top:.2f} m {x:.2f} {bottom:.2f} l" for x in columns.edges[6 : columns.needs + 1 : 3]
        )
        sheet.raw(f"0 G .4 w {across} {down} S .9 w {strong} S")

    def _band(self, sheet: Sheet, row: Row, above: float, below: float) -> None:
        edges = self._columns.edges
        box = f"{edges[0]:.2f} {below:.2f} {edges[-1] - edges[0]:.2f} {above - below:.2f} re"
        sheet.raw(f".4 w {_BAND_GROUND} rg {box} B 0 g")
        _block(sheet, edges[0], self._columns.width(0), above, below, (row.number,), "Bold", SIZE, centred=True)
        _block(sheet, edges[1], edges[-1] - edges[1], above, below, row.name, "Bold", SIZE)

    def _person(self, sheet: Sheet, row: Row, above: float, below: float) -> None:
        """Write one row in reading order."""
        columns, edges = self._columns, self._columns.edges
        _block(sheet, edges[0], columns.width(0), above, below, (row.number,), "Regular", SIZE, centred=True)
        _block(sheet, edges[1], columns.width(1), above, below, row.name, "Regular", SIZE)
        _block(sheet, edges[2], columns.width(2), above, below, row.position, "Regular", SIZE)
        figures = " ".join(_figures(columns, gap.required, gap.held) for gap in row.gaps)
        base = (above + below) / 2 - SIZE * 0.33
        sheet.ink.setdefault("Regular", set()).update(_FIGURES)
        sheet.raw(f"BT /Regular {SIZE} Tf {edges[3]:.2f} {base:.2f} Td [{figures}] TJ ET")
        if row.needs:
            last = columns.needs
            _block(sheet, edges[last], columns.width(last), above, below, row.needs, "Regular", NEEDS_SIZE)


_FIGURES = f"0123456789+{_MINUS}{_NOT_ASSESSED}{_NOT_REQUIRED}"


def roman(number: int) -> str:
    """Return a roman numeral, as offices number groups."""
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text


def _taken(rows: Sequence[Row], room: float) -> list[Row]:
    """The rows that fit; the name of an office never stands last on a page that others follow."""
    taken: list[Row] = []
    for row in rows:
        room -= row.height
        if room < 0:
            break
        taken.append(row)
    if len(taken) < len(rows) and taken and not taken[-1].gaps:
        taken.pop()
    return taken


def _tint_of(gap: Gap) -> str | None:
    if gap.state is GapState.UNASSESSED:
        return "none"
    return ("one" if gap.short_by == 1 else "more") if gap.short_by else None


@lru_cache(1024)
def _figures(columns: Columns, required: int | None, held: int | None) -> str:
    """Pieces of a TJ array for one competency: required, held, difference, each centred in its column."""
    letters, pieces, pen = face("Regular"), [], 0.0
    for i, text in enumerate(_figure_texts(required, held), 3):
        start = columns.edges[i] - columns.edges[3]
        width = letters.width(text, SIZE)
        x = start + (columns.width(i) - width) / 2
        pieces.append(f"{(pen - x) * 1000 / SIZE:.0f} <{letters.encode(text)}>")
        pen = x + width
    end = columns.edges[6] - columns.edges[3]
    return " ".join([*pieces, f"{(pen - end) * 1000 / SIZE:.0f}"])


def _figure_texts(required: int | None, held: int | None) -> tuple[str, str, str]:
    if required is None:
        return _NOT_REQUIRED, _NOT_REQUIRED if held is None else str(held), _NOT_REQUIRED
    if held is None:
        return str(required), _NOT_ASSESSED, _NOT_ASSESSED
    over = held - required
    return str(required), str(held), "0" if not over else f"+{over}" if over > 0 else f"{_MINUS}{-over}"


@lru_cache(8192)
def _lines(text: str, style: Style, size: float, width: float) -> tuple[str, ...]:
    letters = face(style)
    shown = spelled(printable(text), letters)
    return tuple(wrap(shown, width - 2 * _PADDING, lambda part: letters.width(part, size)))


def _band_lines(office: Office) -> tuple[str, ...]:
    return _lines(f"{office.name} ({len(office.people)} người)", "Bold", SIZE, ROOM - LEFT)


def _block(
    sheet: Sheet,
    x: float,
    width: float,
    above: float,
    below: float,
    lines: Sequence[str],
    style: Style,
    size: float,
    *,
    centred: bool = False,
) -> None:
    """Write lines into a cell, in the middle of its height."""
    step = size * _LEADING
    base = (above + below) / 2 + (len(lines) - 1) * step / 2 - size * 0.33
    for i, line in enumerate(lines):
        if centred:
            sheet.text(x, base - i * step, line, style, size, "centre", width)
        else:
            sheet.text(x + _PADDING, base - i * step, line, style, size)
