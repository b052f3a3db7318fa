"""Signing in and out, and the own password."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from core import clock, idle
from core.forms import OwnPasswordForm, SignInForm
from core.services.accounts import change_password


class SignInView(LoginView):
    """The sign-in page; says how many tries are left once one has failed."""

    template_name = "registration/login.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in; on a shared machine the session ends when idle."""
        response = super().form_valid(form)
        if form.cleaned_data["shared_machine"]:
            idle.end_when_idle(self.request.session)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of tries left, or None before the first failure."""
        context = super().get_context_data(**kwargs)
        context["attempts_left"] = self._attempts_left(context["form"])
        # Django's host name would hide our own `site`, which every page has.
        for name in ("site", "site_name"):
            del context[name]
        return context

    def _attempts_left(self, form: SignInForm) -> int | None:
        username = getattr(form, "cleaned_data", {}).get("username")
        if not settings.AXES_ENABLED or not username:
            return None
        failures = AxesProxyHandler.get_failures(self.request, {"username": username})
        return max(settings.AXES_FAILURE_LIMIT - failures, 0) if failures else None


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    """Ends the session."""


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PasswordChangeView(RedirectURLMixin, FormView):
    """The own password: chosen by its owner, first of all in place of a one-time password."""

    template_name = "form_page.html"
    form_class = OwnPasswordForm

    def get_default_redirect_url(self) -> str:
        """Return where a person goes who came from nowhere."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its account."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the page is shown, if the person did not ask for it."""
        must = self.request.user.must_change_password
        intro = _("You signed in with a one-time password. Choose your own to go on.") if must else ""
        return super().get_context_data(**kwargs) | {
            "title": _("Change the password"),
            "intro": intro or _("Your other devices are signed out."),
            "submit_label": _("Change the password"),
            "cancel_url": None if must else self.get_success_url(),
        }

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        """Set the password, keep this session under a new key, end all others."""
        change_password(
            user=self.request.user,
            password=form.cleaned_data["new_password1"],
            at=clock.now(),
            keep_session=self.request.session.session_key,
        )
        update_session_auth_hash(self.request, self.request.user)
        messages.success(self.request, _("The password has been changed."))
        return super().form_valid(form)


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Say that the account is locked for a while; nothing about whether it exists."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "registration/locked_out.html", {"minutes": minutes}, status=429)
