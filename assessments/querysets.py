"""Rows of the assessments that a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from polymorphic.managers import PolymorphicManager
from polymorphic.query import PolymorphicQuerySet

if TYPE_CHECKING:
    from organization.permissions import Account


class QuestionQuerySet(PolymorphicQuerySet):
    """Question versions."""


class QuestionManager(PolymorphicManager.from_queryset(QuestionQuerySet)):
    """Manager of question versions."""


class ExamQuerySet(models.QuerySet):
    """Exam versions."""


class AttemptQuerySet(models.QuerySet):
    """Attempts."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the own attempts and the results of the people whom the account sees on that day.

        An attempt of somebody else is visible once it is handed in; nobody looks over a shoulder.
        """
        people = apps.get_model("organization", "StaffMember").objects.visible_to(user, on)
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(staff__user_id=user.pk) | Q(staff__in=people, state="sealed"))
