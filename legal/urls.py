"""Addresses of the legal library."""

from django.urls import path

from legal import views

urlpatterns = [
    path("van-ban/", views.document_list, name="legal_document_list"),
    path("van-ban/<uuid:uid>/", views.document_page, name="legal_document_detail"),
]
