"""Application of training."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Registers training, what it hears, and which pages may not be deleted."""

    name = "training"

    def ready(self) -> None:
        """Connect receivers and messages, and guard the pages of published modules."""
        from cms.permissions import guard_deletion
        from training import messages, receivers  # noqa: F401
        from training.permissions import has_editions

        guard_deletion(has_editions)
