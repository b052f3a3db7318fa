"""Signing in and out."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignInView(LoginView):
    """The sign-in page; says how many tries are left once one has failed."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of tries left, or None before the first failure."""
        context = super().get_context_data(**kwargs)
        context["attempts_left"] = self._attempts_left() if self.request.method == "POST" else None
        return context

    def _attempts_left(self) -> int | None:
        if not settings.AXES_ENABLED:
            return None
        credentials = {"username": self.request.POST.get("username", "")}
        failures = AxesProxyHandler.get_failures(self.request, credentials)
        return max(settings.AXES_FAILURE_LIMIT - failures, 0) if failures else None


class SignOutView(LogoutView):
    """Ends the session."""


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Say that the account is locked for a while; nothing about whether it exists."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "registration/locked_out.html", {"minutes": minutes}, status=429)
