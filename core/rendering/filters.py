"""Filters of the papers' templates: figures and days as administrative documents write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from core.rendering.text import printable
from core.vietnamese import formatting

register = template.Library()


@register.filter
def count(value: int) -> str:
    """A count in running text: 0, 05, 46, 1.234."""
    return formatting.padded_count(value) if value else "0"


@register.filter
def figure(value: int) -> str:
    """A count in a table: 5, 46, 1.234."""
    return formatting.number(value)


@register.filter
def percent(share: Decimal) -> str:
    """A share of 1 with one decimal: 71,4%."""
    return formatting.percent(share, 1, fixed=True)


@register.filter
def day(value: date) -> str:
    """A day in a table or a bracket: 01/03/2026."""
    return formatting.short_date(value)


@register.filter
def date_words(value: date) -> str:
    """A day in running text: ngày 01 tháng 3 năm 2026."""
    return formatting.document_date(value)


@register.filter
def clean(text: str) -> str:
    """Somebody's text as it may stand on a paper; it is still escaped."""
    return printable(text)


@register.filter
def sentence(text: str) -> str:
    """Somebody's words as a sentence: a full stop at the end."""
    words = printable(text)
    return words if words.endswith((".", "!", "?", "…")) else f"{words.rstrip(';,')}."
