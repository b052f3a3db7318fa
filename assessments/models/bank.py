"""The question bank: entries and their versions."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel
from treebeard.mp_tree import MP_Node

from assessments.querysets import QuestionManager
from competencies.models import Competency
from core.fields import UidField
from legal.models import CheckMark, Citation
from organization.models import OrganizationUnit


class QuestionCategory(MP_Node):
    """A topic (chủ đề) of the bank; a tree."""

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    node_order_by = ["name"]

    class Meta:
        db_table = "assessments_question_category"

    def __str__(self) -> str:
        return self.name


class QuestionEntry(models.Model):
    """The identity of a question across its versions."""

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    category = models.ForeignKey(QuestionCategory, on_delete=models.PROTECT, related_name="entries")
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "assessments_question_entry"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Question(PolymorphicModel):
    """One version of a question. Each type is a proxy of this row; the type's own shape lives in `body` and `key`.

    `body` is what an examinee may see, `key` what grading and review need; both are validated by the frozen value
    of the type (`assessments.domain.questions`). Delivery reads `body` and never `key`. A ready version never
    changes: an edit makes the next version.
    """

    class Status(models.TextChoices):
        """The life of a version."""

        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        READY = "ready", _("Ready")
        OUTDATED = "outdated", _("Outdated")
        RETIRED = "retired", _("Retired")

    uid = UidField()
    entry = models.ForeignKey(QuestionEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    # Redundant to polymorphic_ctype, so that drawing and delivery need no content types.
    type = models.CharField(max_length=20)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    check_mark = models.CharField(max_length=1, choices=CheckMark.choices, default=CheckMark.MEMORY)
    check_note = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.JSONField()
    key = models.JSONField()
    schema = models.PositiveSmallIntegerField(default=1)
    content_sha256 = models.CharField(max_length=64)
    folded = models.TextField(editable=False, default="")  # cache: stem and options without marks, for search
    created_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionManager()

    class Meta:
        db_table = "assessments_question"
        ordering = ["entry__code", "number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="assessments_question_number_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(status="ready"), name="assessments_question_one_ready"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="assessments_question_level"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="assessments_question_reviewer_not_author",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ready", "outdated"]) | Q(reviewer__isnull=False),
                name="assessments_question_ready_reviewed",
            ),
        ]
        indexes = [models.Index(fields=["status", "competency", "level"], name="assessments_question_draw")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.number}"


class SingleQuestion(Question):
    """One right option."""

    type_code = "single"

    class Meta:
        proxy = True


class MultipleQuestion(Question):
    """Any number of right options, at least one."""

    type_code = "multiple"

    class Meta:
        proxy = True


class TrueFalseQuestion(Question):
    """A statement, true or false."""

    type_code = "true_false"

    class Meta:
        proxy = True


class NumericQuestion(Question):
    """A number with tolerance and unit."""

    type_code = "numeric"

    class Meta:
        proxy = True


class ShortTextQuestion(Question):
    """A few words."""

    type_code = "short_text"

    class Meta:
        proxy = True


class MatchingQuestion(Question):
    """Pairs."""

    type_code = "matching"

    class Meta:
        proxy = True


class OrderingQuestion(Question):
    """Items in order."""

    type_code = "ordering"

    class Meta:
        proxy = True


class ScenarioQuestion(Question):
    """A situation and the best way to act."""

    type_code = "scenario"

    class Meta:
        proxy = True


class QuestionCitation(Citation):
    """A provision that a version rests on; it is drawn only on days when all of them are in force."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="citations")

    class Meta:
        db_table = "assessments_question_citation"
        constraints = [
            models.UniqueConstraint(fields=["question", "provision"], name="assessments_question_citation_once")
        ]
