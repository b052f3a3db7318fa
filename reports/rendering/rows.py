"""The figures as table rows and lists, ready for the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from competencies.domain.gaps import Tally
from core.rendering.text import printable
from core.vietnamese.formatting import number, padded_count, percent

from .figures import CompetencyFigures, Figures, Office, reached, share_reached, short_in

NOTHING = "–"
_STEPS = 5


@dataclass(frozen=True, slots=True)
class TableCell:
    """Text of a cell; `tint` names one of five steps of a hue, or is empty."""

    text: str
    tint: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: a label, then cells."""

    number: int
    label: str
    cells: tuple[TableCell, ...]


def competency_rows(figures: Figures) -> tuple[TableRow, ...]:
    """Rows of the table by competency."""
    return tuple(
        TableRow(one.number, printable(one.name), (TableCell(number(one.tally.not_required)), *tally_cells(one.tally)))
        for one in figures.competencies
    )


def office_rows(offices: Iterable[Office]) -> tuple[TableRow, ...]:
    """Rows of the table by office."""
    return tuple(
        TableRow(i, printable(office.name), (TableCell(number(len(office.people))), *tally_cells(office.tally)))
        for i, office in enumerate(offices, 1)
    )


def need_rows(needs: Iterable[CompetencyFigures]) -> tuple[TableRow, ...]:
    """Rows of the table of needs: short by one, short by more, together."""
    return tuple(
        TableRow(
            i,
            printable(one.name),
            tuple(
                TableCell(number(value))
                for value in (one.tally.short_by_one, one.tally.short_by_more, short_in(one.tally))
            ),
        )
        for i, one in enumerate(needs, 1)
    )


def tally_cells(counts: Tally) -> tuple[TableCell, ...]:
    """Required, assessed, reached, short by one, short by more, not assessed, share reached."""
    share = share_reached(counts)
    assessed, required = counts.assessed, counts.required
    return (
        TableCell(number(required)),
        TableCell(number(assessed)),
        TableCell(number(reached(counts)), _tint("ok", reached(counts), assessed)),
        TableCell(number(counts.short_by_one), _tint("one", counts.short_by_one, assessed)),
        TableCell(number(counts.short_by_more), _tint("more", counts.short_by_more, assessed)),
        TableCell(number(counts.unassessed), _tint("none", counts.unassessed, required)),
        TableCell(NOTHING if share is None else percent(share, fixed=True)),
    )


def shares_told(ranked: Iterable[CompetencyFigures]) -> str:
    """Competencies with their shares: Giao tiếp ứng xử (81,4%, 35/43 người); …"""
    return "; ".join(
        f"{printable(one.name)} ({percent(share, fixed=True)}, {reached(one.tally)}/{one.tally.assessed} người)"
        for one in ranked
        if (share := share_reached(one.tally)) is not None
    )


def unassessed_told(open_ones: Iterable[CompetencyFigures]) -> str:
    """Competencies with the people not assessed: Giao tiếp ứng xử (03 người); …"""
    return "; ".join(f"{printable(one.name)} ({padded_count(one.tally.unassessed)} người)" for one in open_ones)


def names_told(named: Iterable[CompetencyFigures]) -> str:
    """Names of competencies: Giao tiếp ứng xử; Quan hệ phối hợp."""
    return "; ".join(printable(one.name) for one in named)


def _tint(hue: str, part: int, whole: int) -> str:
    """A fifth of the whole per step; none for nothing."""
    if not part or not whole:
        return ""
    step = (Decimal(part) / whole * _STEPS).to_integral_value(ROUND_FLOOR)
    return f"{hue}-{min(_STEPS, int(step) + 1)}"
