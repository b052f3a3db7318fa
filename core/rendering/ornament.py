"""Own-drawn ornaments as shared PDF forms. Units are millimetres, the origin is at the top left.

A drawing is a list of paths and of uses of small symbols: one wave period, one petal, one lobe. Symbols
become nested forms, so a border of ten thousand curves is written once per file in a few kilobytes.
Plain strokes and solid tints only: no opacity or gradient, so PDF/A needs no transparency group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, pi, sin

from .pdf import stream
from .press import MM

Matrix = tuple[float, float, float, float, float, float]
_SEGMENT = re.compile(r"([MLHVCcQz])([^MLHVCcQz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_CURVE = 0.5523  # a quarter circle as one cubic curve


@dataclass(frozen=True, slots=True)
class Pen:
    """How a path is drawn: `stroke` and `fill` are #RRGGBB or None, `width` in millimetres."""

    stroke: str | None = None
    width: float = 0.0
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class _Path:
    data: str
    pen: Pen


@dataclass(frozen=True, slots=True)
class _Use:
    symbol: str
    matrix: Matrix


@dataclass(slots=True)
class Art:
    """A drawing of `width` by `height` millimetres."""

    width: float
    height: float
    items: list[_Path | _Use] = field(default_factory=list)
    symbols: dict[str, list[_Path | _Use]] = field(default_factory=dict)

    def path(self, data: str, pen: Pen, into: str | None = None) -> None:
        """Draw path data (M L H V C c Q z), in the drawing itself or in the symbol `into`."""
        self._target(into).append(_Path(data, pen))

    def use(self, symbol: str, *matrices: Matrix, into: str | None = None) -> None:
        """Repeat a symbol under each matrix."""
        self._target(into).extend(_Use(symbol, matrix) for matrix in matrices)

    def ring(self, symbol: str, count: int, x: float = 0, y: float = 0, into: str | None = None) -> None:
        """Repeat a symbol `count` times around a point."""
        turns = (2 * pi * i / count for i in range(count))
        self.use(symbol, *((cos(a), sin(a), -sin(a), cos(a), x, y) for a in turns), into=into)

    def objects(self, first: int) -> list[bytes]:
        """Return the forms numbered from `first` on; the last of them is the whole drawing, in points."""
        numbers: dict[str, int] = {}
        bodies: list[bytes] = []

        def form(items: list[_Path | _Use], box: str, entries: str = "") -> int:
            for name in sorted({item.symbol for item in items if isinstance(item, _Use)}):
                if name not in numbers:
                    numbers[name] = form(self.symbols[name], "-150 -150 150 150")
            used = sorted({item.symbol for item in items if isinstance(item, _Use)})
            resources = "".join(f"/{name} {numbers[name]} 0 R" for name in used)
            head = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<</XObject<<{resources}>>>>{entries}"
            bodies.append(stream(_operators(items), head.encode()))
            return first + len(bodies) - 1

        upright = f"/Matrix[{short(MM, 5)} 0 0 {short(-MM, 5)} 0 {short(self.height * MM, 3)}]"
        form(self.items, f"0 0 {short(self.width)} {short(self.height)}", upright)
        return bodies

    def _target(self, symbol: str | None) -> list[_Path | _Use]:
        return self.items if symbol is None else self.symbols.setdefault(symbol, [])


