"""Application of legal."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """Registers legal."""

    name = "legal"
