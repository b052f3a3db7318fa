from __future__ import annotations

import pytest

from core.rendering.errors import FieldTooLong
from core.rendering.press import MM, Sheet
from reports.rendering.columns import BOTTOM, HEIGHT, LEFT, MOST_COMPETENCIES, RIGHT, TOP, WIDTH, columns_for, parts
from reports.rendering.figures import figures_of
from reports.rendering.paper import PaperCompetency
from reports.rendering.table import PeopleTable, _figure_texts, roman

from .papers import COMPETENCIES, paper_of, paper_of_size, person


@pytest.mark.parametrize(
    ("required", "held", "texts"),
    [
        (3, 3, ("3", "3", "0")),
        (3, 4, ("3", "4", "+1")),
        (3, 1, ("3", "1", "−2")),
        (3, None, ("3", "–", "–")),
        (None, None, ("·", "·", "·")),
        (None, 2, ("·", "2", "·")),
    ],
)
def test_not_assessed_is_a_dash_and_never_a_number(
    required: int | None, held: int | None, texts: tuple[str, str, str]
) -> None:
    assert _figure_texts(required, held) == texts


@pytest.mark.parametrize("competencies", range(1, MOST_COMPETENCIES + 1))
def test_columns_fill_the_page_between_the_margins(competencies: int) -> None:
    columns = columns_for(competencies)

    assert columns.edges[0] == LEFT
    assert columns.edges[-1] == pytest.approx(WIDTH - RIGHT)
    assert len(columns.edges) == 3 * competencies + 5
    assert all(columns.width(i) >= 4 * MM for i in range(len(columns.edges) - 1))
    assert columns.width(columns.needs) >= 39.9 * MM


@pytest.mark.parametrize(
    ("competencies", "shares"),
    [(1, [(0, 1)]), (12, [(0, 12)]), (13, [(0, 6), (6, 13)]), (25, [(0, 8), (8, 16), (16, 25)])],
)
def test_many_competencies_are_shared_out_to_several_tables(competencies: int, shares: list[tuple[int, int]]) -> None:
    assert [(part.start, part.stop) for part in parts(competencies)] == shares


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")])
def test_offices_are_numbered_in_roman(number: int, text: str) -> None:
    assert roman(number) == text


def test_people_are_numbered_through_and_offices_named_when_there_are_several() -> None:
    paper = paper_of((person("A", (1, 1)), person("B", (1, 1), office="Phòng Kinh tế")))
    table = PeopleTable(paper.competencies, range(1))

    rows = list(table.rows(figures_of(paper).offices))

    assert [row.number for row in rows] == ["I", "1", "II", "2"]
    assert rows[0].name == ("Văn phòng HĐND và UBND (1 người)",)


def test_single_office_is_not_named() -> None:
    paper = paper_of((person("A", (1, 1)), person("B", (1, 1))))

    rows = list(PeopleTable(paper.competencies, range(1)).rows(figures_of(paper).offices))

    assert [row.number for row in rows] == ["1", "2"]


def test_long_texts_make_the_row_higher_and_lose_nothing() -> None:
    name = "Nguyễn Phước Công Tằng Tôn Nữ Thị Hoàng Khánh Quỳnh"
    paper = paper_of((person(name, *[(1, 1)] * 12),))
    (row,) = PeopleTable(paper.competencies, range(12)).rows(figures_of(paper).offices)

    assert len(row.name) > 1
    assert " ".join(row.name) == name
    assert row.height > 5 * MM


def test_office_name_never_stands_last_on_a_page() -> None:
    paper = paper_of_size(40, offices=20)
    table = PeopleTable(paper.competencies, range(12))
    rows = list(table.rows(figures_of(paper).offices))
    # Tops that differ by a millimetre put the end of the page at every place of the list.
    for lower in range(60):
        rest = table.draw(Sheet({}), HEIGHT - TOP - lower * MM, rows)

        drawn = rows[: len(rows) - len(rest)]
        assert drawn[-1].gaps


def test_all_rows_are_drawn_within_the_page() -> None:
    paper = paper_of_size(100)
    table = PeopleTable(paper.competencies, range(12))
    rows = list(table.rows(figures_of(paper).offices))

    rest = table.draw(Sheet({}), HEIGHT - TOP, rows)

    height = sum(row.height for row in rows[: len(rows) - len(rest)])
    assert height < HEIGHT - TOP - BOTTOM
    assert rest == rows[len(rows) - len(rest) :]


@pytest.mark.parametrize("field", ["name", "position"])
def test_text_of_more_than_a_page_is_refused_by_name(field: str) -> None:
    texts = {"name": "A", "position": "B"} | {field: "Chuyên viên " * 200}
    paper = paper_of((person(texts["name"], *[(1, 1)] * 12, position=texts["position"]),))

    with pytest.raises(FieldTooLong) as refused:
        list(PeopleTable(paper.competencies, range(12)).rows(figures_of(paper).offices))

    assert refused.value.fields == (field,)


def test_competency_name_too_long_for_the_head_is_refused() -> None:
    with pytest.raises(FieldTooLong) as refused:
        PeopleTable((*COMPETENCIES[:11], PaperCompetency(name="Năng lực " * 40)), range(12))

    assert refused.value.fields == ("competency",)
