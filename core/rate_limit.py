"""A small limit per address and minute for public look-ups."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

from core import clock


def is_over_limit(name: str, request: HttpRequest, *, per_minute: int) -> bool:
    """Count this request and tell whether the address has made more than `per_minute` of its kind in this minute.

    The address is the one that the configured number of proxies vouches for: a forged header changes nothing.
    """
    minute = int(clock.now().timestamp()) // 60
    key = f"limit:{name}:{get_client_ip_address(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > per_minute
    except ValueError:  # dropped between the two calls
        return False
