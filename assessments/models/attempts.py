"""Attempts, the answers that arrived, and their grading.

Storage as measured for the save path: the drawn layout is one JSON value in the attempt, answers are insert-only
rows, a grading is one JSON value. Forty rows instead of one value cost the same time and forty times the rows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, ExamSession
from assessments.querysets import AttemptQuerySet
from core.fields import FractionField, MarkField, UidField
from organization.models import OrganizationUnit, Position, StaffMember


class Attempt(models.Model):
    """One sitting of one person (lượt làm bài). Keeps the questions as drawn, the rules and the person's unit that day.

    `rules` is the exam's rules as they stood (see `assessments.services.snapshot`); `paper` the drawn layout, whose
    SHA-256 stands beside it. `sealed_at` and `receipt` are written once. `fraction`, `mark`, `max_mark` and
    `passed` cache the latest grading.
    """

    class State(models.TextChoices):
        """ "Sealed" is the only word for handed in, by the candidate, by time or by a supervisor."""

        PREPARED = "prepared", _("Prepared")
        OPEN = "open", _("Open")
        SEALED = "sealed", _("Handed in")
        VOID = "void", _("Void")

    class SealedBy(models.TextChoices):
        """What ended it."""

        CANDIDATE = "candidate", _("the candidate")
        TIME = "time", _("time")
        SUPERVISOR = "supervisor", _("a supervisor")

    uid = UidField()
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts")
    exam_code = models.CharField(max_length=40)  # redundant: attempts are counted across versions of an exam
    session = models.ForeignKey(ExamSession, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    seed = models.CharField(max_length=64)
    start_key = models.UUIDField()
    paper_key = models.BinaryField(max_length=32, null=True, blank=True)
    prepared_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    grace_seconds = models.PositiveIntegerField(default=60)
    epoch = models.PositiveIntegerField(default=1)
    rules = models.JSONField()
    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    paper = models.JSONField()
    paper_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.CharField(max_length=10, choices=SealedBy.choices, blank=True)
    receipt = models.CharField(max_length=64, blank=True)
    fraction = FractionField(null=True, blank=True)
    mark = MarkField(null=True, blank=True)
    max_mark = MarkField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        db_table = "assessments_attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "exam_code"],
                condition=Q(state__in=["prepared", "open"]),
                name="assessments_attempt_one_running",
            ),
            models.UniqueConstraint(fields=["staff", "start_key"], name="assessments_attempt_start_once"),
            models.UniqueConstraint(
                fields=["staff", "exam_code", "session", "number"], name="assessments_attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["staff", "exam_code", "number"],
                condition=Q(session__isnull=True),
                name="assessments_attempt_number_once_outside_sessions",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", started_at__isnull=True)
                | Q(state__in=["open", "sealed"], started_at__isnull=False, deadline__isnull=False)
                | Q(state="void"),
                name="assessments_attempt_started_with_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed") | (Q(sealed_at__isnull=False) & ~Q(sealed_by="")),
                name="assessments_attempt_sealed_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(receipt="") | Q(sealed_at__isnull=False), name="assessments_attempt_receipt_after_seal"
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=True) | Q(fraction__lte=1), name="assessments_attempt_fraction"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(state="open"), name="assessments_attempt_overdue"),
            models.Index(
                fields=["sealed_at"], condition=Q(state="sealed", receipt=""), name="assessments_attempt_noreceipt"
            ),
            # A grading that failed is tried again by the sweeper.
            models.Index(
                fields=["sealed_at"],
                condition=Q(state="sealed", fraction__isnull=True),
                name="assessments_attempt_ungraded",
            ),
            models.Index(fields=["staff", "exam_code", "session"], name="assessments_attempt_staff"),
            models.Index(fields=["session", "state"], name="assessments_attempt_session"),
        ]


class AttemptTime(models.Model):
    """Seconds given to an attempt, with the reason. Append-only; the deadline is moved in the same transaction."""

    class Kind(models.TextChoices):
        """Why time was given."""

        EXTRA = "extra", _("Extra time")
        PAUSE = "pause", _("Pause")
        OUTAGE = "outage", _("Outage")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="times")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    seconds = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assessments_attempt_time"


class Response(models.Model):
    """One answer as it arrived. Insert-only: answer store, journal and late box in one table.

    The present answer of a slot is the accepted row with the greatest (epoch, revision). `copy` is 0 but for the loser
    of an equal revision. Written only by the statements in `assessments.delivery`.
    """

    class Standing(models.IntegerChoices):
        """How the answer stood when it arrived."""

        ACCEPTED = 0, _("accepted")
        LATE = 1, _("late")
        STALE_EPOCH = 2, _("from a device that was replaced")
        AFTER_SEAL = 3, _("after handing in")
        SUPERSEDED = 4, _("superseded")

    class Channel(models.IntegerChoices):
        """How it came."""

        BROWSER = 0, _("browser")
        FORM = 1, _("form without script")
        RESCUE = 2, _("rescue file")

    pk = models.CompositePrimaryKey("attempt_id", "slot", "epoch", "revision", "copy")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses", db_index=False)
    slot = models.PositiveSmallIntegerField()
    epoch = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    # Database default, because the save statement names no column that it does not need.
    copy = models.PositiveSmallIntegerField(db_default=0)
    payload = models.JSONField(null=True)
    arrived_at = models.DateTimeField()
    standing = models.PositiveSmallIntegerField(choices=Standing.choices)
    channel = models.PositiveSmallIntegerField(choices=Channel.choices, db_default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        db_table = "assessments_response"
        constraints = [
            models.CheckConstraint(
                condition=Q(copy=0) | Q(standing=4), name="assessments_response_copies_are_superseded"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="assessments_response_revision_positive"),
        ]


class Grading(models.Model):
    """One grading of an attempt. Append-only; the greatest number counts.

    `result` is one JSON value: per slot fraction, mark, maximum, state and question version, and the sections' totals.
    `finalized_at` is set when the news of it was sent upward.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="gradings")
    number = models.PositiveSmallIntegerField(default=1)
    result = models.JSONField()
    fraction = FractionField()
    mark = MarkField()
    max_mark = MarkField()
    passed = models.BooleanField()
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    finalized_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "assessments_grading"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="assessments_grading_number_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="assessments_grading_regrade_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(mark__lte=F("max_mark"), fraction__lte=1), name="assessments_grading_within_maximum"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(finalized_at__isnull=True), name="assessments_grading_unfinal")
        ]
