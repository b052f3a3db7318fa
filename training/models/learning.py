"""How far people have come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import UidField
from organization.models import OrganizationUnit, Position, StaffMember
from training.models.assignments import TrainingAssignment
from training.models.modules import ModuleEdition
from training.querysets import EnrolmentQuerySet


class Enrolment(models.Model):
    """A person studies a module, once in each cycle; repeating is a new cycle, never a reset.

    `state` caches the fold of completions so that lists need no join.
    """

    class State(models.TextChoices):
        """Cache of the log."""

        OPEN = "open", _("Open")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    uid = UidField()
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="enrolments")
    module_uid = models.UUIDField(db_index=True)
    assignment = models.ForeignKey(
        TrainingAssignment, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    cycle = models.PositiveIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        db_table = "training_enrolment"
        constraints = [
            models.UniqueConstraint(fields=["staff", "module_uid", "cycle"], name="training_enrolment_cycle_once"),
            models.UniqueConstraint(
                fields=["staff", "module_uid"], condition=Q(state="open"), name="training_enrolment_one_open"
            ),
        ]
        indexes = [models.Index(fields=["staff", "state"], name="training_enrolment_staff")]


class LessonProgress(models.Model):
    """A lesson of an edition was opened, and later completed; both instants are the server's."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    edition = models.ForeignKey(ModuleEdition, on_delete=models.PROTECT, related_name="+")
    lesson_key = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "training_lesson_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "edition", "lesson_key"], name="training_lesson_progress_once"
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=models.F("opened_at")),
                name="training_lesson_completed_after_opened",
            ),
        ]


class Completion(models.Model):
    """A person completed a module: names the edition studied, and the unit and position of that day. Append-only."""

    uid = UidField()
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    edition = models.ForeignKey(ModuleEdition, on_delete=models.PROTECT, related_name="completions")
    at = models.DateTimeField()
    attempt_uid = models.UUIDField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "training_completion"


class CompletionWithdrawal(models.Model):
    """A completion no longer counts, with the reason."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "training_completion_withdrawal"
