"""Application of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Registers assessments: its messages and duties."""

    name = "assessments"

    def ready(self) -> None:
        """Load messages and duties, watch over what was approved."""
        from assessments import bank_messages, freezing, messages, tasks  # noqa: F401

        freezing.connect()
