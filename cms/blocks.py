"""Blocks of text pages and lessons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=RICH_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"


class HeadingBlock(blocks.CharBlock):
    """A heading within a lesson."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class StepBlock(blocks.StructBlock):
    """One step: the act, and how it is done."""

    act = blocks.CharBlock(label=_("Act"), max_length=200)
    how = blocks.TextBlock(label=_("How"), required=False)


class StepsBlock(blocks.StructBlock):
    """Steps of a procedure."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Procedure steps")
        template = "blocks/steps.html"


class DoDontBlock(blocks.StructBlock):
    """What to do and what not, with the reason."""

    do = blocks.ListBlock(blocks.TextBlock(), label=_("Do"))
    dont = blocks.ListBlock(blocks.TextBlock(), label=_("Do not"))
    reason = blocks.TextBlock(label=_("Why"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Do and do not")
        template = "blocks/do_dont.html"


class NoteBlock(blocks.StructBlock):
    """A note; practical advice is labelled as such, it is not law."""

    kind = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("advice", _("Practical advice")), ("warning", _("Caution"))], default="note"
    )
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "blocks/note.html"


def text_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that any text page may use."""
    return [
        ("heading", HeadingBlock()),
        ("paragraph", ParagraphBlock()),
        ("steps", StepsBlock()),
        ("do_dont", DoDontBlock()),
        ("note", NoteBlock()),
    ]
