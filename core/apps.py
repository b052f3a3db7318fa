"""Application of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers core: its messages and duties."""

    name = "core"

    def ready(self) -> None:
        """Load the messages and register the duties of the ground floor."""
        from django.conf import settings

        from core import messages, worker  # noqa: F401
        from core.rendering import messages as paper_messages  # noqa: F401
        from core.services import audit

        worker.register_duty("jobs", 1, worker.run_jobs)
        worker.register_duty("audit_link", settings.LINK_EVERY_SECONDS, lambda at: audit.link_entries(at=at))
