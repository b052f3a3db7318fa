"""Query set parts that several apps share."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition that the half-open period of a row (or of the row behind `prefix`) holds `day`."""
    start, end = f"{prefix}valid_from__lte", f"{prefix}valid_to"
    return Q(**{start: day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))


class PeriodQuerySet(models.QuerySet):
    """Rows with a civil period."""

    def on(self, day: date) -> Self:
        """Return the rows whose period holds `day`."""
        return self.filter(valid_on(day))
