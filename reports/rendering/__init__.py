"""The competency report of a unit as paper: frozen figures in, PDF/A bytes out, nothing else read."""

from .paper import EndedUnit, PaperCompetency, PaperPerson, Proposal, UnitReportPaper
from .unit_report import render_unit_report

__all__ = [
    "EndedUnit",
    "PaperCompetency",
    "PaperPerson",
    "Proposal",
    "UnitReportPaper",
    "render_unit_report",
]
