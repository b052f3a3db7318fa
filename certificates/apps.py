"""Application of certificates."""

from django.apps import AppConfig

ISSUE_EVERY_SECONDS = 3


class CertificatesConfig(AppConfig):
    """Registers certificates, what they hear and what the worker does for them."""

    name = "certificates"

    def ready(self) -> None:
        """Connect receivers, messages, the worker's duty and the learner's home."""
        from certificates import messages, receivers  # noqa: F401
        from certificates.selectors.cards import expiring_of
        from certificates.services.issuing import issue_pending
        from core.worker import register_duty
        from training.home import register_section

        register_duty("certificates issued", ISSUE_EVERY_SECONDS, issue_pending)
        register_section("expiring", expiring_of)
