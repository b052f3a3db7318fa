"""QR codes of verification addresses: dark runs as filled rectangles."""

from __future__ import annotations

import re

import segno

from .errors import FieldTooLong

_MASK = 3  # scoring all eight masks costs 4 ms and gains nothing at this size
_LARGEST_VERSION = 10  # 57 modules: 0.47 mm each at 27 mm, still read from a 150 dpi scan
_DARK_RUN = re.compile(b"\x01+")


def modules(text: str, field: str = "verify_url") -> tuple[bytes, ...]:
    """Return the rows of the code (1 = dark), level M, without quiet zone.

    Raises:
        FieldTooLong: the modules would be too small to read; `field` names the text.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
    if int(code.version) > _LARGEST_VERSION:
        raise FieldTooLong(field)
    return tuple(bytes(row) for row in code.matrix)


def operators(rows: tuple[bytes, ...], x: float, top: float, side: float) -> str:
    """Return page operators that fill the code into a square of `side` points."""
    unit = side / len(rows)
    runs = [f"{start} {row} {length} 1 re" for row, start, length in _runs(rows)]
    return f"q {unit:.5f} 0 0 {-unit:.5f} {x:.3f} {top:.3f} cm 0 g {' '.join(runs)} f Q"


def svg(rows: tuple[bytes, ...], title: str) -> str:
    """Return the code as an SVG element whose title says what it is; `title` must be escaped already."""
    data = "".join(f"M{start} {row}h{length}v1h-{length}z" for row, start, length in _runs(rows))
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<title>{title}</title><path d="{data}"/></svg>'
    )


def _runs(rows: tuple[bytes, ...]) -> list[tuple[int, int, int]]:
    """Dark runs as (row, first module, length)."""
    return [(r, run.start(), run.end() - run.start()) for r, row in enumerate(rows) for run in _DARK_RUN.finditer(row)]
