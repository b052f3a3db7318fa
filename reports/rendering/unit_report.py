"""The competency report as PDF: the body set by WeasyPrint, the table of all people pressed behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pydyf

from competencies.domain.gaps import Tally
from core.rendering.official import balanced
from core.rendering.papers import paper_html
from core.rendering.press import MM
from core.rendering.text import printable
from core.rendering.weasy import layout, write
from organization.domain.population import ReportMode

from .appendix import add_appendix
from .figures import SMALLEST_COMPARED, Figures, figures_of, reached, share_reached, short_in
from .paper import UnitReportPaper
from .rows import competency_rows, names_told, need_rows, office_rows, shares_told, tally_cells, unassessed_told

TEMPLATE = "unit_report.html"
_SUBJECT_ROOM = 150 * MM
_SUBJECT_SIZE = 14.0


def render_unit_report(paper: UnitReportPaper) -> bytes:
    """Print a report: PDF/A-2u, the same paper gives the same bytes.

    Raises:
        FieldTooLong: a name, position or need would fill more than a page of the appendix.
        FontMissing, TypesetterMissing: the machine lacks the face or Pango.
    """
    figures = figures_of(paper)
    document = layout(unit_report_html(paper, figures))

    def append(laid_out: Any, pdf: pydyf.PDF) -> None:
        if paper.people:
            add_appendix(pdf, paper, figures, first_page=len(laid_out.pages) + 1)

    return write(document, variant="pdf/a-2u", finishers=[append])


def unit_report_html(paper: UnitReportPaper, figures: Figures) -> str:
    """Fill the template of the body."""
    subject = printable(paper.subject or f"Kết quả đánh giá năng lực theo vị trí việc làm của {paper.unit_name}")
    return paper_html(
        TEMPLATE,
        {
            "paper": paper,
            "figures": figures,
            "head": paper.head,
            "foot": paper.foot,
            "subject": balanced(subject, "Bold", _SUBJECT_SIZE, _SUBJECT_ROOM),
            "is_traced": paper.mode is ReportMode.NOW,
            "by_competency": competency_rows(figures),
            "by_office": office_rows(figures.offices) if len(figures.offices) > 1 else (),
            "needs": need_rows(figures.needs),
            "total": tally_cells(figures.total),
            **_shares(figures.total),
            "smallest": SMALLEST_COMPARED,
            "best": shares_told(figures.best),
            "worst": shares_told(figures.worst),
            "unseen": names_told(figures.unseen),
            "most_unassessed": unassessed_told(figures.most_unassessed),
            "ended_people": sum(unit.people for unit in paper.ended_units),
            "needs_table": 2 + (len(figures.offices) > 1),
            "proposal_table": 2 + (len(figures.offices) > 1) + bool(figures.needs),
            "has_when": any(one.when for one in paper.proposals),
            "has_form": any(one.form for one in paper.proposals),
        },
    )


def _shares(total: Tally) -> dict[str, object]:
    """Sums and shares of the running text; a share without denominator is absent."""
    required, assessed = total.required, total.assessed
    return {
        "reached": reached(total),
        "reached_share": share_reached(total),
        "short": short_in(total),
        "assessed_share": Decimal(assessed) / required if required else None,
        "unassessed_share": Decimal(total.unassessed) / required if required else None,
    }
