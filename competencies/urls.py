"""Addresses of competencies."""

from django.urls import path

from competencies.views import profile

urlpatterns = [
    path("nang-luc/", profile.OwnProfileView.as_view(), name="own_profile"),
    path("nang-luc/nguoi/<uuid:uid>/", profile.PersonProfileView.as_view(), name="person_profile"),
]
