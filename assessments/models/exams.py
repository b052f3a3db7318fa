"""Exams, their blueprint, and the sessions in which they are held."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.bank import Question, QuestionCategory, QuestionEntry
from assessments.querysets import ExamQuerySet
from competencies.models import Competency
from core.fields import FractionField, MarkField, UidField
from organization.models import OrganizationUnit, StaffMember


class Exam(models.Model):
    """One version of an exam (đề kiểm tra). A published version never changes; `code` names it across versions.

    Times are seconds. `attempts_allowed` null means without limit; `gate_module_uid` names a module that must be
    completed first (a higher app decides whether it is).
    """

    class Status(models.TextChoices):
        """The life of a version."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    class Counting(models.TextChoices):
        """Which attempt counts."""

        HIGHEST = "highest", _("Highest")
        LAST = "last", _("Last")
        FIRST = "first", _("First")

    class Late(models.TextChoices):
        """What becomes of answers that arrive after the grace time."""

        DISCARD = "discard", _("Not counted")
        BOARD = "board", _("The board decides")
        OUTAGE = "outage", _("Counted if the server was down")

    class Takeover(models.TextChoices):
        """Whether another computer may take an attempt over."""

        FREE = "free", _("Freely")
        APPROVAL = "approval", _("With the supervisor's approval")

    class ReviewWhen(models.TextChoices):
        """From when the result may be seen."""

        SUBMIT = "submit", _("After handing in")
        CLOSE = "close", _("After the session closes")
        RELEASE = "release", _("After release by the organiser")

    uid = UidField()
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300)
    instructions = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    time_limit_seconds = models.PositiveIntegerField()
    grace_seconds = models.PositiveIntegerField(default=60)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_seconds = models.PositiveIntegerField(default=0)
    counting = models.CharField(max_length=10, choices=Counting.choices, default=Counting.HIGHEST)
    pass_fraction = FractionField(default=Decimal("0.5"))
    late_policy = models.CharField(max_length=10, choices=Late.choices, default=Late.BOARD)
    takeover_policy = models.CharField(max_length=10, choices=Takeover.choices, default=Takeover.FREE)
    review_when = models.CharField(max_length=10, choices=ReviewWhen.choices, default=ReviewWhen.SUBMIT)
    review_answers = models.BooleanField(default=True)
    review_explanations = models.BooleanField(default=True)
    review_grounds = models.BooleanField(default=True)
    released_at = models.DateTimeField(null=True, blank=True)
    retake_after_pass = models.BooleanField(default=False)
    evidence_months = models.PositiveSmallIntegerField(default=24)
    gate_module_uid = models.UUIDField(null=True, blank=True)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ExamQuerySet.as_manager()

    class Meta:
        db_table = "assessments_exam"
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="assessments_exam_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="published"), name="assessments_exam_one_published"
            ),
            models.CheckConstraint(
                condition=Q(pass_fraction__gt=0, pass_fraction__lte=1), name="assessments_exam_pass_fraction"
            ),
            models.CheckConstraint(condition=Q(time_limit_seconds__gt=0), name="assessments_exam_time_positive"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("author")),
                name="assessments_exam_approver_not_author",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(approver__isnull=False, published_at__isnull=False),
                name="assessments_exam_published_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class ExamSection(models.Model):
    """A part of an exam."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    shuffles = models.BooleanField(default=True)
    min_fraction = FractionField(null=True, blank=True)

    class Meta:
        db_table = "assessments_exam_section"
        ordering = ["exam", "order"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "order"], name="assessments_section_order_once"),
            models.CheckConstraint(
                condition=Q(min_fraction__isnull=True) | Q(min_fraction__gte=0, min_fraction__lte=1),
                name="assessments_section_min_fraction",
            ),
        ]


class ExamSlot(models.Model):
    """A line of the blueprint: one named entry (or version), or a rule that draws `count` questions.

    `max_mark` holds for each question.
    """

    section = models.ForeignKey(ExamSection, on_delete=models.PROTECT, related_name="slots")
    order = models.PositiveSmallIntegerField()
    max_mark = MarkField(default=Decimal(1))
    entry = models.ForeignKey(QuestionEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pinned = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(QuestionCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "assessments_exam_slot"
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="assessments_slot_order_once"),
            models.CheckConstraint(condition=Q(max_mark__gt=0), name="assessments_slot_mark_positive"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True)
                | Q(count=1, category__isnull=True, competency__isnull=True, level_from__isnull=True),
                name="assessments_slot_entry_or_rule",
            ),
            models.CheckConstraint(
                condition=Q(pinned__isnull=True) | Q(entry__isnull=False), name="assessments_slot_pin_has_entry"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="assessments_slot_count_positive"),
            models.CheckConstraint(
                condition=Q(level_from__isnull=True, level_to__isnull=True)
                | Q(level_from__gte=1, level_to__lte=5, level_to__gte=F("level_from")),
                name="assessments_slot_levels",
            ),
        ]


class ExamSession(models.Model):
    """A session (đợt thi): an exam held within a window, for candidates (or, if open, for whoever may see it)."""

    class Mode(models.TextChoices):
        """Who may sit it."""

        CANDIDATES = "candidates", _("Candidates only")
        OPEN = "open", _("Open to the owner unit and below")

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sessions")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.CANDIDATES)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "assessments_exam_session"
        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="assessments_session_forward")
        ]

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """A person called to a session (thí sinh)."""

    class Status(models.TextChoices):
        """Whether the person may sit."""

        REGISTERED = "registered", _("Registered")
        EXCLUDED = "excluded", _("Excluded")

    uid = UidField()
    session = models.ForeignKey(ExamSession, on_delete=models.PROTECT, related_name="candidates")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="candidacies")
    number = models.CharField(max_length=20, blank=True)
    extra_seconds = models.PositiveIntegerField(default=0)
    extra_reason = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REGISTERED)

    class Meta:
        db_table = "assessments_candidate"
        constraints = [
            models.UniqueConstraint(fields=["session", "staff"], name="assessments_candidate_once"),
            models.UniqueConstraint(
                fields=["session", "number"], condition=~Q(number=""), name="assessments_candidate_number_once"
            ),
        ]
