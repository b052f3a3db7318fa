"""How pages are shown in this browser."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core import display


@login_not_required
@require_POST
def display_settings(request: HttpRequest) -> HttpResponse:
    """Remember ground, text size and contrast, and go back to the page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if is_ours else resolve_url("home"))
    display.remember(response, request.POST)
    return response
