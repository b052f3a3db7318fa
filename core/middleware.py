"""Content policy, and the door of every page that is not public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from core import idle

# Public by themselves, but what they serve may be for signed-in people only.
_PARTLY_PUBLIC = frozenset({"wagtail_serve"})
# Open to a person who must first choose a password.
_WITHOUT_OWN_PASSWORD = frozenset({"password_change"})


class ContentPolicyMiddleware(CSPMiddleware):
    """Sends the strict policy everywhere but below the admin's path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Choose the policy by the address and add its header."""
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return super().process_response(request, response)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for signing in, and for an own password in place of a one-time one.

    Views marked with `login_not_required` are let through before the account is looked at: the state of the process
    and the saving of answers must not wait for the tables of sessions and accounts.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Return a redirect, or None to go on to the view."""
        name = request.resolver_match.url_name if request.resolver_match else None
        is_public = not getattr(view_func, "login_required", True)
        if is_public and name not in _PARTLY_PUBLIC:
            return None
        if not request.user.is_authenticated:
            return None if is_public else self.handle_no_permission(request, view_func)
        if request.user.must_change_password and name not in _WITHOUT_OWN_PASSWORD:
            return redirect_to_login(request.get_full_path(), resolve_url("password_change"))
        idle.keep_awake(request.session)
        return None
