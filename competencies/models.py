"""Competency frameworks, what positions require, and the evidence people hold."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competencies.querysets import EvidenceQuerySet
from core.fields import FractionField, PeriodModel, UidField, period_check
from organization.models import OrganizationUnit, Position, StaffMember

LEVELS = (MinValueValidator(1), MaxValueValidator(5))


class CompetencyFramework(models.Model):
    """A version of a competency framework (khung năng lực), with the basis on which it was approved."""

    class Status(models.TextChoices):
        """A framework in force is frozen."""

        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        ENDED = "ended", _("Ended")

    uid = UidField()
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    basis = models.CharField(max_length=300, blank=True)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)

    class Meta:
        db_table = "competencies_framework"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="competencies_framework_version_once")]

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """One competency (năng lực). `code` is stable across framework versions: papers and evidence name it."""

    class Group(models.TextChoices):
        """Groups as frameworks have them."""

        GENERAL = "chung", _("General")
        PROFESSIONAL = "chuyen_mon", _("Professional")
        MANAGEMENT = "quan_ly", _("Management")
        TOPICAL = "chuyen_de", _("Topical")

    uid = UidField()
    framework = models.ForeignKey(CompetencyFramework, on_delete=models.PROTECT, related_name="competencies")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=12, choices=Group.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveIntegerField(default=100)

    class Meta:
        db_table = "competencies_competency"
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="competencies_competency_code_once")]

    def __str__(self) -> str:
        return self.name


class CompetencyLevel(models.Model):
    """What a level from 1 to 5 of a competency means."""

    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="levels")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    descriptor = models.TextField()

    class Meta:
        db_table = "competencies_level"
        ordering = ["competency", "level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="competencies_level_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="competencies_level_range"),
        ]


class PositionRequirement(PeriodModel):
    """The level that a position requires within a period."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    mandatory = models.BooleanField(default=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "competencies_position_requirement"
        constraints = [
            period_check("competencies_requirement"),
            models.UniqueConstraint(
                fields=["position", "competency", "valid_from"], name="competencies_requirement_one_start"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="competencies_requirement_range"),
        ]


class LevelRule(models.Model):
    """The figures of the level rule, a version each; evidence names the version that judged it."""

    version = models.PositiveIntegerField(unique=True)
    min_items_up_to = models.PositiveSmallIntegerField(default=5)
    min_items_at = models.PositiveSmallIntegerField(default=2)
    min_fraction = FractionField(default=Decimal("0.7"))
    valid_from = models.DateField()

    class Meta:
        db_table = "competencies_level_rule"
        ordering = ["version"]


class CompetencyEvidence(models.Model):
    """One proof of a competency (minh chứng), frozen with the person's unit and position of that day.

    Written only by `competencies.services.record_evidence`; never changed or deleted. `counts` holds per level the
    questions answered, the marks and the maximum: {"1": {"items": 3, "answered": 3, "mark": "2.5", "maximum": "3"}}.
    Null `level` with counts means: tested, but not enough ground for any level ("chưa đủ căn cứ").
    """

    class Facet(models.TextChoices):
        """What the proof is about."""

        KNOWLEDGE = "knowledge", _("Knowledge")
        CONDUCT = "conduct", _("Conduct")

    class Kind(models.TextChoices):
        """How it was obtained."""

        KNOWLEDGE_TEST = "knowledge_test", _("Knowledge test")
        OBSERVATION = "observation", _("Observation")
        DOCUMENT = "document", _("Document")

    uid = UidField()
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="evidence")
    facet = models.CharField(max_length=10, choices=Facet.choices, default=Facet.KNOWLEDGE)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.KNOWLEDGE_TEST)
    level = models.PositiveSmallIntegerField(null=True, blank=True, validators=LEVELS)
    fraction = FractionField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    std_error = FractionField(null=True, blank=True)
    rule_version = models.PositiveIntegerField()
    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    observed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    source_kind = models.CharField(max_length=20)
    source_key = models.CharField(max_length=64)
    source_title = models.CharField(max_length=300, blank=True)
    seq = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        db_table = "competencies_evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_key", "seq", "competency"], name="competencies_evidence_source_once"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5), name="competencies_evidence_level"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=models.F("observed_on")),
                name="competencies_evidence_expires_later",
            ),
        ]
        indexes = [models.Index(fields=["staff", "competency", "observed_on"], name="competencies_evidence_staff")]


class EvidenceWithdrawal(models.Model):
    """A proof no longer counts, with the reason; the proof itself stays."""

    evidence = models.OneToOneField(CompetencyEvidence, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "competencies_evidence_withdrawal"
