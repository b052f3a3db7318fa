"""Application of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers reports and their messages."""

    name = "reports"

    def ready(self) -> None:
        """Load the messages."""
        from reports import messages  # noqa: F401
