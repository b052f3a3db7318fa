"""What must be right before the installation is opened to the office."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_PRODUCTION = "config.settings.production"
_SHORTEST_SECRET = 40


@register(Tags.security)
def production_secrets(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse secrets of a developer's machine, and printed addresses without TLS, in production."""
    return list(_problems()) if os.environ.get("DJANGO_SETTINGS_MODULE") == _PRODUCTION else []


def _problems() -> Iterator[CheckMessage]:
    if _is_weak(settings.SECRET_KEY):
        yield Error("SECRET_KEY is short, a test key or the key of a development installation.", id="core.E001")
    if _is_weak(settings.EXAM_TOKEN_KEY) or settings.EXAM_TOKEN_KEY == settings.SECRET_KEY:
        yield Error("EXAM_TOKEN_KEY is short, or the same as another key.", id="core.E002")
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Error("PUBLIC_URL is printed in QR codes and must begin with https://.", id="core.E003")
    if settings.DEBUG:
        yield Error("DEBUG is on.", id="core.E004")


def _is_weak(secret: str) -> bool:
    kept = settings.BASE_DIR / "var" / "secret-key"
    is_kept = kept.exists() and kept.read_text(encoding="ascii").strip() == secret
    return len(secret) < _SHORTEST_SECRET or secret.startswith("only-for-tests") or is_kept
