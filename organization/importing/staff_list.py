"""People in the rows of a sheet: which column is which, and what each cell means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.errors import DomainError
from core.vietnamese.folding import clean_spaces, fold
from core.vietnamese.formatting import DateNotRead, PartialDate, parse_birth_date
from core.vietnamese.names import NameParts, clean_name, disallowed_characters, split_name, title_case
from organization.importing.errors import CellRefused, FileRefused, Issue
from organization.importing.sheet import Cell, Kind, Row, Sheet, address


class Field(StrEnum):
    """What a column holds, named as on the form."""

    CODE = "Mã nhân sự"
    NAME = "Họ và tên"
    BIRTH = "Ngày sinh"
    GENDER = "Giới tính"
    POSITION = "Chức vụ"
    UNIT = "Mã đơn vị"
    START = "Từ ngày"


_LABELS: Mapping[Field, frozenset[str]] = {
    Field.CODE: frozenset({"ma nhan su", "ma can bo", "ma cbcc", "ma cbccvc", "ma cong chuc", "ma nhan vien"}),
    Field.NAME: frozenset({"ho va ten", "ho ten", "ho va chu dem ten"}),
    Field.BIRTH: frozenset({"ngay sinh", "ngay thang nam sinh", "nam sinh"}),
    Field.GENDER: frozenset({"gioi tinh"}),
    Field.POSITION: frozenset({"chuc vu", "chuc danh", "chuc vu chuc danh", "vi tri viec lam"}),
    Field.UNIT: frozenset({"ma don vi"}),
    Field.START: frozenset({"tu ngay", "ngay bat dau"}),
}
_REQUIRED = (Field.CODE, Field.NAME, Field.POSITION, Field.UNIT)
_GENDERS = {"nam": "nam", "nu": "nu"}
_HEADER_WITHIN = 30
_LONGEST = {Field.CODE: 60, Field.NAME: 220, Field.POSITION: 200, Field.UNIT: 40}
_LONGEST_NAME_PART, _LONGEST_MIDDLE_NAME = 60, 100
_COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?")
_WHOLE_NUMBER = re.compile(r"([0-9]{1,15})(?:\.0+)?")
# Letters of Unicode that TCVN3 and VNI texts turn into, and that no name of any people here holds.
_OLD_FONT = frozenset("¸¶·¹¨»¾¼½Æ©®«¬×÷µªÞþß¦§¥¡¢£¤¿")
# Excel counts days from here; before March 1900 it believes in a day that never was.
_EXCEL_EPOCH, _EXCEL_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_TRUE_SERIAL, _LAST_SERIAL = 61, 80_000
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person as the list has them. `start` is None where the list does not say since when."""

    row: int
    code: str
    name: NameParts
    birth: PartialDate | None
    gender: str
    position: str
    unit_code: str
    start: date | None
    cells: Mapping[Field, str]

    def issue(self, column: Field, value: str, reason: DomainError) -> Issue:
        """Return something to tell about one cell of this row."""
        return Issue(self.row, self.cells[column], value, reason)


@dataclass(slots=True)
class StaffList:
    """What was found: rows that can be understood, and what is to be said about the others."""

    rows: list[StaffRow] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)


def read_staff_list(sheet: Sheet) -> StaffList:
    """Return the people of a sheet.

    Raises:
        FileRefused: no row names the columns that are needed, one is named twice, or no row follows.
    """
    header, columns = _find_header(sheet.rows)
    found = StaffList()
    _tell_what_is_hidden(sheet, columns, header, found)
    for row in sheet.rows:
        if row.number > header.number and not _numbers_the_columns(row, columns):
            _RowReader(row, columns, sheet.from_1904, found).read()
    if not found.rows and not found.refused:
        raise FileRefused("file_no_people")
    return found


def _find_header(rows: Iterable[Row]) -> tuple[Row, dict[Field, int]]:
    best: tuple[Row, dict[Field, int]] | None = None
    for row in rows:
        if row.number > _HEADER_WITHIN:
            break
        columns = _columns(row)
        if best is None or len(columns) > len(best[1]):
            best = (row, columns)
    missing = [column for column in _REQUIRED if best is None or column not in best[1]]
    if best is None or missing:
        raise FileRefused("file_columns_missing", columns=", ".join(missing))
    return best


