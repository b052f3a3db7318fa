"""Certificates that a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from organization.models import StaffMember

if TYPE_CHECKING:
    from organization.permissions import Account


class CertificateQuerySet(models.QuerySet):
    """Certificates."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the certificates of the people whom the account sees on a day, the own ones among them."""
        return self.filter(staff__in=StaffMember.objects.visible_to(user, on))

    def with_state(self) -> Self:
        """Join what the displayed state needs, so that a list costs two queries."""
        return self.select_related("certification", "staff", "issuing_unit").prefetch_related("events")
