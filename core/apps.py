"""Application of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers core: its messages, receivers, checks and duties."""

    name = "core"

    def ready(self) -> None:
        """Load what registers itself, and register the duties of the ground floor."""
        from django.conf import settings

        from core import checks, jobs, messages, receivers  # noqa: F401
        from core.services import accounts, audit
        from core.worker import register_duty

        register_duty("jobs", 1, lambda at: jobs.run_jobs())
        register_duty("jobs_lost", 600, lambda at: jobs.give_up_lost_jobs(at=at))
        register_duty("jobs_forgotten", 24 * 3600, lambda at: jobs.forget_old_jobs(at=at))
        register_duty("audit_link", settings.LINK_EVERY_SECONDS, lambda at: audit.link_entries(at=at))
        register_duty("sessions_expired", 3600, lambda at: accounts.forget_expired_sessions(at=at))
