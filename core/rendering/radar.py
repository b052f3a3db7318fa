"""Radar of required and attained levels as an SVG drawing of about three kilobytes.

Not assessed is not zero: the attained outline is broken there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from xml.sax.saxutils import escape

from .text import halves, printable

_GRID, _SPOKE, _NEED, _NEED_FILL, _HELD, _SCALE = "#B9BFC6", "#D3D7DC", "#8C6A2B", "#EFE3C4", "#1F4E79", "#5A6470"
_LONGEST_LABEL = 24

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """One competency; None means not required, or not assessed."""

    label: str
    required: int | None
    held: int | None


@dataclass(frozen=True, slots=True)
class _Dial:
    """The geometry, in millimetres."""

    axes: int
    levels: int
    width: float
    height: float
    radius: float

    def at(self, axis: int, level: float) -> Point:
        turn, reach = self.turn(axis), self.radius * level / self.levels
        return self.width / 2 + reach * cos(turn), self.height / 2 + reach * sin(turn)

    def turn(self, axis: int) -> float:
        return 2 * pi * axis / self.axes - pi / 2


def radar(
    axes: Sequence[Axis], *, levels: int = 5, width: float = 165, height: float = 84, radius: float = 33.5
) -> str:
    """Draw the axes clockwise from the top; at least three are needed."""
    if len(axes) < 3:
        raise ValueError("a radar needs three axes")
    dial = _Dial(len(axes), levels, width, height, radius)
    drawn = [
        *_grid(dial),
        _outline(dial, [axis.required for axis in axes], _NEED, f'fill="{_NEED_FILL}"', 'stroke-dasharray="1.6 1"'),
        _outline(dial, [axis.held for axis in axes], _HELD, 'fill="none"', 'stroke-linejoin="round"'),
        *(_dot(dial.at(i, axis.held)) for i, axis in enumerate(axes) if axis.held is not None),
        *_scale(dial),
        *(line for i, axis in enumerate(axes) for line in _label(dial, i, axis)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="Liberation Serif"><title>{_told(axes)}</title>'
        f"{''.join(drawn)}</svg>"
    )


def _grid(dial: _Dial) -> Iterable[str]:
    for level in range(1, dial.levels + 1):
        ring = "L".join(_point(dial.at(i, level)) for i in range(dial.axes))
        weight = 0.35 if level == dial.levels else 0.18
        yield f'<path d="M{ring}z" fill="none" stroke="{_GRID}" stroke-width="{weight}"/>'
    spokes = "".join(f"M{_point(dial.at(i, 0))}L{_point(dial.at(i, dial.levels))}" for i in range(dial.axes))
    yield f'<path d="{spokes}" fill="none" stroke="{_SPOKE}" stroke-width=".18"/>'


def _outline(dial: _Dial, values: Sequence[int | None], colour: str, *attributes: str) -> str:
    """The runs between axes without a value; all values known gives one closed line."""
    data, is_down = "", False
    for step in range(dial.axes + 1):
        axis = step % dial.axes
        value = values[axis]
        if value is None:
            is_down = False
            continue
        data += f"{'L' if is_down else 'M'}{_point(dial.at(axis, value))}"
        is_down = True
    if None in values:  # an open line encloses nothing
        attributes = tuple('fill="none"' if a.startswith("fill") else a for a in attributes)
    return f'<path d="{data}" stroke="{colour}" stroke-width=".7" {" ".join(attributes)}/>'


def _dot(at: Point) -> str:
    return f'<circle cx="{at[0]:.2f}" cy="{at[1]:.2f}" r=".95" fill="{_HELD}"/>'


def _scale(dial: _Dial) -> Iterable[str]:
    for level in range(1, dial.levels + 1):
        x, y = dial.at(0, level)
        place = f'x="{x - 1:.2f}" y="{y + 1:.2f}" font-size="2.7" text-anchor="end"'
        yield f'<text {place} fill="{_SCALE}">{level}</text>'


def _label(dial: _Dial, number: int, axis: Axis) -> Iterable[str]:
    across, down = cos(dial.turn(number)), sin(dial.turn(number))
    x, y = dial.width / 2 + (dial.radius + 3) * across, dial.height / 2 + (dial.radius + 3) * down
    anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    words = printable(axis.label) + (" (chưa đánh giá)" if axis.held is None else "")
    rows = [words] if len(words) <= _LONGEST_LABEL else [half for half in halves(words) if half]
    lift = 1.6 if down > 0.9 else -1.2 if down < -0.9 else 0.0
    first = y + 1.1 + lift - (len(rows) - 1) * 1.7
    for i, row in enumerate(rows):
        place = f'x="{x:.2f}" y="{first + i * 3.7:.2f}" font-size="3.35" text-anchor="{anchor}"'
        yield f"<text {place}>{escape(row)}</text>"


def _told(axes: Sequence[Axis]) -> str:
    """The drawing in words, for those who do not see it."""
    parts = (
        f"{printable(a.label)}: yêu cầu {a.required or '–'}, {'chưa đánh giá' if a.held is None else f'đạt {a.held}'}"
        for a in axes
    )
    return escape("; ".join(parts))


def _point(at: Point) -> str:
    return f"{at[0]:.2f} {at[1]:.2f}"
