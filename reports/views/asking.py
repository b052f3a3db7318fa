"""What a reader asks for, held against what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.messages import message_of
from core.vietnamese.formatting import short_date
from organization.domain.population import ReportMode
from organization.selectors import UnitFacts
from reports.errors import UnitNotAlive
from reports.forms import ReportParameters, read_parameters
from reports.permissions import may_read, may_read_ended, reportable_units
from reports.selectors.unit_report import unit_report
from reports.selectors.values import ENDED_CODE, UnitReport


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and what may be chosen. With `parameters.date_error` the report is that of today instead."""

    parameters: ReportParameters
    code: str
    units: Sequence[UnitFacts]
    today: date

    def report(self) -> UnitReport:
        """Make the report."""
        return unit_report(code=self.code, as_of=self.parameters.as_of, mode=self.parameters.mode, today=self.today)

    def address(self, name: str) -> str:
        """Return where the same report is found in another form."""
        parameters = self.parameters
        query = {"unit": self.code, "date": short_date(parameters.as_of), "mode": parameters.mode_word}
        return f"{reverse(name)}?{urlencode(query)}"

    def choices(self) -> list[dict[str, Any]]:
        """Return the units to choose from, those below others set in."""
        top = min(unit.depth for unit in self.units)
        choices = [
            {"value": unit.code, "label": "– " * (unit.depth - top) + unit.name, "selected": unit.code == self.code}
            for unit in self.units
        ]
        if self.parameters.mode is ReportMode.NOW and may_read_ended(self.units):
            is_chosen = self.code == ENDED_CODE
            choices.append({"value": ENDED_CODE, "label": _("Units that have ended"), "selected": is_chosen})
        return choices


def asked_of(request: HttpRequest) -> Asked:
    """Read the parameters and hold them against the reader's rights of today.

    A unit that may be read today but did not exist on the day asked for is said at the date, like a date that cannot
    be read; a unit of that day that has ended since gives way to the reader's first unit of today.

    Raises:
        PermissionDenied: the account reads no unit's report.
        Http404: the unit is not among those it reads.
    """
    today = clock.today()
    parameters = read_parameters(request.GET, today)
    units = _readable(request, parameters, today)
    code = parameters.unit or (units[0].code if units else "")
    if units and may_read(code, units, parameters.mode):
        return Asked(parameters, code, units, today)
    of_today = _readable(request, replace(parameters, mode=ReportMode.NOW), today)
    if not units and not of_today:
        raise PermissionDenied(_("This page is for heads of units and the home-affairs office."))
    return _otherwise(request, parameters, of_today, today)


def _otherwise(request: HttpRequest, parameters: ReportParameters, of_today: Sequence[UnitFacts], today: date) -> Asked:
    """Return the nearest report to one that cannot be made, or answer 404."""
    if parameters.mode is ReportMode.NOW:
        of_then = _readable(request, replace(parameters, mode=ReportMode.THEN), today)
        if of_today and any(unit.code == parameters.unit for unit in of_then):
            return Asked(parameters, of_today[0].code, of_today, today)
        raise Http404
    code = parameters.unit or of_today[0].code
    if not any(unit.code == code for unit in of_today):
        raise Http404
    words = message_of(UnitNotAlive(unit=code, day=parameters.as_of))
    corrected = replace(parameters, as_of=today, date_text=short_date(parameters.as_of), date_error=words)
    return Asked(corrected, code, of_today, today)


def _readable(request: HttpRequest, parameters: ReportParameters, today: date) -> Sequence[UnitFacts]:
    return reportable_units(request.user, as_of=parameters.as_of, mode=parameters.mode, today=today)