def _columns(row: Row) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for number, cell in sorted(row.cells.items()):
        label = _label(cell.text)
        for column, labels in _LABELS.items():
            if label not in labels:
                continue
            if column in columns:
                raise FileRefused("file_column_twice", column=column.value)
            columns[column] = number
    return columns


def _label(text: str) -> str:
    without_hint = re.sub(r"\(.*?\)", " ", fold(text))
    return " ".join(re.findall(r"[a-z0-9]+", without_hint))


def _tell_what_is_hidden(sheet: Sheet, columns: Mapping[Field, int], header: Row, found: StaffList) -> None:
    if sheet.others:
        reason = CellRefused("sheet_others_ignored", sheet=sheet.name, others=", ".join(sheet.others))
        found.warnings.append(Issue(header.number, "", "", reason))
    for column, number in columns.items():
        if number in sheet.hidden_columns:
            reason = CellRefused("column_hidden", column=column.value)
            found.warnings.append(Issue(header.number, address(number, header.number), "", reason))
    ignored = [
        clean_spaces(cell.text) for number, cell in sorted(header.cells.items()) if number not in columns.values()
    ]
    if ignored:
        reason = CellRefused("columns_ignored", columns=", ".join(ignored))
        found.warnings.append(Issue(header.number, "", "", reason))


def _numbers_the_columns(row: Row, columns: Mapping[Field, int]) -> bool:
    """Tell whether a row only counts its columns: (1) (2) (3)."""
    texts = [row.cells[number].text.strip() for number in columns.values() if number in row.cells]
    return len(texts) > 1 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


