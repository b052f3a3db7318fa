"""The exam counter, and the address at which the process says that it lives."""

from __future__ import annotations

from django.urls import path

from assessments.views import counter
from core.views.state import healthz

urlpatterns = [
    path("healthz", healthz),
    path("thi/api/<uuid:uid>/answers", counter.answers, name="attempt_answers"),
]
