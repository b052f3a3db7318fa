"""Rows of the organization that a person may see."""

from __future__ import annotations

from django.db import models

from core.querysets import PeriodQuerySet


class UnitQuerySet(PeriodQuerySet):
    """Units; `on(day)` keeps those alive that day."""


class StaffQuerySet(models.QuerySet):
    """People."""
