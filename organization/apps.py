"""Application of organization."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Registers organization: its messages, receivers and duties."""

    name = "organization"

    def ready(self) -> None:
        """Load messages and receivers; keep groups in line as grants begin and end by their dates."""
        from core.clock import civil_day
        from core.worker import register_duty
        from organization import messages, receivers  # noqa: F401
        from organization.services.groups import rebuild_groups

        register_duty("role_groups", 3600, lambda at: rebuild_groups(on=civil_day(at)))
