"""The press: measured text, rules and tints written straight as page operators.

Fit for composed Vietnamese and Latin in a TrueType face. Points, origin at the bottom left.
"""

from __future__ import annotations

from typing import Literal

from .faces import Face, Style, face
from .text import HIDDEN

MM = 72 / 25.4
"""Points in a millimetre."""

Align = Literal["left", "centre", "right"]
Ink = dict[Style, set[str]]
"""The characters written so far in each style: what has to be embedded."""

_ACCENT_GAP = 35.0


def spelled(text: str, letters: Face) -> str:
    """Return `text` with □ for every character the face has no glyph for."""
    return "".join(c if c in letters.advances else HIDDEN for c in text)


def show(text: str, letters: Face, size: float, ink: Ink) -> str:
    """Return the operators that write `text` at the pen and remember its characters."""
    ink.setdefault(letters.style, set()).update(text)
    if letters.marks.isdisjoint(text):
        return f"<{letters.encode(text)}> Tj"
    return " ".join(_with_marks(text, letters, size))


def _with_marks(text: str, letters: Face, size: float) -> list[str]:
    """Write letters with combining signs one by one, each read back as the letter that it is."""
    written = []
    for cluster in _clusters(text, letters):
        if len(cluster) == 1:
            written.append(f"<{letters.codes[cluster]}> Tj")
            continue
        spoken = cluster.encode("utf-16-be").hex()
        written.append(f"/Span <</ActualText <feff{spoken}>>> BDC {_stacked(cluster, letters, size)} EMC")
    return written


def _clusters(text: str, letters: Face) -> list[str]:
    """Each letter with the combining signs after it."""
    found: list[str] = []
    for c in text:
        if found and c in letters.marks:
            found[-1] += c
        else:
            found.append(c)
    return found


def _stacked(cluster: str, letters: Face, size: float) -> str:
    """Combining signs have no width: step back to the middle of the letter, raise over its accent, return."""
    base = cluster[0]
    left, _, right, top = letters.boxes[base]
    back = letters.advances[base] - (left + right) / 2
    pieces = [f"<{letters.codes[base]}> Tj"]
    for mark in cluster[1:]:
        _, bottom, _, height = letters.boxes[mark]
        rise = max(0.0, top + _ACCENT_GAP - bottom) if bottom > 0 else 0.0
        top = max(top, height + rise)
        raised = f"{rise * size / 1000:.2f} Ts <{letters.codes[mark]}> Tj 0 Ts"
        pieces.append(f"[{back:.0f}] TJ {raised} [{-back:.0f}] TJ")
    return " ".join(pieces)


class Sheet:
    """The operators of one page. `ink` is shared by the sheets of one file."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._operators: list[str] = []

    def text(
        self, x: float, y: float, words: str, style: Style, size: float, align: Align = "left", room: float = 0.0
    ) -> None:
        """Write one line with its baseline at `y`; `align` places it within `room` points from `x`."""
        letters = face(style)
        if align != "left":
            spare = room - letters.width(words, size)
            x += spare / 2 if align == "centre" else spare
        self._operators.append(f"BT /{style} {size:g} Tf {x:.2f} {y:.2f} Td {show(words, letters, size, self.ink)} ET")

    def raw(self, operators: str) -> None:
        """Add operators as they are."""
        self._operators.append(operators)

    def content(self) -> bytes:
        """Return the content stream."""
        return "\n".join(self._operators).encode()
