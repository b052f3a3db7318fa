"""Rows of the assessments that a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from polymorphic.managers import PolymorphicManager
from polymorphic.query import PolymorphicQuerySet

from assessments.bank_permissions import BANK_ROLES, EXAM_ROLES
from core.errors import DomainError
from organization.models import JobAssignment
from organization.permissions import covered_units
from organization.selectors import unit_tree

if TYPE_CHECKING:
    from organization.permissions import Account


# What a version says; once it has been ready these never change.
CONTENT_FIELDS = frozenset(
    {
        "author",
        "author_id",
        "body",
        "competency",
        "competency_id",
        "content_sha256",
        "entry",
        "entry_id",
        "key",
        "level",
        "number",
        "schema",
        "type",
    }
)
FROZEN_STATUSES = ("ready", "outdated", "retired")


class FrozenRow(DomainError):
    """A row that somebody relies on is not changed or deleted: make the next version. Params: `name`."""

    code = "frozen_row"


class QuestionQuerySet(PolymorphicQuerySet):
    """Question versions. What bulk statements would change in silence is refused where the version is frozen."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the versions, keys and all, that an account may read: authors and reviewers of the owner unit."""
        return self.filter(entry__owner_unit_id__in=covered_units(user, BANK_ROLES, on))

    def update(self, **values: Any) -> int:
        """Update rows in one statement.

        Raises:
            FrozenRow: content of a frozen version is among them.
        """
        if CONTENT_FIELDS.intersection(values):
            self._refuse_frozen(self)
        return super().update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Update rows in few statements.

        Raises:
            FrozenRow: content of a frozen version is among them.
        """
        rows, names = list(objs), list(fields)
        if CONTENT_FIELDS.intersection(names):
            self._refuse_frozen(self.model._base_manager.filter(pk__in=[row.pk for row in rows]))
        return super().bulk_update(rows, names, batch_size=batch_size)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete drafts.

        Raises:
            FrozenRow: a frozen version is among them.
        """
        self._refuse_frozen(self)
        return super().delete()

    @staticmethod
    def _refuse_frozen(rows: models.QuerySet[Any]) -> None:
        frozen = rows.filter(status__in=FROZEN_STATUSES).values_list("entry__code", flat=True).first()
        if frozen is not None:
            raise FrozenRow(name=frozen)


class QuestionManager(PolymorphicManager.from_queryset(QuestionQuerySet)):
    """Manager of question versions."""


class ExamQuerySet(models.QuerySet):
    """Exam versions."""

    def visible_to(self, user: Account, on: date) -> Self:
        """Return the exams that concern an account on a day.

        A person sees those of sessions to which they are called, those of sessions open to their unit or a unit above
        it, and the published ones meant for their unit. Who works with exams sees those of the units that the grant
        covers, drafts too.
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        work = Q(owner_unit_id__in=covered_units(user, EXAM_ROLES, on))
        return self.filter(work | _called(user) | _open_to(user, on)).distinct()


def _called(user: Account) -> Q:
    return Q(sessions__candidates__staff__user_id=user.pk, sessions__candidates__status="registered")


def _open_to(user: Account, on: date) -> Q:
    posted = JobAssignment.objects.on(on).filter(staff__user_id=user.pk, kind="main", voided_at__isnull=True)
    unit_id = posted.values_list("unit_id", flat=True).first()
    if unit_id is None:
        return Q(pk__in=())
    own_and_above = (unit_id, *unit_tree(on).ancestors(unit_id))
    in_session = Q(sessions__mode="open", sessions__owner_unit_id__in=own_and_above)
    meant = Q(owner_unit_id=unit_id) | Q(owner_unit_id__in=own_and_above, shared_down=True)
    return in_session | (Q(status="published") & meant)


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
