"""The public page behind the QR code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.domain.codes import read_code
from certificates.models import Certificate
from certificates.selectors.cards import certificate_by_code, certificate_view, issuer_today
from core import clock
from core.context_processors import site_face
from core.rate_limit import is_over_limit

LOOKUPS_PER_MINUTE = 30
QUERY_LIMIT = 60


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a code that could be one leads to its page."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_LIMIT]
    if not query:
        return _search_page(request, query, "")
    code = read_code(query)
    if code is None:
        return _search_page(request, query, "format")
    return redirect("certificate_verify", code=code)


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is genuine and in force, and nothing more than that needs.

    Codes that are wrong, unknown or of drafts get the same answer, so that nobody learns which codes are near.
    """
    if is_over_limit("verify", request, per_minute=LOOKUPS_PER_MINUTE):
        return _search_page(request, code[:QUERY_LIMIT], "throttled", status=429)
    certificate = certificate_by_code(code)
    if certificate is None:
        return _search_page(request, code[:QUERY_LIMIT], "not_found", status=404)
    face = site_face()
    context = {
        "certificate": certificate_view(certificate, clock.today()),
        "checked_at": clock.now(),
        "issuer_note": _issuer_note(certificate),
        "contact": {"name": face.agency, "phone": face.phone},
    }
    return _unindexed(render(request, "certificates/certificate_verify.html", context))


def _issuer_note(certificate: Certificate) -> str:
    successors = issuer_today(certificate, clock.today())
    if not successors:
        return ""
    return _("The issuing unit has been reorganised. Its papers are now with: %(units)s.") % {
        "units": ", ".join(successors)
    }


def _search_page(request: HttpRequest, query: str, error: str, status: int = 200) -> HttpResponse:
    context = {"query": query, "error": error}
    page = render(request, "certificates/certificate_verify_search.html", context, status=status)
    if status == 429:
        page["Retry-After"] = "60"
    return _unindexed(page)


def _unindexed(page: HttpResponse) -> HttpResponse:
    page["X-Robots-Tag"] = "noindex, nofollow"
    page["Cache-Control"] = "no-store"
    return page
