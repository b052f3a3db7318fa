"""Application of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Registers assessments: its messages and duties."""

    name = "assessments"

    def ready(self) -> None:
        """Load messages and duties."""
        from assessments import messages, tasks  # noqa: F401
