"""Enrolments that a person may see, and editions that nobody may change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import models

from organization.models import StaffMember
from training.errors import EditionFrozen

if TYPE_CHECKING:
    from organization.permissions import Account


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the enrolments of the people whom the account sees on a day, the own ones among them."""
        return self.filter(staff__in=StaffMember.objects.visible_to(user, on))


class EditionQuerySet(models.QuerySet):
    """Editions. They are written once: what somebody studied stays readable as it was."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            EditionFrozen: always.
        """
        raise EditionFrozen

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            EditionFrozen: always.
        """
        raise EditionFrozen
