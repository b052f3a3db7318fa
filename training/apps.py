"""Application of training."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Registers training and its receivers."""

    name = "training"

    def ready(self) -> None:
        """Connect receivers and messages."""
        from training import messages, receivers  # noqa: F401
