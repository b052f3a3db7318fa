"""An installation stripped to its exam counter, so that a killed worker is back within a second or two.

What answers is the product: the same statements, connections, views and access rules. Tables are made without their
history, which is what takes time.
"""

from __future__ import annotations

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-servers-that-are-killed-0123456789-0123456789"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.kill.urls"
INSTALLED_APPS = [
    "assessments",
    "competencies",
    "organization",
    "legal",
    "core",
    "polymorphic",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]


class NoHistory:
    """Every app as if it had no migrations."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoHistory()
