"""Application of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers reports."""

    name = "reports"