def short(value: float, digits: int = 2) -> str:
    """Return a number without trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def circle(x: float, y: float, radius: float) -> str:
    """Return a circle of four curves."""
    k = _CURVE * radius
    left, right, top, bottom = x - radius, x + radius, y - radius, y + radius
    return (
        f"M{short(left)} {short(y)}"
        f"C{_points(left, y - k, x - k, top, x, top)}C{_points(x + k, top, right, y - k, right, y)}"
        f"C{_points(right, y + k, x + k, bottom, x, bottom)}C{_points(x - k, bottom, left, y + k, left, y)}z"
    )


def star(rays: int, outer: float, inner: float) -> str:
    """Return a star around the origin, its first ray upwards."""
    corners = []
    for i in range(rays * 2):
        radius, turn = (outer if i % 2 == 0 else inner), pi * i / rays - pi / 2
        corners.append(_points(radius * cos(turn), radius * sin(turn)))
    return "M" + "L".join(corners) + "z"


def petal(start: float, length: float, width: float) -> str:
    """Return a pointed lotus petal on the x axis, from radius `start` outwards."""
    belly, tip = start + 0.45 * length, start + length
    return f"M{short(start)} 0Q{_points(belly, width, tip, 0)}Q{short(belly)} {short(-width)} {short(start)} 0z"


def lobe(big: int, small: int, pen: float, size: float, steps: int = 26) -> str:
    """Return one of the `big` equal pieces of a hypotrochoid around the origin, as a polyline."""
    reach, ratio = (big - small) + pen, (big - small) / small
    corners = []
    for i in range(steps + 1):
        turn = 2 * pi * small / big * i / steps
        x = (big - small) * cos(turn) + pen * cos(ratio * turn)
        y = (big - small) * sin(turn) - pen * sin(ratio * turn)
        corners.append(_points(size * x / reach, size * y / reach))
    return "M" + "L".join(corners)


def wave(length: float, height: float, periods: int, phase: int = 1) -> str:
    """Return a sine strand along x from the origin, each quarter wave one curve."""
    quarter, swing = length / periods / 4, height * phase
    rising, falling = (0.326, 0.512, 0.638, 1, 1, 1), (0.362, 0, 0.674, -0.488, 1, -1)
    period = ""
    for lift, shape in ((swing, rising), (swing, falling), (-swing, rising), (-swing, falling)):
        scaled = (v * (quarter if i % 2 == 0 else lift) for i, v in enumerate(shape))
        period += "c" + " ".join(short(v, 3) for v in scaled)
    return "M0 0" + period * periods


def _points(*values: float) -> str:
    return " ".join(short(v) for v in values)


def _operators(items: Iterable[_Path | _Use]) -> bytes:
    written = []
    for item in items:
        if isinstance(item, _Use):
            written.append("q " + " ".join(short(v, 4) for v in item.matrix) + f" cm /{item.symbol} Do Q")
            continue
        pen = item.pen
        if pen.stroke:
            written.append(f"{_colour(pen.stroke)} RG {short(pen.width)} w")
        if pen.fill:
            written.append(f"{_colour(pen.fill)} rg")
        written.append(_path_operators(item.data))
        written.append("B" if pen.stroke and pen.fill else "S" if pen.stroke else "f")
    return "\n".join(written).encode()


def _colour(value: str) -> str:
    return " ".join(short(int(value[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))


def _path_operators(data: str) -> str:
    """Translate path data into operators; the pen position turns relative curves into absolute ones."""
    written: list[str] = []
    x = y = start_x = start_y = 0.0
    for command, arguments in _SEGMENT.findall(data):
        v = [float(number) for number in _NUMBER.findall(arguments)]
        if command == "z":
            written.append("h")
            x, y = start_x, start_y
        elif command in "ML":
            for i in range(0, len(v), 2):
                x, y = v[i], v[i + 1]
                moves = command == "M" and i == 0
                start_x, start_y = (x, y) if moves else (start_x, start_y)
                written.append(f"{_points(x, y)} {'m' if moves else 'l'}")
        elif command in "HV":
            x, y = (v[0], y) if command == "H" else (x, v[0])
            written.append(f"{_points(x, y)} l")
        elif command in "Cc":
            for i in range(0, len(v), 6):
                base = (x, y) if command == "c" else (0.0, 0.0)
                curve = [a + base[k % 2] for k, a in enumerate(v[i : i + 6])]
                written.append(f"{_points(*curve)} c")
                x, y = curve[4], curve[5]
        else:  # Q: a quadratic curve as a cubic one
            x1, y1, x2, y2 = v
            near = (x + 2 / 3 * (x1 - x), y + 2 / 3 * (y1 - y))
            far = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
            written.append(f"{_points(*near, *far, x2, y2)} c")
            x, y = x2, y2
    return " ".join(written)
