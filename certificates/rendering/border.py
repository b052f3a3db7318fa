"""The border of the certificate: woven band, corner rosettes, bronze-drum watermark, divider."""

from __future__ import annotations

from functools import lru_cache

from core.rendering.ornament import Art, Pen, circle, lobe, petal, short, star, wave

WIDTH, HEIGHT = 297.0, 210.0
DIVIDER_Y = 62.2

_LINE, _MID, _PALE = "#8C6A2B", "#C2A05A", "#E0CB9A"
_ACCENT, _WASH, _PAPER = "#9B1B1F", "#F5EEDD", "#FFFDF7"
_EDGE, _BAND_OUT, _BAND_IN, _CORNER = 7.5, 9.0, 16.0, 17.0
_STEP_OUT, _STEP_IN = 17.6, 18.9


@lru_cache
def certificate_art() -> Art:
    """Draw the border once per process."""
    art = Art(WIDTH, HEIGHT)
    _watermark(art, WIDTH / 2, 108, 60)
    _band(art)
    _frame(art)
    _corners(art)
    _divider(art)
    return art


def _watermark(art: Art, x: float, y: float, radius: float) -> None:
    """The face of a bronze drum, very light."""
    pen = Pen(_WASH, 0.35)
    art.path(lobe(84, 37, 21, radius * 0.79, 30), pen, into="DL")
    art.path(petal(radius * 0.832, radius * 0.115, radius * 0.035), pen, into="DP")
    art.path(petal(radius * 0.50, radius * 0.095, radius * 0.04), pen, into="DQ")
    art.path(circle(radius * 0.4275, 0, radius * 0.024), pen, into="DC")
    rings = (0.36, 0.385, 0.47, 0.49, 0.60, 0.62, 0.80, 0.82, 0.955, 1)
    face = "".join(circle(0, 0, radius * share) for share in rings) + star(14, radius * 0.34, radius * 0.11)
    art.path(face, pen, into="DRUM")
    for symbol, count in (("DL", 84), ("DP", 60), ("DQ", 36), ("DC", 36)):
        art.ring(symbol, count, into="DRUM")
    art.use("DRUM", (1, 0, 0, 1, x, y))


def _band(art: Art) -> None:
    """The woven band between the corners; one period is the symbol."""
    left, top = _EDGE + _CORNER, _EDGE + _CORNER
    middle, height = (_BAND_OUT + _BAND_IN) / 2, (_BAND_IN - _BAND_OUT) / 2
    across = _band_period(art, "WX", (WIDTH - 2 * left) / 29, height)
    art.use("WX", *[(1, 0, 0, 1, left + across * k, y) for y in (middle, HEIGHT - middle) for k in range(29)])
    down = _band_period(art, "WY", (HEIGHT - 2 * top) / 19, height)
    art.use("WY", *[(0, 1, -1, 0, x, top + down * k) for x in (middle, WIDTH - middle) for k in range(19)])


def _band_period(art: Art, symbol: str, length: float, height: float) -> float:
    strands = ((0.98, 2, _PALE, 0.17), (1, 1, _LINE, 0.17), (0.55, 1, _MID, 0.22), (0.28, 2, _MID, 0.14))
    for share, periods, colour, width in strands:
        both = wave(length, height * share, periods) + wave(length, height * share, periods, -1)
        art.path(both, Pen(colour, width), into=symbol)
    art.path(circle(length / 2, 0, 0.42), Pen(fill=_ACCENT), into=symbol)
    return length


def _frame(art: Art) -> None:
    """Lines that stop at the corner rosettes, and the stepped lines inside the band."""
    ends = _EDGE + _CORNER
    art.path(_straight(_EDGE, ends - 0.7), Pen(_LINE, 0.5))
    art.path(_straight(_BAND_OUT - 0.45, ends - 0.2) + _straight(_BAND_IN + 0.55, ends - 0.2), Pen(_LINE, 0.18))
    art.path(_stepped(_STEP_OUT, ends + 0.8), Pen(_ACCENT, 0.6))
    art.path(_stepped(_STEP_IN, ends + 2.0), Pen(_LINE, 0.2))


def _straight(inset: float, cut: float) -> str:
    i, c, right, bottom = short(inset), short(cut), WIDTH - cut, HEIGHT - cut
    return (
        f"M{c} {i}H{short(right)}M{c} {short(HEIGHT - inset)}H{short(right)}"
        f"M{i} {c}V{short(bottom)}M{short(WIDTH - inset)} {c}V{short(bottom)}"
    )


def _stepped(inset: float, step: float) -> str:
    i, s = short(inset), short(step)
    right, bottom = short(WIDTH - inset), short(HEIGHT - inset)
    step_right, step_bottom = short(WIDTH - step), short(HEIGHT - step)
    return f"M{s} {i}H{step_right}V{s}H{right}V{step_bottom}H{step_right}V{bottom}H{s}V{step_bottom}H{i}V{s}H{s}z"


def _corners(art: Art) -> None:
    art.path(lobe(40, 17, 12, 7.3, 18), Pen(_PALE, 0.16), into="CL")
    art.path(petal(4.0, 3.0, 1.15), Pen(_LINE, 0.2, _PAPER), into="CP")
    art.path(circle(0, 0, 8.1) + circle(0, 0, 7.6), Pen(_LINE, 0.22, _PAPER), into="CORNER")
    art.ring("CL", 40, into="CORNER")
    art.ring("CP", 16, into="CORNER")
    art.path(circle(0, 0, 4.15), Pen(_LINE, 0.2, _PAPER), into="CORNER")
    art.path(circle(0, 0, 3.75), Pen(_LINE, 0.2), into="CORNER")
    art.path(star(14, 3.4, 1.25), Pen(fill=_ACCENT), into="CORNER")
    art.path(circle(0, 0, 0.55), Pen(fill=_PAPER), into="CORNER")
    at = _EDGE + _CORNER / 2 + 0.1
    art.use("CORNER", *[(1, 0, 0, 1, x, y) for x in (at, WIDTH - at) for y in (at, HEIGHT - at)])


def _divider(art: Art) -> None:
    """A flower between two woven strokes, under the title."""
    middle, y, strokes = WIDTH / 2, DIVIDER_Y, ""
    for side in (1, -1):
        for bend in (2.3, -2.3):
            strokes += (
                f"M{short(middle + side * 4)} {short(y)}C{short(middle + side * 14)} {short(y - bend)} "
                f"{short(middle + side * 26)} {short(y + bend)} {short(middle + side * 42)} {short(y)}"
            )
    art.path(strokes, Pen(_LINE, 0.25))
    art.path(petal(0, 2.5, 0.8), Pen(fill=_ACCENT), into="FP")
    art.ring("FP", 8, middle, y)
