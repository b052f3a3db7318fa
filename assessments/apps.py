"""Application of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Registers assessments."""

    name = "assessments"
