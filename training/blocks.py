"""Blocks of a module's lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import text_blocks
from legal.domain.citations import display
from legal.models import Provision


def provision_choices() -> list[tuple[int, str]]:
    """Return the provisions of the register as offices cite them, e.g. "khoản 5 Điều 18, 63/2010/NĐ-CP"."""
    rows = Provision.objects.values_list("pk", "path", "document__number")
    return [(key, cited(path, number)) for key, path, number in rows.order_by("document__number", "path")]


def cited(path: str, number: str) -> str:
    """Return a provision as offices cite it."""
    return f"{display(path)}, {number}"


class ProvisionBlock(blocks.ChoiceBlock):
    """A provision of the register, chosen from a list and stored as its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=provision_choices, **kwargs)

    def get_field(self, **kwargs: Any) -> forms.Field:
        """Return a choice that gives the key as a number."""
        return forms.TypedChoiceField(coerce=int, empty_value=None, **kwargs)

    def normalize_choice(self, value: Any) -> int | None:
        """Return the key as a number; the list of choices is not read for each stored citation."""
        return None if value in (None, "") else int(value)

    class Meta:
        icon = "openquote"


class CitationBlock(blocks.StructBlock):
    """A legal citation in place: the provision, and what it says in our own words."""

    provision = ProvisionBlock(label=_("Provision"))
    words = blocks.TextBlock(label=_("In plain words"))

    class Meta:
        icon = "openquote"
        label = _("Legal citation")
        template = "blocks/citation.html"

    def get_context(self, value: dict[str, Any], parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the provision in words."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        row = Provision.objects.filter(pk=value["provision"]).values_list("path", "document__number").first()
        context["where"] = cited(*row) if row else ""
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