class _RowReader:
    """Reads one row; goes on after a bad cell, so that a list is corrected in one go."""

    def __init__(self, row: Row, columns: Mapping[Field, int], from_1904: bool, found: StaffList) -> None:
        self.row = row
        self.found = found
        self.from_1904 = from_1904
        self.cells = {column: row.cells.get(number) for column, number in columns.items()}
        self.addresses = {column: address(number, row.number) for column, number in columns.items()}
        self.refused: list[Issue] = []

    def read(self) -> None:
        if not self._speaks_of_a_person():
            self._pass_over()
            return
        person = StaffRow(
            row=self.row.number,
            code=self._code(),
            name=self._name(),
            birth=self._birth(),
            gender=self._gender(),
            position=self._text(Field.POSITION),
            unit_code=self._text(Field.UNIT),
            start=self._start(),
            cells=self.addresses,
        )
        if self.row.hidden:
            self._warn(Field.CODE, person.code, "row_hidden")
        if self.refused:
            self.found.refused.extend(self.refused)
        else:
            self.found.rows.append(person)

    def _speaks_of_a_person(self) -> bool:
        """Tell people from titles of groups, totals and signatures, which fill a cell or two and no more."""
        filled = {column for column, cell in self.cells.items() if cell is not None}
        return len(filled) > 1 and not filled.isdisjoint({Field.CODE, Field.POSITION, Field.UNIT})

    def _pass_over(self) -> None:
        texts = [clean_spaces(cell.text) for _, cell in sorted(self.row.cells.items())]
        reason = CellRefused("row_passed_over")
        self.found.warnings.append(Issue(self.row.number, "", " · ".join(filter(None, texts)), reason))

    def _text(self, column: Field) -> str:
        """Return the text of a cell that must hold one; "" after a refusal."""
        cell = self._usable(column)
        text = clean_spaces(cell.text) if cell else ""
        if not text and not self._is_refused(column):
            self._refuse(column, "", CellRefused("cell_missing", column=column.value))
        if len(text) > _LONGEST.get(column, len(text)):
            self._refuse(column, text, CellRefused("cell_too_long", limit=_LONGEST[column]))
        return text

    def _code(self) -> str:
        cell, text = self.cells.get(Field.CODE), self._text(Field.CODE)
        if cell is None or cell.kind is not Kind.NUMBER:
            return text
        whole = _WHOLE_NUMBER.fullmatch(text)
        if whole is None:
            self._refuse(Field.CODE, text, CellRefused("cell_code_number"))
            return ""
        self._warn(Field.CODE, whole[1], "cell_code_zeros")
        return whole[1]

    def _name(self) -> NameParts:
        text = clean_name(self._text(Field.NAME))
        if not text or self._is_refused(Field.NAME):
            return NameParts("", "", "")
        if _OLD_FONT & set(text):
            self._refuse(Field.NAME, text, CellRefused("cell_old_font"))
        elif strange := disallowed_characters(text):
            self._refuse(Field.NAME, text, DomainError("staff_name_characters", characters=" ".join(strange)))
        if text.isupper() and len(text) > 1:
            self._warn(Field.NAME, text, "cell_name_capitals")
        parts = split_name(title_case(text) if text.isupper() or text.islower() else text)
        longest = max(len(parts.family), len(parts.given))
        if longest > _LONGEST_NAME_PART or len(parts.middle) > _LONGEST_MIDDLE_NAME:
            self._refuse(Field.NAME, text, CellRefused("cell_too_long", limit=_LONGEST_NAME_PART))
        return parts

    def _gender(self) -> str:
        cell = self._usable(Field.GENDER)
        text = fold(cell.text) if cell else ""
        if text and text not in _GENDERS:
            self._refuse(Field.GENDER, cell.text if cell else "", CellRefused("cell_gender"))
        return _GENDERS.get(text, "")

    def _birth(self) -> PartialDate | None:
        """Return the birth date; a whole number that looks like a year is one."""
        cell = self._usable(Field.BIRTH)
        if cell is None:
            return None
        whole = _WHOLE_NUMBER.fullmatch(cell.text.strip()) if cell.kind is Kind.NUMBER else None
        if whole is not None and int(whole[1]) in _YEARS:
            return PartialDate(int(whole[1]))
        return self._date(Field.BIRTH, cell)

    def _start(self) -> date | None:
        cell = self._usable(Field.START)
        found = self._date(Field.START, cell) if cell else None
        if cell is None or found is None:
            return None
        day = found.as_date()
        if day is None:
            self._refuse(Field.START, cell.text, DateNotRead("date_format", text=clean_spaces(cell.text)))
        return day

    def _date(self, column: Field, cell: Cell) -> PartialDate | None:
        text = clean_spaces(cell.text)
        try:
            if cell.kind is Kind.NUMBER:
                return self._from_serial(text)
            if cell.kind is Kind.ISO_DATE:
                return _partial(date.fromisoformat(text[:10]))
            return parse_birth_date(text)
        except DateNotRead as error:
            self._refuse(column, text, error)
        except ValueError:
            self._refuse(column, text, DateNotRead("date_format", text=text))
        return None

    def _from_serial(self, text: str) -> PartialDate:
        # Time of day, the part after the point, does not matter for a date.
        serial = int(float(text)) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", text) else 0
        if self.from_1904 and 0 < serial < _LAST_SERIAL:
            return _partial(_EXCEL_1904 + timedelta(days=serial))
        if not _FIRST_TRUE_SERIAL <= serial < _LAST_SERIAL:
            raise DateNotRead("birth_date_format", text=text)
        return _partial(_EXCEL_EPOCH + timedelta(days=serial))

    def _usable(self, column: Field) -> Cell | None:
        """Return the cell, or None when it is empty or was refused for what it holds."""
        cell = self.cells.get(column)
        if cell is None:
            return None
        code = {Kind.ERROR: "cell_error", Kind.NO_VALUE: "cell_no_value", Kind.TOO_LONG: "cell_too_long_text"}
        if cell.kind not in code:
            return cell
        if not self._is_refused(column):
            self._refuse(column, cell.text, CellRefused(code[cell.kind], value=cell.text))
        return None

    def _is_refused(self, column: Field) -> bool:
        return any(issue.cell == self.addresses[column] for issue in self.refused)

    def _refuse(self, column: Field, value: str, reason: DomainError) -> None:
        self.refused.append(Issue(self.row.number, self.addresses[column], clean_spaces(value), reason))

    def _warn(self, column: Field, value: str, code: str) -> None:
        self.found.warnings.append(Issue(self.row.number, self.addresses[column], value, CellRefused(code)))


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
