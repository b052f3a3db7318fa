"""Addresses: ours first, Wagtail's pages last."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from cms.views import admin_closed

# The page itself decides whether a visitor must sign in (`BasePage.serve`).
serve_page = login_not_required(serve)

urlpatterns = [
    path("", include("core.urls")),
    path("", include("training.urls")),
    path("", include("assessments.urls")),
    path("", include("competencies.urls")),
    path("", include("certificates.urls")),
    path("", include("reports.urls")),
    path("", include("legal.urls")),
    path(f"{settings.ADMIN_PATH}login/", admin_closed, name="admin_closed"),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("", serve_page, {"path": ""}, name="home"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
]
