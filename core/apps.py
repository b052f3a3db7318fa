"""Application of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers core: its messages, receivers, checks and duties."""

    name = "core"

    def ready(self) -> None:
        """Load what registers itself, and register the duties of the ground floor."""
        from django.conf import settings

        from core import checks, messages, receivers, worker  # noqa: F401
        from core.services import accounts, audit

        worker.register_duty("jobs", 1, worker.run_jobs)
        worker.register_duty("audit_link", settings.LINK_EVERY_SECONDS, lambda at: audit.link_entries(at=at))
        worker.register_duty("sessions_expired", 3600, lambda at: accounts.forget_expired_sessions(at=at))
