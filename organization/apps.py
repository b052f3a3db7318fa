"""Application of organization."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Registers organization."""

    name = "organization"
