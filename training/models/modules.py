"""Training modules (chuyên đề) as pages, and the frozen editions that people study."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from cms.fields import PlainStreamField
from cms.models import BasePage
from competencies.models import Competency
from core.fields import UidField
from legal.models import Citation
from organization.models import OrganizationUnit
from training.blocks import lesson_blocks


class ModuleIndexPage(BasePage):
    """The list of modules."""

    max_count = 1
    template = "training/module_index.html"
    subpage_types = ["training.ModulePage"]

    class Meta:
        db_table = "training_module_index_page"


class ModulePage(BasePage):
    """A module while it is edited. Learners read its editions, never this page's draft.

    `module_uid` names the module across copies and editions; `lessons` is a stream of lesson blocks.
    """

    template = "training/module_page.html"
    parent_page_types = ["training.ModuleIndexPage"]
    subpage_types: list[str] = []

    module_uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    summary = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(default=30)
    lessons = PlainStreamField(lesson_blocks(), blank=True)
    exam_code = models.CharField(max_length=40, blank=True)
    owner_unit = models.ForeignKey(OrganizationUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("lessons"),
        FieldPanel("exam_code"),
        InlinePanel("competencies", label=_("Competencies")),
    ]

    class Meta:
        db_table = "training_module_page"

    def searchable_text(self) -> str:
        """Return title, summary and the words of the lessons."""
        return f"{self.title} {self.summary} {self.lessons.render_as_block() if self.lessons else ''}"


class ModuleCompetency(Orderable):
    """A competency that the module builds, and the level it aims at."""

    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    panels = [FieldPanel("competency"), FieldPanel("level")]

    class Meta(Orderable.Meta):
        db_table = "training_module_competency"
        constraints = [models.UniqueConstraint(fields=["page", "competency"], name="training_module_competency_once")]


class ModuleEdition(models.Model):
    """What learners study: written once at publication, never changed.

    `lessons` is a list of {"key", "title", "minutes", "html", "text"} in order; `key` is the lesson block's id and
    stays the same across editions. Progress and completion point here, never to a Wagtail revision.
    """

    uid = UidField()
    module_uid = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(default=0)
    lessons = models.JSONField()
    exam_code = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64)
    owner_unit = models.ForeignKey(OrganizationUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "training_module_edition"
        constraints = [models.UniqueConstraint(fields=["module_uid", "number"], name="training_edition_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class EditionCitation(Citation):
    """A provision that an edition's lessons rest on; `lesson_key` empty means the whole module."""

    edition = models.ForeignKey(ModuleEdition, on_delete=models.PROTECT, related_name="citations")
    lesson_key = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "training_edition_citation"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "lesson_key", "provision"], name="training_edition_citation_once"
            )
        ]
