"""The competency report of a unit: on screen, as JSON and as paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import clock
from core.errors import DomainError
from core.messages import message_of
from organization.models import StaffMember
from reports.exchange import report_json
from reports.paper import unit_report_pdf
from reports.selectors.values import UnitReport
from reports.views.asking import asked_of
from reports.views.screen import screen_context


@require_safe
def unit_report_page(request: HttpRequest) -> HttpResponse:
    """Show the report with its parameters; a day for which there is none is said at its field."""
    asked = asked_of(request)
    report = asked.report()
    context = screen_context(report, _with_profile(request, report)) | {
        "units": asked.choices(),
        "date_text": asked.parameters.date_text,
        "date_error": asked.parameters.date_error,
        "pdf_url": asked.address("unit_report_pdf"),
        "docx_url": "",
        "xlsx_url": "",
        "crumbs": [],
    }
    return render(request, "reports/unit_report.html", context)


@require_safe
def unit_report_as_json(request: HttpRequest) -> HttpResponse:
    """Return the report as JSON."""
    asked = asked_of(request)
    if asked.parameters.date_error:
        return JsonResponse({"error": "date", "message": asked.parameters.date_error}, status=422)
    response = JsonResponse(report_json(asked.report()), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def unit_report_as_pdf(request: HttpRequest) -> HttpResponse:
    """Return the official paper; where none can be printed, the page says why."""
    asked = asked_of(request)
    if asked.parameters.date_error:
        messages.error(request, asked.parameters.date_error)
        return redirect(asked.address("unit_report"))
    report = asked.report()
    try:
        paper = unit_report_pdf(report)
    except DomainError as refused:
        messages.error(request, message_of(refused))
        return redirect(asked.address("unit_report"))
    response = HttpResponse(paper, content_type="application/pdf")
    name = f"bao-cao-nang-luc-{asked.code}-{report.as_of.isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _with_profile(request: HttpRequest, report: UnitReport) -> frozenset[UUID]:
    """Return the people whose profile the reader may open today; those of a past day may have left since."""
    visible = StaffMember.objects.visible_to(request.user, clock.today())
    ids = [row.staff_id for row in report.people]
    return frozenset(visible.filter(pk__in=ids).values_list("uid", flat=True))
