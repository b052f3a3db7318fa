"""Application of cms."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Registers cms."""

    name = "cms"
