"""Addresses of the ground floor: signing in and out, the display, the state of the process."""

from __future__ import annotations

from django.urls import path

from core.views.sign_in import SignInView, SignOutView

urlpatterns = [
    path("dang-nhap/", SignInView.as_view(), name="sign_in"),
    path("dang-xuat/", SignOutView.as_view(), name="sign_out"),
]
