"""The appendix of all people, pressed: landscape pages added to the report while it is written.

Rules, tints and figures of a page are a few operators each, so two thousand people take under a second.
The text stands in reading order, row by row.
"""

from __future__ import annotations

import pydyf

from core.rendering.faces import Style, face
from core.rendering.official import balanced
from core.rendering.pdf import embed_fonts, stream
from core.rendering.press import MM, Ink, Sheet, spelled
from core.rendering.text import printable
from core.rendering.weasy import adder

from .columns import HEIGHT, LEFT, ROOM, TOP, WIDTH, parts
from .figures import Figures
from .paper import UnitReportPaper
from .table import TINTS, PeopleTable

TITLE = "Mức yêu cầu, mức đạt và nhu cầu bồi dưỡng của từng người"
KEY = "YC: mức yêu cầu; Đ: mức đạt; CL: chênh lệch (Đ − YC); dấu “–”: chưa đánh giá; dấu “·”: không yêu cầu."
_TINT_NAMES = {"one": "thiếu 1 bậc", "more": "thiếu từ 2 bậc", "none": "chưa đánh giá"}
_KEY_SIZE = 11.0
_HEAD_SIZES: tuple[tuple[Style, float], ...] = (("Bold", 14.0), ("Bold", 13.0), ("Italic", 13.0))


def add_appendix(pdf: pydyf.PDF, paper: UnitReportPaper, figures: Figures, *, first_page: int) -> None:
    """Append the pages; `first_page` is the number printed on the first of them.

    Raises:
        FieldTooLong: a name, position or list of needs would not fit a page.
    """
    ink: Ink = {}
    sheets: list[Sheet] = []
    tables = parts(len(paper.competencies))
    for order, chosen in enumerate(tables, 1):
        table = PeopleTable(paper.competencies, chosen)
        rows = list(table.rows(figures.offices))
        starts = True
        while rows:
            sheet, top = Sheet(ink), HEIGHT - TOP
            _centred(sheet, HEIGHT - 12.5 * MM, str(first_page + len(sheets)), "Regular", 14)
            if not sheets:
                top = _title(sheet, top, paper)
            if starts:
                part = f"Phần {order}/{len(tables)}, năng lực {chosen.start + 1}-{chosen.stop}. "
                top = _key(sheet, top, part if len(tables) > 1 else "")
            rows, starts = table.draw(sheet, top, rows), False
            sheets.append(sheet)
    _add_pages(pdf, sheets, ink)


def _title(sheet: Sheet, top: float, paper: UnitReportPaper) -> float:
    """Write number, title and reference of the appendix; returns the y below the short rule."""
    head = paper.head
    agency = printable(head.issuing_agency)
    reference = f"(Kèm theo Báo cáo số {head.number_and_symbol} {head.date_words} của {agency})"
    for (style, size), text in zip(_HEAD_SIZES, ("Phụ lục", TITLE.upper(), reference), strict=True):
        for line in balanced(text, style, size, ROOM):
            top -= size * 1.2
            _centred(sheet, top + 3, line, style, size)
    top -= 4
    sheet.raw(f"0 G .75 w {WIDTH / 2 - 28 * MM:.2f} {top:.2f} m {WIDTH / 2 + 28 * MM:.2f} {top:.2f} l S")
    return top - 6


def _key(sheet: Sheet, top: float, part: str) -> float:
    """Explain abbreviations and tints; returns the y for the table."""
    letters, y = face("Regular"), top - 10
    sheet.text(LEFT, y, part + KEY, "Regular", _KEY_SIZE)
    x = LEFT + letters.width(part + KEY, _KEY_SIZE) + 8
    names = {tint: letters.width(name, _KEY_SIZE) for tint, name in _TINT_NAMES.items()}
    if x + sum(names.values()) + 3 * 18 > LEFT + ROOM:
        x, y = LEFT, y - 14
    for tint, name in _TINT_NAMES.items():
        sheet.raw(f"{TINTS[tint]} rg 0 G .4 w {x:.2f} {y:.2f} 9 7 re B 0 g")
        sheet.text(x + 12, y, name, "Regular", _KEY_SIZE)
        x += 20 + names[tint]
    return y - 6


def _centred(sheet: Sheet, y: float, text: str, style: Style, size: float) -> None:
    sheet.text(0, y, spelled(text, face(style)), style, size, "centre", WIDTH)


def _add_pages(pdf: pydyf.PDF, sheets: list[Sheet], ink: Ink) -> None:
    add = adder(pdf)
    fonts = embed_fonts(add, ink).decode()
    resources = add(f"<</Font{fonts}>>".encode())
    for sheet in sheets:
        content = add(stream(sheet.content()))
        page = {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "Resources": f"{resources} 0 R",
            "MediaBox": pydyf.Array([0, 0, round(WIDTH, 2), round(HEIGHT, 2)]),
            "Contents": f"{content} 0 R",
        }
        pdf.add_page(pydyf.Dictionary(page))
