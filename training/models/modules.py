"""Training modules (chuyên đề) as pages, and the frozen editions that people study."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
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
from training.errors import EditionFrozen
from training.querysets import EditionQuerySet


class ModuleIndexPage(BasePage):
    """The place of the modules in the page tree; readers get the list of `training.views.modules`."""

    type_label = _("List of topics")
    max_count = 1
    template = "training/module_index.html"
    subpage_types = ["training.ModulePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        db_table = "training_module_index_page"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the list, which knows what the reader has studied."""
        return redirect("module_index")


class ModulePage(BasePage):
    """A module while it is edited. Learners read its editions, never this page's draft.

    `module_uid` names the module across editions; `lessons` is a stream of lesson blocks. A copy would be a second
    module with the code of the first, so pages of modules are not copied.
    """

    type_label = _("Topic")
    template = "training/module_page.html"
    parent_page_types = ["training.ModuleIndexPage"]
    subpage_types: list[str] = []
    is_copyable = False

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
        FieldPanel("code", heading=_("Code")),
        FieldPanel("summary", heading=_("Summary")),
        FieldPanel("lessons", heading=_("Lessons")),
        FieldPanel("exam_code", heading=_("Code of the test")),
        InlinePanel("competencies", heading=_("Competencies"), label=_("Competency")),
    ]

    class Meta:
        db_table = "training_module_page"

    def searchable_text(self) -> str:
        """Return title, summary and the words of the lessons."""
        return f"{self.title} {self.summary} {strip_tags(self._lessons_html())}"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the module's own page, which shows the newest edition to this reader."""
        return redirect("module_detail", code=self.code)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Show the draft with all its lessons on one page."""
        module = {"title": self.title, "code": self.code, "summary": self.summary, "competencies": []}
        return super().get_preview_context(request, mode_name) | {"module": module, "body_html": self._lessons_html()}

    def _lessons_html(self) -> str:
        return self.lessons.render_as_block() if self.lessons else ""


class ModuleCompetency(Orderable):
    """A competency that the module builds, and the level it aims at."""

    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    panels = [FieldPanel("competency", heading=_("Competency")), FieldPanel("level", heading=_("Level"))]

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

    objects = EditionQuerySet.as_manager()

    class Meta:
        db_table = "training_module_edition"
        constraints = [models.UniqueConstraint(fields=["module_uid", "number"], name="training_edition_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once.

        Raises:
            EditionFrozen: it is written already.
        """
        if not self._state.adding:
            raise EditionFrozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            EditionFrozen: always.
        """
        raise EditionFrozen


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
