"""Application of competencies."""

from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    """Registers competencies: its messages."""

    name = "competencies"

    def ready(self) -> None:
        """Load the messages."""
        from competencies import messages  # noqa: F401
