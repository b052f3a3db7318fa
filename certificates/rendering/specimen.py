"""The layout of one shape of certificate: set once by WeasyPrint, filled a thousand times by the press."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from core.rendering.faces import face
from core.rendering.papers import paper_html
from core.rendering.press import Ink, show
from core.rendering.weasy import layout

from .boxes import Line, Places, Run, places
from .fitting import fitted, may_break
from .printed import FORM_LINE, Shape

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the specimen. `operators` are ready when it never changes, else None.

    `moves`: a line above it in the same block may take two rows.
    """

    line: Line
    fields: tuple[str, ...]
    moves: bool
    operators: str | None


@dataclass(frozen=True, slots=True)
class Specimen:
    """Lines in reading order, the rules as operators, and the characters of the lines that never change."""

    places: Places
    slots: tuple[Slot, ...]
    rules: bytes
    ink: Mapping[str, frozenset[str]]

    def fill(self, texts: Mapping[str, str], ink: Ink) -> list[str]:
        """Return the operators of every line with `texts` in it, in reading order.

        Raises:
            FieldTooLong: a text does not fit.
            KeyError: a character is outside the face.
        """
        written: list[str] = []
        pushed: dict[int, float] = {}
        for slot in self.slots:
            if slot.operators is not None:
                written.append(slot.operators)
                continue
            line, down = slot.line, pushed.get(slot.line.block, 0.0)
            runs = tuple(replace(run, text=_filled(run.text, texts)) for run in line.runs)
            rows = fitted(line, runs, slot.fields, _measured)
            written.append(_row_operators(line, rows, line.y - down, ink))
            pushed[line.block] = down + (len(rows) - 1) * line.step
        return written


@lru_cache(64)
def specimen(template: str, shape: Shape) -> Specimen:
    """Lay out the certificate with `{field}` in every place that has text (0.1 s, once per shape)."""
    found = places(layout(certificate_html(template, {name: f"{{{name}}}" for name in shape})))
    ink: Ink = {}
    slots = tuple(_slot(line, found, ink) for line in found.lines)
    rules = "\n".join(
        f"0 G {rule.thickness:.2f} w {rule.x:.2f} {rule.y:.2f} m {rule.x + rule.width:.2f} {rule.y:.2f} l S"
        for rule in found.rules
    )
    return Specimen(found, slots, rules.encode(), {style: frozenset(used) for style, used in ink.items()})


def certificate_html(template: str, texts: Mapping[str, str], qr: str = "") -> str:
    """Fill a template. `qr` is the code as SVG of our own making, or empty when the press draws it."""
    form = [text for name, text in texts.items() if name.startswith(FORM_LINE)]
    saved = (texts.keys().isdisjoint({"birth", "position"}), texts.keys().isdisjoint({"period", "duration", "result"}))
    return paper_html(template, {"f": texts, "form": form, "qr": qr, "saved": sum(saved)})


def fields_of(line: Line) -> tuple[str, ...]:
    """Names of the fields on a line of the specimen; capitals mean that the text is set in capitals."""
    return tuple(dict.fromkeys(name.lower() for run in line.runs for name in _FIELD.findall(run.text)))


def _slot(line: Line, found: Places, ink: Ink) -> Slot:
    fields = fields_of(line)
    above = (other for other in found.lines if other.block == line.block and other.y > line.y)
    moves = any(may_break(fields_of(other)) for other in above)
    ready = None if fields or moves else _row_operators(line, [line.runs], line.y, ink)
    return Slot(line, fields, moves, ready)


def _filled(pattern: str, texts: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda m: texts[m[1]] if m[1].islower() else texts[m[1].lower()].upper(), pattern)


def _measured(run: Run) -> float:
    return face(run.style).width(run.text, run.size) + run.spacing * len(run.text)


def _row_operators(line: Line, rows: list[tuple[Run, ...]], y: float, ink: Ink) -> str:
    """Write the rows; the first of two ends with a space, or its last word would run into the next row."""
    written = []
    for number, row in enumerate(rows):
        spare = line.room - sum(_measured(run) for run in row)
        x = line.x + (spare / 2 if line.centred else 0.0)
        written.append(f"1 0 0 1 {x:.2f} {y - number * line.step:.2f} Tm")
        for run in row:
            text = run.text if number == len(rows) - 1 else f"{run.text} "
            font = f"{run.colour} rg /{run.style} {run.size:.4g} Tf {run.spacing:.3g} Tc"
            written.append(f"{font} {show(text, face(run.style), run.size, ink)}")
    return "\n".join(written)
