"""Application of the top floor: commands that speak of every app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds the demo and its commands."""

    name = "config"
