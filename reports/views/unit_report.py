"""The competency report of a unit: on screen, as JSON and as paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import DomainError
from core.messages import message_of
from core.vietnamese.formatting import short_date
from organization.domain.population import ReportMode
from organization.selectors import UnitFacts
from reports.errors import DayAhead
from reports.exchange import report_json
from reports.forms import ReportParameters, read_parameters
from reports.paper import unit_report_pdf
from reports.permissions import may_read, may_read_ended, reportable_units
from reports.selectors.unit_report import unit_report
from reports.selectors.values import ENDED_CODE, UnitReport
from reports.views.screen import screen_context


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and what may be chosen."""

    parameters: ReportParameters
    code: str
    units: Sequence[UnitFacts]


def _asked(request: HttpRequest) -> Asked:
    """Read the parameters and hold them against the reader's rights of today.

    Raises:
        PermissionDenied: the account reads no unit's report.
        Http404: the unit is not among those it reads.
    """
    today = clock.today()
    parameters = read_parameters(request.GET, today)
    units = reportable_units(request.user, as_of=parameters.as_of, mode=parameters.mode, today=today)
    if not units:
        if reportable_units(request.user, as_of=today, mode=ReportMode.NOW, today=today):
            raise Http404
        raise PermissionDenied(_("This page is for heads of units and the home-affairs office."))
    code = parameters.unit or units[0].code
    if not may_read(code, units, parameters.mode):
        raise Http404
    return Asked(parameters, code, units)


def _report(asked: Asked) -> UnitReport:
    parameters = asked.parameters
    return unit_report(code=asked.code, as_of=parameters.as_of, mode=parameters.mode, today=clock.today())


@require_safe
def unit_report_page(request: HttpRequest) -> HttpResponse:
    """Show the report with its parameters; a day that has not come yet is said at its field."""
    asked = _asked(request)
    date_error = asked.parameters.date_error
    try:
        report = _report(asked)
    except DayAhead as refused:
        date_error = message_of(refused)
        today = clock.today()
        report = unit_report(code=asked.code, as_of=today, mode=asked.parameters.mode, today=today)
    context = screen_context(report) | {
        "units": _choices(asked),
        "date_text": asked.parameters.date_text or request.GET.get("date", "")[:20] if date_error else "",
        "date_error": date_error,
        "pdf_url": _address("unit_report_pdf", asked),
        "docx_url": "",
        "xlsx_url": "",
        "crumbs": [],
    }
    return render(request, "reports/unit_report.html", context)


@require_safe
def unit_report_as_json(request: HttpRequest) -> HttpResponse:
    """Return the report as JSON."""
    try:
        report = _report(_asked(request))
    except DomainError as refused:
        return JsonResponse({"error": refused.code, "message": message_of(refused)}, status=422)
    return JsonResponse(report_json(report), json_dumps_params={"ensure_ascii": False})


@require_safe
def unit_report_as_pdf(request: HttpRequest) -> HttpResponse:
    """Return the official paper."""
    asked = _asked(request)
    try:
        report = _report(asked)
    except DomainError as refused:
        raise Http404 from refused
    response = HttpResponse(unit_report_pdf(report), content_type="application/pdf")
    name = f"bao-cao-nang-luc-{asked.code}-{report.as_of.isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _choices(asked: Asked) -> list[dict[str, Any]]:
    choices = [
        {"value": unit.code, "label": "– " * unit.depth + unit.name, "selected": unit.code == asked.code}
        for unit in asked.units
    ]
    if asked.parameters.mode is ReportMode.NOW and may_read_ended(asked.units):
        ended = {"value": ENDED_CODE, "label": _("Units that have ended"), "selected": asked.code == ENDED_CODE}
        choices.append(ended)
    return choices


def _address(name: str, asked: Asked) -> str:
    parameters = asked.parameters
    query = {"unit": asked.code, "date": short_date(parameters.as_of), "mode": parameters.mode_word}
    return f"{reverse(name)}?{urlencode(query)}"
