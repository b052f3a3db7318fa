"""Application of the top floor: commands that speak of every app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds the demo, the proof of the whole database, and their commands."""

    name = "config"

    def ready(self) -> None:
        """Register messages."""
        from config import messages  # noqa: F401
