"""What may be done with pages of modules."""

from __future__ import annotations

from wagtail.models import Page

from training.models import ModuleEdition, ModulePage


def has_editions(page: Page) -> bool:
    """Tell whether a page, or one below it, is a module of which an edition was published. One query."""
    modules = ModulePage.objects.descendant_of(page, inclusive=True).values("module_uid")
    return ModuleEdition.objects.filter(module_uid__in=modules).exists()
