"""Which files are read at all: judged by content, within limits, with a reason that helps."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.messages import is_registered
from organization.importing.errors import FileRefused, Limits
from organization.importing.package import open_package
from organization.importing.sheet import Cell, Kind, address, column_letters, read_sheet
from organization.importing.staff_list import Field, read_staff_list
from tests.organization.sheets import HEADINGS, PERSON, person, raw, repacked, row_xml, saved, with_rows, xlsx, zipped

LIMITS = Limits()
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
GOOD = xlsx([PERSON])


def read(data, limits=LIMITS):
    return read_staff_list(read_sheet(open_package(data, limits), limits))


def refusal(data, limits=LIMITS):
    with pytest.raises(FileRefused) as refused:
        read(data, limits)
    assert is_registered(refused.value.code)
    return refused.value.code


def outcome(data):
    """Tell whether a file was read, or refused for a reason that has words."""
    try:
        found = read(data)
    except DomainError as error:
        return is_registered(error.code)
    return bool(found.rows or found.refused)


def encrypted_entry(data):
    """The package with the flag of encryption set in every entry."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)


def odd_method(data):
    """The package with an unknown method of compression."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = changed.find(signature)
        while place >= 0:
            struct.pack_into("<H", changed, place + offset, 99)
            place = changed.find(signature, place + 4)
    return bytes(changed)


def with_entry(name, attributes=0):
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as package:
        entry = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
        entry.filename = name
        entry.external_attr = attributes << 16
        package.writestr(entry, b"x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (ENCRYPTED, "file_password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_excel"),
        (b"<!DOCTYPE html><html><table><tr><td>1", "file_html"),
        ("\ufeff<html>".encode(), "file_html"),
        (b"<?xml version='1.0'?><Workbook/>", "file_xml"),
        ("Mã nhân sự;Họ và tên\nCB001;An".encode(), "file_csv"),
        (b"%PDF-1.7\n", "file_pdf"),
        (b"MZ\x90\x00\x03", "file_other"),
        (zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "file_other"),
        (GOOD[: len(GOOD) // 2], "file_damaged"),
        (repacked(GOOD, {"xl/vbaProject.bin": b"macro"}), "file_macros"),
        (encrypted_entry(GOOD), "file_password"),
        (odd_method(GOOD), "file_package_unsupported"),
        (b"#!/bin/sh\n" + GOOD, "file_other"),
        (GOOD + b"more", "file_package_unsupported"),
        (with_entry("../../etc/passwd"), "file_package_names"),
        (with_entry("/etc/passwd"), "file_package_names"),
        (with_entry("C:/x"), "file_package_names"),
        (with_entry("xl\\x"), "file_package_names"),
        (with_entry("XL/Workbook.xml"), "file_package_names"),
        (with_entry("xl/link", 0o120777), "file_package_names"),
        (repacked(GOOD, {"xl/workbook.xml": b"<workbook"}), "file_damaged"),
        (repacked(GOOD, {"xl/_rels/workbook.xml.rels": None}), "file_damaged"),
        (repacked(GOOD, {"xl/worksheets/sheet1.xml": None}), "file_sheet_missing"),
    ],
)
def test_other_content_is_refused_with_its_reason(data, code):
    assert refusal(data) == code


def test_one_byte_over_the_limit_is_refused_and_the_limit_itself_is_not():
    assert read(GOOD, Limits(file_bytes=len(GOOD))).rows
    assert refusal(GOOD, Limits(file_bytes=len(GOOD) - 1)) == "file_too_large"


def test_package_that_unpacks_to_too_much_is_refused_by_the_bytes_counted():
    bomb = repacked(GOOD, {"xl/media/image1.bin": b"\0" * 2_000_000})

    assert len(bomb) < 20_000
    assert refusal(bomb, Limits(unpacked_bytes=1_000_000)) == "file_unpacks_too_large"


def test_entry_that_lies_about_its_size_is_refused():
    bomb = bytearray(repacked(GOOD, {"xl/media/image1.bin": b"\0" * 2_000_000}))
    place = bomb.find(struct.pack("<I", 2_000_000))
    while place >= 0:
        struct.pack_into("<I", bomb, place, 10)
        place = bomb.find(struct.pack("<I", 2_000_000))

    assert refusal(bytes(bomb), Limits(unpacked_bytes=1_000_000)) == "file_damaged"


def test_too_many_entries_are_refused():
    assert refusal(GOOD, Limits(entries=3)) == "file_unpacks_too_large"


@pytest.mark.parametrize(
    "sheet",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><worksheet/>',
        b"<a>" * 1000 + b"</a>" * 1000,
        b"<worksheet><sheetData><row>" + b"<c/>" * 30_000 + b"</row></sheetData></worksheet>",
    ],
)
def test_hostile_xml_is_refused(sheet):
    assert refusal(repacked(GOOD, {"xl/worksheets/sheet1.xml": sheet})) == "file_xml_forbidden"


@pytest.mark.parametrize(
    "sheet", [b"<worksheet>", b"\xff\xfe<", b"<?xml version='1.0' encoding='x-none'?><worksheet/>"]
)
def test_broken_xml_is_refused_as_damaged(sheet):
    assert refusal(repacked(GOOD, {"xl/worksheets/sheet1.xml": sheet})) == "file_damaged"


@pytest.mark.parametrize("rows", [3, 4])
def test_rows_are_counted_with_the_headings(rows):
    data = xlsx([person(A=f"CB{number}") for number in range(rows)])

    if rows == 3:
        assert len(read(data, Limits(rows=4)).rows) == 3
    else:
        assert refusal(data, Limits(rows=4)) == "file_too_many_rows"


def test_rows_with_formatting_only_do_not_count():
    data = raw(row_xml(1, HEADINGS) + row_xml(2, PERSON) + '<row r="3"><c r="A3" s="1"/></row>' * 1000)

    assert len(read(data, Limits(rows=2)).rows) == 1


def test_column_beyond_the_limit_is_refused():
    data = raw(row_xml(1, HEADINGS) + '<row r="2"><c r="XFD2"><v>1</v></c></row>')

    assert refusal(data) == "file_too_many_columns"


@pytest.mark.parametrize("size", [0, 10, 100, 5000])
@given(noise=st.binary(min_size=1, max_size=40), place=st.floats(0, 1))
def test_damage_anywhere_is_refused_or_read_but_never_breaks(size, noise, place):
    data = bytearray(GOOD)
    start = int(place * len(data))
    data[start : start + len(noise)] = noise
    if size:
        data = data[:-size]

    assert outcome(bytes(data))


class TestHeadings:
    def test_columns_are_found_in_any_order_below_a_title_and_above_their_numbers(self):
        order = [3, 0, 6, 1, 5, 2, 4]
        rows = [
            ["ỦY BAN NHÂN DÂN XÃ VÂN SƠN"],
            [],
            ["DANH SÁCH CÁN BỘ, CÔNG CHỨC"],
            [HEADINGS[place] for place in order],
            [f"({number})" for number in range(1, 8)],
            [PERSON[place] for place in order],
        ]

        found = read(xlsx(rows, headings=None))

        assert [(row.row, row.code, row.cells[Field.CODE]) for row in found.rows] == [(6, "CB001", "B6")]
        assert found.refused == []

    def test_usual_other_headings_are_understood(self):
        headings = ["Mã CBCCVC", "Họ và tên*", "NGÀY, THÁNG, NĂM SINH (dd/mm/yyyy)", "giới  tính", "Chức vụ/Chức danh"]

        found = read(xlsx([PERSON], headings=[*headings, "Mã đơn vị", "Từ ngày"]))

        assert len(found.rows) == 1

    def test_missing_columns_are_named(self):
        with pytest.raises(FileRefused) as refused:
            read(xlsx([PERSON[:4]], headings=HEADINGS[:4]))

        assert (refused.value.code, refused.value.params) == (
            "file_columns_missing",
            {"columns": "Chức vụ, Mã đơn vị"},
        )

    def test_column_named_twice_is_refused(self):
        assert refusal(xlsx([PERSON], headings=[*HEADINGS[:6], "Mã đơn vị"])) == "file_column_twice"

    def test_list_without_people_is_refused(self):
        assert refusal(xlsx([])) == "file_no_people"

    def test_further_columns_sheets_and_hidden_things_are_named(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Danh sách"
        sheet.append([*HEADINGS, "Dân tộc"])
        sheet.append([*PERSON, "Kinh"])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("Bí mật").sheet_state = "hidden"

        found = read(saved(book))

        assert [(issue.reason.code, issue.cell) for issue in found.warnings] == [
            ("sheet_others_ignored", ""),
            ("column_hidden", "C1"),
            ("columns_ignored", ""),
            ("row_hidden", "A2"),
        ]

    def test_first_sheet_that_is_shown_is_read(self):
        book = openpyxl.Workbook()
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Danh sách")
        shown.append(HEADINGS)
        shown.append(PERSON)
        book.active = 1

        assert len(read(saved(book)).rows) == 1


class TestSheet:
    def test_cells_keep_what_the_file_says(self):
        cells = [
            "văn bản",
            "<c><v>31107</v></c>",
            '<c t="s"><v>1</v></c>',
            '<c t="str"><f>A1</f><v>kết quả</v></c>',
            '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            "<c><f>1+1</f></c>",
            '<c t="d"><v>2026-03-01</v></c>',
            '<c t="inlineStr"><is><r><t>Nguyễn </t></r><r><t>An</t></r><rPh><t>x</t></rPh></is></c>',
            '<c r="Z1"><v>0</v></c>',
        ]
        data = raw(row_xml(1, cells), strings=["không", "chuỗi chung"])

        row = read_sheet(open_package(data, LIMITS), LIMITS).rows[0]

        assert row.cells == {
            1: Cell(Kind.TEXT, "văn bản"),
            2: Cell(Kind.NUMBER, "31107"),
            3: Cell(Kind.TEXT, "chuỗi chung"),
            4: Cell(Kind.TEXT, "kết quả"),
            5: Cell(Kind.ERROR, "#DIV/0!"),
            6: Cell(Kind.NO_VALUE, ""),
            7: Cell(Kind.ISO_DATE, "2026-03-01"),
            8: Cell(Kind.TEXT, "Nguyễn An"),
            26: Cell(Kind.NUMBER, "0"),
        }

    def test_shared_string_that_does_not_exist_is_damage(self):
        assert refusal(with_rows(['<c t="s"><v>7</v></c>'], strings=["một"])) == "file_damaged"

    def test_text_longer_than_the_limit_is_marked_and_not_kept(self):
        data = raw(row_xml(1, ["x" * 11]))

        row = read_sheet(open_package(data, LIMITS), Limits(cell_characters=10)).rows[0]

        assert row.cells[1] == Cell(Kind.TOO_LONG, "x" * 10)

    @pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
    def test_columns_have_the_letters_of_the_office(self, number, letters):
        assert column_letters(number) == letters
        assert address(number, 14) == f"{letters}14"
