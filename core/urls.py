"""Addresses of the ground floor: signing in and out, the display, the state of the process."""

from __future__ import annotations

from django.urls import path

from core.views.display import display_settings
from core.views.sign_in import PasswordChangeView, SignInView, SignOutView
from core.views.state import healthz, readyz

urlpatterns = [
    path("dang-nhap/", SignInView.as_view(), name="sign_in"),
    path("dang-xuat/", SignOutView.as_view(), name="sign_out"),
    path("doi-mat-khau/", PasswordChangeView.as_view(), name="password_change"),
    path("hien-thi/", display_settings, name="display_settings"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
