"""Staff lists for tests: real .xlsx files, and the same with something wrong inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

import openpyxl

_PROPERTIES = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
HEADINGS = ("Mã nhân sự", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Mã đơn vị", "Từ ngày")
PERSON = ("CB001", "Nguyễn Thị Bích Vân", "01/3/1985", "Nữ", "Chuyên viên", "XA", "01/03/2026")


def person(**changes: object) -> tuple[object, ...]:
    """A row of the form; name the columns by their letters: person(A="CB002")."""
    cells = dict(zip("ABCDEFG", PERSON, strict=True)) | changes
    return tuple(cells[letter] for letter in "ABCDEFG")


def xlsx(rows: Iterable[Iterable[object]], *, headings: Iterable[object] | None = HEADINGS) -> bytes:
    """A workbook as openpyxl writes it, with the headings in row 1."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [*([headings] if headings else []), *rows]:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook, without the present time in them: the same each time."""
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), {"docProps/core.xml": _PROPERTIES})


def repacked(data: bytes, changes: Mapping[str, bytes | None] | None = None) -> bytes:
    """The package with parts replaced, added or (None) left out; all with the same date."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    for name, content in (changes or {}).items():
        if content is None:
            parts.pop(name)
        else:
            parts[name] = content
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def raw(rows_xml: str, *, strings: Iterable[str] | None = None, before: str = "", workbook: str = "") -> bytes:
    """A workbook whose rows are given as XML, for what no library writes."""
    base = xlsx([], headings=None)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    changes: dict[str, bytes | None] = {
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{space}">{before}<sheetData>{rows_xml}</sheetData></worksheet>'
        ).encode()
    }
    if workbook:
        changes["xl/workbook.xml"] = workbook.encode()
    if strings is not None:
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        changes["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{items}</sst>'.encode()
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        changes["xl/_rels/workbook.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Type="{relations}/worksheet" Target="worksheets/sheet1.xml" Id="rId1"/>'
            f'<Relationship Type="{relations}/sharedStrings" Target="sharedStrings.xml" Id="rId2"/>'
            "</Relationships>"
        ).encode()
    return repacked(base, changes)


def row_xml(number: int, cells: Iterable[str]) -> str:
    """A row of inline texts; a cell that begins with < is taken as it is."""
    inner = "".join(
        cell if cell.startswith("<") else f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells
    )
    return f'<row r="{number}">{inner}</row>'


def with_rows(*rows: Iterable[str], **kwargs: object) -> bytes:
    """A workbook of raw rows below the headings."""
    text = "".join(row_xml(number, cells) for number, cells in enumerate([HEADINGS, *rows], start=1))
    return raw(text, **kwargs)
