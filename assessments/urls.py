"""Addresses of exams and attempts."""

from __future__ import annotations

from django.urls import path

from assessments.views import attempts, counter, exams, results

urlpatterns = [
    path("thi/api/<uuid:uid>/answers", counter.answers, name="attempt_answers"),
    path("thi/api/<uuid:uid>/heartbeat", counter.heartbeat, name="attempt_heartbeat"),
    path("thi/api/<uuid:uid>/submit", counter.submit, name="attempt_submit"),
    path("thi/bai/<uuid:uid>/", attempts.attempt_page, name="attempt_page"),
    path("thi/bai/<uuid:uid>/nop/", attempts.attempt_form_submit, name="attempt_form_submit"),
    path("thi/bai/<uuid:uid>/bien-nhan/", attempts.attempt_receipt, name="attempt_receipt"),
    path("thi/bai/<uuid:uid>/ket-qua/", results.attempt_result, name="attempt_result"),
    path("thi/<str:code>/", exams.exam_intro, name="exam_intro"),
    path("thi/<str:code>/bat-dau/", exams.attempt_start, name="attempt_start"),
    path("ket-qua/", results.result_list, name="result_list"),
]
