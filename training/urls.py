"""Addresses of training."""

from django.urls import path

from training.views import catalogue, learner_home, lessons, modules

urlpatterns = [
    path("hoc-tap/", learner_home.LearnerHomeView.as_view(), name="learner_home"),
    path("hoc-tap/chuyen-de/", catalogue.ModuleIndexView.as_view(), name="module_index"),
    path("hoc-tap/chuyen-de/<slug:code>/", modules.ModuleDetailView.as_view(), name="module_detail"),
    path("hoc-tap/chuyen-de/<slug:code>/bat-dau/", modules.start_module, name="module_start"),
    path("hoc-tap/chuyen-de/<slug:code>/bai/<slug:key>/", lessons.LessonView.as_view(), name="lesson"),
    path("hoc-tap/chuyen-de/<slug:code>/bai/<slug:key>/hoan-thanh/", lessons.complete, name="lesson_complete"),
]
