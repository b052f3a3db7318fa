"""Blocks of a module's lessons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import text_blocks
from legal.domain.citations import display
from legal.models import Provision


class CitationBlock(blocks.StructBlock):
    """A legal citation in place: the provision, and what it says in our own words."""

    provision = blocks.IntegerBlock(label=_("Provision"))
    words = blocks.TextBlock(label=_("In plain words"))

    class Meta:
        icon = "openquote"
        label = _("Legal citation")
        template = "blocks/citation.html"

    def get_context(self, value: dict[str, object], parent_context: dict[str, object] | None = None) -> dict:
        """Add the provision in words, e.g. "khoản 5 Điều 18, 63/2010/NĐ-CP"."""
        context = super().get_context(value, parent_context=parent_context)
        provision = Provision.objects.select_related("document").filter(pk=value["provision"]).first()
        context["where"] = f"{display(provision.path)}, {provision.document.number}" if provision else ""
        return context


class LessonBlock(blocks.StructBlock):
    """One lesson: read in one sitting, completed as a whole."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=240, default=10)
    body = blocks.StreamBlock([*text_blocks(), ("citation", CitationBlock())], label=_("Content"))

    class Meta:
        icon = "doc-full"
        label = _("Lesson")
        template = "blocks/lesson.html"


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of a module."""
    return [("lesson", LessonBlock())]
