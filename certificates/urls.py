"""Addresses of certificates. Those of the public page are printed on paper and can never change."""

from django.urls import path

from certificates.views import own, verification

urlpatterns = [
    path("giay-chung-nhan/", own.CertificateListView.as_view(), name="certificate_list"),
    path("giay-chung-nhan/xac-minh/", verification.search, name="certificate_verify_search"),
    path("giay-chung-nhan/xac-minh/<str:code>/", verification.verify, name="certificate_verify"),
    path("giay-chung-nhan/<uuid:uid>/", own.CertificateDetailView.as_view(), name="certificate_detail"),
    path("giay-chung-nhan/<uuid:uid>/tep.pdf", own.certificate_pdf, name="certificate_pdf"),
]
