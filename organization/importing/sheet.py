"""The cells of the first visible sheet of an .xlsx, read as a stream, as the texts that stand in the file.

Openpyxl would tell a formula from its value only by reading twice, and would not name hidden rows while streaming.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from organization.importing.errors import FileRefused, Limits

# A sheet is six elements deep; a row has at most 16,384 cells. More is an attempt to fill the memory.
_DEEPEST = 20
_MOST_SIBLINGS = 20_000
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TRUE = frozenset({"1", "true"})


class Kind(Enum):
    """What a cell holds."""

    TEXT = auto()
    NUMBER = auto()
    ISO_DATE = auto()
    ERROR = auto()
    NO_VALUE = auto()  # a formula that was saved without its result
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it; `text` as the file has it, numbers unformatted."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one cell; columns are numbered from 1."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was read. `others` are the names of the sheets that were not."""

    name: str
    rows: tuple[Row, ...]
    hidden_columns: tuple[int, ...]
    others: tuple[str, ...]
    from_1904: bool


def column_letters(number: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(column: int, row: int) -> str:
    """Return D14 for column 4 of row 14."""
    return f"{column_letters(column)}{row}"


def read_sheet(package: zipfile.ZipFile, limits: Limits) -> Sheet:
    """Return the first visible sheet.

    Raises:
        FileRefused: there is none, the XML is broken or holds a document type, or there is more than the limits allow.
    """
    sheets, from_1904 = _workbook(package)
    shown = [(name, relation) for name, relation, visible in sheets if visible]
    if not shown:
        raise FileRefused("file_sheet_missing")
    targets, strings_part = _relations(package)
    name, relation = shown[0]
    if targets.get(relation) not in package.namelist():
        raise FileRefused("file_sheet_missing")
    strings = _shared_strings(package, strings_part, limits)
    rows, hidden_columns = _rows(package, targets[relation], strings, limits)
    others = tuple(other for other, other_relation, _ in sheets if other_relation != relation)
    return Sheet(name, rows, hidden_columns, others, from_1904)


def _workbook(package: zipfile.ZipFile) -> tuple[list[tuple[str, str, bool]], bool]:
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False
    with package.open(_WORKBOOK) as part:
        for tag, element in _ends(part):
            if tag == "sheet":
                relation = next((value for key, value in element.items() if key.endswith("}id")), "")
                sheets.append((element.get("name", ""), relation, element.get("state", "visible") == "visible"))
            elif tag == "workbookPr":
                from_1904 = element.get("date1904", "") in _TRUE
    return sheets, from_1904


def _relations(package: zipfile.ZipFile) -> tuple[dict[str, str], str | None]:
    """Return the parts of the worksheets by their relation, and the part of the shared strings."""
    targets: dict[str, str] = {}
    strings: str | None = None
    if _RELATIONS not in package.namelist():
        raise FileRefused("file_damaged")
    with package.open(_RELATIONS) as part:
        for tag, element in _ends(part):
            if tag != "Relationship" or element.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/xl", element.get("Target", ""))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            if kind == "worksheet":
                targets[element.get("Id", "")] = target
            elif kind == "sharedStrings":
                strings = target
    return targets, strings


def _shared_strings(package: zipfile.ZipFile, part_name: str | None, limits: Limits) -> list[str]:
    strings: list[str] = []
    if part_name is None or part_name not in package.namelist():
        return strings
    with package.open(part_name) as part:
        for tag, element in _ends(part, forget="si"):
            if tag != "si":
                continue
            strings.append(_rich_text(element)[: limits.cell_characters + 1])
            if len(strings) > limits.shared_strings:
                raise FileRefused("file_unpacks_too_large")
    return strings


def _rich_text(element: Element) -> str:
    """Return the text of a string, its runs joined, phonetic hints left out."""
    texts = [*element.findall("{*}t"), *element.findall("{*}r/{*}t")]
    return "".join(text.text or "" for text in texts)


def _rows(
    package: zipfile.ZipFile, part_name: str, strings: list[str], limits: Limits
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    rows: list[Row] = []
    hidden_columns: list[int] = []
    number = 0
    with package.open(part_name) as part:
        for tag, element in _ends(part, forget="row"):
            if tag == "col" and element.get("hidden", "") in _TRUE:
                first, last = _whole(element.get("min")), _whole(element.get("max"))
                hidden_columns.extend(range(first, min(last, limits.columns) + 1))
            elif tag == "row":
                number = _whole(element.get("r"), number + 1)
                cells = _cells(element, strings, limits)
                if cells:
                    rows.append(Row(number, cells, element.get("hidden", "") in _TRUE))
                if len(rows) > limits.rows:
                    raise FileRefused("file_too_many_rows", limit=limits.rows)
    return tuple(rows), tuple(hidden_columns)


def _cells(row: Element, strings: list[str], limits: Limits) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = 0
    for element in row.iterfind("{*}c"):
        place = _ADDRESS.fullmatch(element.get("r", ""))
        column = _column_number(place[1]) if place else column + 1
        cell = _cell(element, strings, limits)
        if cell is None:
            continue
        if column > limits.columns:
            raise FileRefused("file_too_many_columns", limit=limits.columns)
        cells[column] = cell
    return cells


def _cell(element: Element, strings: list[str], limits: Limits) -> Cell | None:
    kind = element.get("t", "n")
    value = element.findtext("{*}v") or ""
    if kind == "inlineStr":
        inline = element.find("{*}is")
        value = "" if inline is None else _rich_text(inline)
    elif kind == "s" and value:
        place = _whole(value, -1)
        if not 0 <= place < len(strings):
            raise FileRefused("file_damaged")
        value = strings[place]
    if not value.strip():
        has_formula = element.find("{*}f") is not None
        return Cell(Kind.NO_VALUE, "") if has_formula and kind != "str" else None
    if len(value) > limits.cell_characters:
        return Cell(Kind.TOO_LONG, value[: limits.cell_characters])
    return Cell(_KINDS.get(kind, Kind.TEXT), value)


_KINDS = {"n": Kind.NUMBER, "e": Kind.ERROR, "d": Kind.ISO_DATE}


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _ends(part: IO[bytes], forget: str | None = None) -> Iterator[tuple[str, Element]]:
    """Yield each element at its end, with its local name.

    After an element named `forget`, its siblings so far are let go, so that memory stays flat.
    """
    above: list[Element] = []
    siblings = [0]
    try:
        for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                above.append(element)
                siblings.append(0)
                continue
            above.pop()
            siblings.pop()
            siblings[-1] += 1
            tag = _local(element)
            yield tag, element
            if tag == forget and above:
                above[-1].clear()
                siblings[-1] = 0
            if len(above) >= _DEEPEST or siblings[-1] > _MOST_SIBLINGS:
                raise FileRefused("file_xml_forbidden")
    except DefusedXmlException:
        raise FileRefused("file_xml_forbidden") from None
    except (ParseError, LookupError, ValueError, zipfile.BadZipFile):
        raise FileRefused("file_damaged") from None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
