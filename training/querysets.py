"""Enrolments that a person may see."""

from django.db import models


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments."""
