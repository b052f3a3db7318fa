"""How a person wants pages shown: ground, text size, contrast. Kept in cookies, so that shared PCs forget it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse

COOKIE_PREFIX = "thao_"
A_YEAR_SECONDS = 365 * 24 * 3600
# The first value of each is the default and needs no cookie.
CHOICES = {
    "theme": ("", "light", "dark"),
    "size": ("", "l", "xl"),
    "contrast": ("", "more"),
}


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """What the attributes of the page's root element say; an empty string follows the machine."""

    theme: str = ""
    size: str = ""
    contrast: str = ""


def read(cookies: Mapping[str, str]) -> DisplaySettings:
    """Return the settings of a browser; anything unknown counts as not set."""
    return DisplaySettings(**{name: _allowed(name, cookies.get(COOKIE_PREFIX + name, "")) for name in CHOICES})


def remember(response: HttpResponse, data: Mapping[str, str]) -> None:
    """Store on `response` the settings that `data` names; one that is absent stays as it is."""
    for name in CHOICES:
        if name not in data:
            continue
        value = _allowed(name, data[name])
        if value:
            response.set_cookie(COOKIE_PREFIX + name, value, max_age=A_YEAR_SECONDS, samesite="Lax", httponly=True)
        else:
            response.delete_cookie(COOKIE_PREFIX + name, samesite="Lax")


def _allowed(name: str, value: str) -> str:
    return value if value in CHOICES[name] else ""
