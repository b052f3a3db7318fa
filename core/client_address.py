"""From which address a request came, as far as our own proxies vouch for it."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of the client, or None when nobody vouches for one.

    Each proxy adds the address that it saw to the right end of X-Forwarded-For. With PROXY_COUNT proxies of our own the
    client's is therefore that many places from the right; what stands further left was written by the client and
    proves nothing. Without proxies the header is ignored.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.PROXY_COUNT
    candidate = seen[-count] if 0 < count <= len(seen) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(candidate))
    except ValueError:
        return None
