from __future__ import annotations

import pytest

from certificates.rendering.boxes import Line, Run
from certificates.rendering.fitting import fitted
from core.rendering.errors import FieldTooLong


def run(text: str, size: float = 20.0) -> Run:
    return Run(text=text, style="Regular", size=size, spacing=0.0, colour="0 0 0", width=0.0)


def line(room: float) -> Line:
    return Line(runs=(), x=0, y=0, room=room, step=10, centred=True, role="P", block=1, element=None)


def letters(r: Run) -> float:
    """Every letter is half as wide as the size."""
    return len(r.text) * r.size / 2


def test_line_with_room_keeps_its_size() -> None:
    # 10 letters of 10 points = 100.
    assert fitted(line(100), (run("abcdefghij"),), ("unit",), letters) == [(run("abcdefghij"),)]


def test_wide_line_is_set_smaller() -> None:
    # 10 letters of 10 points = 100 into 80: 20 × 0.8 = 16.
    assert fitted(line(80), (run("abcdefghij"),), ("unit",), letters) == [(run("abcdefghij", 16.0),)]


def test_line_below_seventy_per_cent_stands_as_long_as_it_has_eleven_points() -> None:
    # Share 0.55 gives 11 points exactly.
    assert fitted(line(55), (run("abcdefghij"),), ("unit",), letters) == [(run("abcdefghij", 11.0),)]


def test_line_below_both_limits_is_refused_with_its_field() -> None:
    # Share 0.54 gives 10.8 points.
    with pytest.raises(FieldTooLong) as refused:
        fitted(line(54), (run("abcdefghij"),), ("unit", "position"), letters)

    assert refused.value.fields == ("position", "unit")


def test_small_line_may_go_down_to_seventy_per_cent() -> None:
    # 9 points × 0.7 = 6.3, allowed since it is 70 % of what the template asks for.
    (row,) = fitted(line(31.5), (run("abcdefghij", 9.0),), ("verify_page",), letters)

    assert row[0].size == pytest.approx(6.3)


def test_course_is_broken_before_it_is_set_smaller() -> None:
    # 11 letters of 10 points = 110, more than 86 % of 120.
    rows = fitted(line(120), (run("aaaaa bbbbb"),), ("course",), letters)

    assert rows == [(run("aaaaa"),), (run("bbbbb"),)]


def test_course_of_one_word_is_not_broken() -> None:
    rows = fitted(line(100), (run("aaaaaaaaaaaa"),), ("course",), letters)

    assert [[r.text for r in row] for row in rows] == [["aaaaaaaaaaaa"]]
