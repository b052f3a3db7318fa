"""Addresses of reports."""

from django.urls import path

from reports.views import unit_report

urlpatterns = [
    path("don-vi/nang-luc/", unit_report.unit_report_page, name="unit_report"),
    path("don-vi/nang-luc/bao-cao.json", unit_report.unit_report_as_json, name="unit_report_json"),
    path("don-vi/nang-luc/bao-cao.pdf", unit_report.unit_report_as_pdf, name="unit_report_pdf"),
]
