from __future__ import annotations

import zlib

import pytest

from core.rendering.ornament import Art, Pen, _path_operators, circle, short, star


@pytest.mark.parametrize(
    ("data", "operators"),
    [
        ("M1 2L3 4z", "1 2 m 3 4 l h"),
        ("M1 2H5V6", "1 2 m 5 2 l 5 6 l"),
        ("M0 0C1 2 3 4 5 6", "0 0 m 1 2 3 4 5 6 c"),
        # Relative: the second curve starts where the first ended.
        ("M1 1c1 0 2 0 3 0c0 1 0 2 0 3", "1 1 m 2 1 3 1 4 1 c 4 2 4 3 4 4 c"),
        # A quadratic curve: control points two thirds of the way to its own.
        ("M0 0Q3 3 6 0", "0 0 m 2 2 4 2 6 0 c"),
        ("M0 0 1 1", "0 0 m 1 1 l"),
    ],
)
def test_path_data_becomes_operators(data: str, operators: str) -> None:
    assert _path_operators(data) == operators


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.5, "0.5"), (-0.001, "0"), (2.678, "2.68")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_symbol_is_written_once_however_often_it_is_used() -> None:
    art = Art(10, 10)
    art.path(circle(0, 0, 1), Pen("#FF0000", 0.5), into="DOT")
    art.ring("DOT", 12, 5, 5)
    art.path(star(5, 2, 1), Pen(fill="#000000"))

    dot, whole = art.objects(7)

    assert b"/DOT 7 0 R" in whole
    assert zlib.decompress(whole.split(b"stream\n")[1].rsplit(b"\nend")[0]).count(b"/DOT Do") == 12
    assert b"1 0 0 RG 0.5 w" in zlib.decompress(dot.split(b"stream\n")[1].rsplit(b"\nend")[0])


def test_page_is_turned_upright_and_into_points() -> None:
    art = Art(100, 50)
    art.path("M0 0L1 1", Pen("#000000", 1))

    # 72 / 25.4 = 2.83465; 50 mm = 141.732 points.
    assert b"/Matrix[2.83465 0 0 -2.83465 0 141.732]" in art.objects(1)[-1]
