"""Programmes, and training given to people as a duty."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import UidField
from organization.models import OrganizationUnit, Position, StaffMember


class Programme(models.Model):
    """A training programme (chương trình bồi dưỡng): modules in an order."""

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)

    class Meta:
        db_table = "training_programme"

    def __str__(self) -> str:
        return self.title


class ProgrammeItem(models.Model):
    """One module of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    module_uid = models.UUIDField()
    order = models.PositiveIntegerField()
    mandatory = models.BooleanField(default=True)

    class Meta:
        db_table = "training_programme_item"
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "module_uid"], name="training_programme_item_once"),
            models.UniqueConstraint(fields=["programme", "order"], name="training_programme_item_order_once"),
        ]


class TrainingAssignment(models.Model):
    """Training given as a duty (giao học): a module or a programme, with a due rule and the basis.

    Due rule: `due_on` is a fixed last day; `due_after_days` counts from the day the person is enrolled. One of both.
    """

    uid = UidField()
    title = models.CharField(max_length=300)
    module_uid = models.UUIDField(null=True, blank=True, db_index=True)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    mandatory = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    due_after_days = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField()
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "training_assignment"
        constraints = [
            models.CheckConstraint(
                condition=Q(module_uid__isnull=False, programme__isnull=True)
                | Q(module_uid__isnull=True, programme__isnull=False),
                name="training_assignment_module_or_programme",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_after_days__isnull=True),
                name="training_assignment_one_due_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentTarget(models.Model):
    """Whom an assignment reaches: a unit (with what is below), narrowed by position, or one person."""

    class Kind(models.TextChoices):
        """What the row names."""

        UNIT = "unit", _("Unit")
        POSITION = "position", _("Position within a unit")
        PERSON = "person", _("Person")

    assignment = models.ForeignKey(TrainingAssignment, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey(OrganizationUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    with_below = models.BooleanField(default=True)
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "training_assignment_target"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="unit", unit__isnull=False, position__isnull=True, staff__isnull=True)
                | Q(kind="position", unit__isnull=False, position__isnull=False, staff__isnull=True)
                | Q(kind="person", unit__isnull=True, position__isnull=True, staff__isnull=False),
                name="training_target_matches_kind",
            )
        ]
