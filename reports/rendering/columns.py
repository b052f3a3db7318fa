"""Widths of the columns of the appendix: as many competencies side by side as stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from core.rendering.press import MM

WIDTH, HEIGHT = 297 * MM, 210 * MM
LEFT, RIGHT, TOP, BOTTOM = 20 * MM, 15 * MM, 20 * MM, 15 * MM
ROOM = WIDTH - LEFT - RIGHT

_NUMBER, _NAME, _POSITION, _NEEDS = 9 * MM, 33 * MM, 27 * MM, 40 * MM
_TRIPLE, _WIDEST_TRIPLE = 12.6 * MM, 20 * MM
_WIDEST_NAME, _WIDEST_POSITION = 48 * MM, 50 * MM
MOST_COMPETENCIES = int((ROOM - _NUMBER - _NAME - _POSITION - _NEEDS) / _TRIPLE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges: number, name, position, three per competency (required, held, difference), needs, right end."""

    edges: tuple[float, ...]
    competencies: int

    @property
    def first_figure(self) -> int:
        """Index of the first column of figures."""
        return 3

    @property
    def needs(self) -> int:
        """Index of the last column."""
        return 3 + 3 * self.competencies

    def width(self, index: int) -> float:
        """Width of one column."""
        return self.edges[index + 1] - self.edges[index]


def parts(competencies: int) -> list[range]:
    """Share the competencies out to as few tables as needed, about equally many in each."""
    count = -(-competencies // MOST_COMPETENCIES)
    bounds = [competencies * i // count for i in range(count + 1)]
    return [range(a, b) for a, b in pairwise(bounds)]


def columns_for(competencies: int) -> Columns:
    """Lay out a table; room that is left goes to the figures, then to name and position, then to the needs."""
    spare = ROOM - _NUMBER - _NAME - _POSITION - _NEEDS - competencies * _TRIPLE
    triple = min(_WIDEST_TRIPLE, _TRIPLE + spare / competencies)
    spare -= competencies * (triple - _TRIPLE)
    name = min(_WIDEST_NAME, _NAME + spare / 3)
    position = min(_WIDEST_POSITION, _POSITION + spare / 3)
    figures = [triple * share for _ in range(competencies) for share in (0.32, 0.32, 0.36)]
    widths = [_NUMBER, name, position, *figures]
    widths.append(ROOM - sum(widths))
    return Columns(tuple(accumulate([LEFT, *widths])), competencies)
