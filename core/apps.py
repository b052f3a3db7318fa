"""Application of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers core."""

    name = "core"
