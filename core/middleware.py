"""Content policy: strict for our pages, looser for Wagtail's admin alone."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentPolicyMiddleware(CSPMiddleware):
    """Sends the strict policy everywhere but below the admin's path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Choose the policy by the address and add its header."""
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return super().process_response(request, response)
