"""Addresses of exams and attempts."""

from __future__ import annotations

from django.urls import path

from assessments.views import counter

urlpatterns = [
    path("thi/api/<uuid:uid>/answers", counter.answers, name="attempt_answers"),
    path("thi/api/<uuid:uid>/heartbeat", counter.heartbeat, name="attempt_heartbeat"),
    path("thi/api/<uuid:uid>/submit", counter.submit, name="attempt_submit"),
]
