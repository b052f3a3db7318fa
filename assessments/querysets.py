"""Rows of the assessments that a person may see."""

from __future__ import annotations

from django.db import models
from polymorphic.managers import PolymorphicManager
from polymorphic.query import PolymorphicQuerySet


class QuestionQuerySet(PolymorphicQuerySet):
    """Question versions."""


class QuestionManager(PolymorphicManager.from_queryset(QuestionQuerySet)):
    """Manager of question versions."""


class ExamQuerySet(models.QuerySet):
    """Exam versions."""


class AttemptQuerySet(models.QuerySet):
    """Attempts."""
