"""Evidence that a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from organization.models import StaffMember

if TYPE_CHECKING:
    from organization.permissions import Account


class EvidenceQuerySet(models.QuerySet):
    """Proofs of competency."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the own proofs and those of the people whom the account may see on that day."""
        return self.filter(staff__in=StaffMember.objects.visible_to(user, on))
