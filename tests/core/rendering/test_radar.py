from __future__ import annotations

from xml.etree import ElementTree

import pytest

from core.rendering.radar import Axis, radar

SVG = "{http://www.w3.org/2000/svg}"


def test_unassessed_axis_breaks_the_line_and_has_no_dot() -> None:
    axes = [Axis("A", 2, 3), Axis("B", 3, None), Axis("C", 3, 2), Axis("D", 1, 1)]

    drawing = ElementTree.fromstring(radar(axes))

    held = next(p for p in drawing.iter(f"{SVG}path") if p.get("stroke") == "#1F4E79").get("d")
    # One line from A would lead to B: it starts anew at C and closes at A.
    assert held.count("M") == 2
    assert len(list(drawing.iter(f"{SVG}circle"))) == 3
    assert "B: yêu cầu 3, chưa đánh giá" in drawing.find(f"{SVG}title").text


def test_complete_outline_is_one_closed_line() -> None:
    drawing = ElementTree.fromstring(radar([Axis(c, 2, 2) for c in "ABC"]))

    held = next(p for p in drawing.iter(f"{SVG}path") if p.get("stroke") == "#1F4E79").get("d")
    assert held.count("M") == 1
    assert held.count("L") == 3


def test_level_five_lies_on_the_outer_ring_at_the_top() -> None:
    drawing = ElementTree.fromstring(radar([Axis("A", 5, 5), Axis("B", 1, 1), Axis("C", 1, 1)]))

    # Centre (82.5, 42), radius 33.5: the top is (82.5, 8.5).
    first = next(drawing.iter(f"{SVG}circle"))
    assert (first.get("cx"), first.get("cy")) == ("82.50", "8.50")


def test_label_is_escaped() -> None:
    drawing = ElementTree.fromstring(radar([Axis("<b>&", 1, 1), Axis("B", 1, 1), Axis("C", 1, 1)]))

    assert "<b>&" in [text.text for text in drawing.iter(f"{SVG}text")]


def test_two_axes_are_refused() -> None:
    with pytest.raises(ValueError, match="three axes"):
        radar([Axis("A", 1, 1), Axis("B", 1, 1)])
