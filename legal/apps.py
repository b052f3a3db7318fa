"""Application of legal."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """Registers legal: its messages."""

    name = "legal"

    def ready(self) -> None:
        """Load the messages."""
        from legal import messages  # noqa: F401
