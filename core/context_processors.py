"""Values that every page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from core import display as display_settings


@dataclass(frozen=True, slots=True)
class SiteFace:
    """What the masthead and the foot say about the installation; an empty part is left out of the page."""

    name: str
    place: str
    agency: str
    phone: str
    tagline: str


def display(request: HttpRequest) -> dict[str, object]:
    """Return `display` (ground, size, contrast of this browser) and `site` (name and owner of the installation)."""
    return {"display": display_settings.read(request.COOKIES), "site": site_face()}


def site_face() -> SiteFace:
    """Return the face of the installation from its settings."""
    return SiteFace(
        name=getattr(settings, "SITE_NAME", "Thạo"),
        place=getattr(settings, "SITE_PLACE", ""),
        agency=getattr(settings, "SITE_AGENCY", ""),
        phone=getattr(settings, "SITE_PHONE", ""),
        tagline=getattr(settings, "SITE_TAGLINE", ""),
    )
