"""A staff list as offices keep it, written as .xlsx: agency and national motto above, units as groups, a signature."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from core.vietnamese.formatting import roman

HEADINGS = ("STT", "Mã nhân sự", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Mã đơn vị")
_WIDTHS = (6, 14, 34, 14, 10, 38, 14)
_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GENDERS = {"nam": "Nam", "nu": "Nữ"}


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list."""

    code: str
    name: str
    birth: str
    gender: str
    position: str
    unit_code: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below the table."""

    governing: str
    agency: str
    title: str
    note: str
    signing: str


def write_staff_list(heading: Heading, lines: Iterable[Line]) -> bytes:
    """Return the list as a workbook; people of one unit stand together, in the order given."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    _head(sheet, heading)
    row, number = 8, 0
    for place, (name, people) in enumerate(groupby(lines, key=_unit_name), start=1):
        row = _group(sheet, row, place, name)
        for line in people:
            number += 1
            row = _write(sheet, row, _cells(number, line))
    _foot(sheet, row, number, heading)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(sheet: Worksheet, heading: Heading) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[column]].width = width
    _text(sheet, "A1", heading.governing)
    _text(sheet, "A2", heading.agency, bold=True)
    _text(sheet, "E1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _text(sheet, "E2", "Độc lập - Tự do - Hạnh phúc", bold=True)
    _text(sheet, "C4", heading.title, bold=True)
    _text(sheet, "C5", heading.note, italic=True)
    _write(sheet, 6, HEADINGS, bold=True)
    _write(sheet, 7, [f"({column})" for column in range(1, len(HEADINGS) + 1)])


def _foot(sheet: Worksheet, row: int, people: int, heading: Heading) -> None:
    _text(sheet, f"C{row + 1}", f"Tổng số: {people} người", bold=True)
    _text(sheet, f"F{row + 3}", heading.signing, bold=True)


def _group(sheet: Worksheet, row: int, place: int, name: str) -> int:
    _text(sheet, f"A{row}", roman(place), bold=True)
    _text(sheet, f"C{row}", name, bold=True)
    return row + 1


def _write(sheet: Worksheet, row: int, cells: Sequence[object], *, bold: bool = False) -> int:
    for column, value in enumerate(cells, start=1):
        cell = sheet.cell(row, column, value)
        cell.font = Font(name=_FONT, size=12, bold=bold)
        cell.border = _BOX
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    return row + 1


def _cells(number: int, line: Line) -> tuple[object, ...]:
    return (number, line.code, line.name, line.birth, _GENDERS[line.gender], line.position, line.unit_code)


def _text(sheet: Worksheet, address: str, text: str, *, bold: bool = False, italic: bool = False) -> None:
    sheet[address] = text
    sheet[address].font = Font(name=_FONT, size=12, bold=bold, italic=italic)


def _unit_name(line: Line) -> str:
    return line.unit_name
