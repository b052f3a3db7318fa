"""Rows of the organization that a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.querysets import PeriodQuerySet

if TYPE_CHECKING:
    from organization.permissions import Account


class UnitQuerySet(PeriodQuerySet):
    """Units; `on(day)` keeps those alive that day."""


class StaffQuerySet(models.QuerySet):
    """People."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the own row and the people whose main posting on that day lies in a unit that a grant covers.

        Roles that see people are `permissions.PEOPLE_ROLES`; all others see themselves alone. What a past head may
        see ends with the grant, what a unit's people show ends with their posting.
        """
        from organization.permissions import PEOPLE_ROLES, covered_units  # the models that permissions read import us

        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(user_id=user.pk) | Q(self._posted_in(covered_units(user, PEOPLE_ROLES, on), on)))

    @staticmethod
    def _posted_in(unit_ids: frozenset[int], on: date) -> Exists:
        postings = apps.get_model("organization", "JobAssignment").objects.on(on)
        return Exists(postings.filter(staff=OuterRef("pk"), kind="main", voided_at__isnull=True, unit_id__in=unit_ids))
