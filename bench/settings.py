"""The settings of an installation, with tables made without their history and cheap passwords."""

from __future__ import annotations

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-measuring-only-for-measuring-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405


class NoHistory:
    """Every app as if it had no migrations."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoHistory()
