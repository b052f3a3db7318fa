"""Application of competencies."""

from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    """Registers competencies."""

    name = "competencies"
