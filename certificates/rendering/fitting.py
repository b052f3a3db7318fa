"""How a text is made to fit its place: broken in two where that is allowed, then smaller, else refused."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from core.rendering.errors import FieldTooLong
from core.rendering.text import halves

from .boxes import Line, Run

SMALLEST_SHARE = 0.7
SMALLEST_SIZE = 11.0
_FULL = 0.86
_BROKEN_IN_TWO = frozenset({"course"})

Measure = Callable[[Run], float]
"""The width of a run in points, letter spacing included."""


def may_break(fields: Collection[str]) -> bool:
    """Whether the line with these fields may take two lines."""
    return not _BROKEN_IN_TWO.isdisjoint(fields)


def fitted(line: Line, runs: tuple[Run, ...], fields: Collection[str], measure: Measure) -> list[tuple[Run, ...]]:
    """Return the rows that show `runs` in the room of `line`, each with the sizes it is set in.

    Raises:
        FieldTooLong: below 70 % of its size a text would also be smaller than 11 points.
    """
    width = sum(measure(run) for run in runs)
    breaks = may_break(fields) and len(runs) == 1 and " " in runs[0].text
    if breaks and width > line.room * _FULL:
        rows: list[tuple[Run, ...]] = [(replace(runs[0], text=half),) for half in halves(runs[0].text)]
        width = max(measure(row[0]) for row in rows)
    elif width > line.room:
        rows = [runs]
    else:
        return [runs]
    share = min(1.0, line.room / width)
    if share < SMALLEST_SHARE and share * max(run.size for run in runs) < SMALLEST_SIZE:
        raise FieldTooLong(*sorted(fields))
    return [tuple(replace(run, size=run.size * share, spacing=run.spacing * share) for run in row) for row in rows]
