"""Parameters of a report as they come from the address line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from core.errors import DomainError
from core.messages import message_of
from core.vietnamese.formatting import parse_date
from organization.domain.population import ReportMode
from reports.errors import DayAhead

MODES = {"current": ReportMode.NOW, "historical": ReportMode.THEN}


@dataclass(frozen=True, slots=True)
class ReportParameters:
    """What was asked for; `unit` empty means the first one that may be read, `date_error` words or empty."""

    unit: str
    as_of: date
    mode: ReportMode
    date_text: str
    date_error: str

    @property
    def mode_word(self) -> str:
        """Return the word of the mode in addresses."""
        return "historical" if self.mode is ReportMode.THEN else "current"


def read_parameters(query: QueryDict, today: date) -> ReportParameters:
    """Return the parameters; a date that cannot be read or lies ahead becomes today, with the words of the error."""
    text = query.get("date", "").strip()[:20]
    as_of, error = today, ""
    try:
        as_of = _day(text, today)
    except DomainError as refused:
        error = message_of(refused)
    mode = MODES.get(query.get("mode", ""), ReportMode.NOW)
    return ReportParameters(query.get("unit", "").strip()[:60], as_of, mode, text if error else "", error)


def _day(text: str, today: date) -> date:
    day = parse_date(text) if text else today
    if day > today:
        raise DayAhead(day=day)
    return day
