"""Filters and tags of the pages: how figures, days and levels are written. They decide nothing.

An absent value gives an empty text, so that a page never breaks on what it was not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from core import clock
from core.icons import ICONS
from core.vietnamese import formatting

register = template.Library()

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
HIGHEST_LEVEL = 5
# Order and meaning of the segments of a distribution, the same in every chart and legend.
DISTRIBUTION_WORDS = (
    ("more", gettext_lazy("above the requirement")),
    ("met", gettext_lazy("meeting it")),
    ("gap1", gettext_lazy("one level short")),
    ("gap2", gettext_lazy("two or more levels short")),
    ("none", gettext_lazy("not assessed")),
)


# --- Days and times -------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """Write 23/11/2026."""
    moment = _civil_day(value)
    return formatting.short_date(moment) if moment else ""


@register.filter
def day_long(value: date | datetime | None) -> str:
    """Write ngày 23 tháng 11 năm 2026."""
    moment = _civil_day(value)
    return formatting.document_date(moment) if moment else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Write the name of the day of the week."""
    moment = _civil_day(value)
    return str(WEEKDAYS[moment.weekday()]) if moment else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """Write 08:53, the wall clock in Viet Nam."""
    return formatting.clock_time(clock.in_vietnam(value).time()) if isinstance(value, datetime) else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write 08:53, ngày 27/11/2026."""
    if not isinstance(value, datetime):
        return ""
    return gettext("%(time)s on %(day)s") % {"time": clock_time(value), "day": day(value)}


@register.filter
def moment_exact(value: datetime | None) -> str:
    """Write 08:53:07, ngày 27/11/2026: for receipts."""
    if not isinstance(value, datetime):
        return ""
    local = clock.in_vietnam(value)
    return gettext("%(time)s on %(day)s") % {"time": f"{local:%H:%M:%S}", "day": day(value)}


# --- Figures --------------------------------------------------------------------------------------


@register.filter
def mark(value: Decimal | int | str | None, places: int = 2) -> str:
    """Write a mark: 8,5."""
    exact = _decimal(value)
    return "" if exact is None else formatting.number(exact, places)


@register.filter
def percent(value: Decimal | int | str | None, places: int = 1) -> str:
    """Write a percentage that is already out of 100: 86,4%."""
    exact = _decimal(value)
    return "" if exact is None else formatting.number(exact, places) + "%"


@register.filter
def count(value: Decimal | int | str | None) -> str:
    """Write a count with dots between thousands: 1.234."""
    exact = _decimal(value)
    return "" if exact is None else formatting.number(exact, 0)


@register.filter
def padded(value: int | str | None) -> str:
    """Write a count of running text: below ten with a zero before it, 05."""
    exact = _decimal(value)
    return "" if exact is None else formatting.padded_count(int(exact))


@register.filter
def share(done: int | str | None, total: int | str | None) -> int:
    """Return how many whole percent `done` is of `total`; 100 only when nothing is left, 0 of nothing."""
    part, whole = _decimal(done), _decimal(total)
    if part is None or not whole:
        return 0
    return int(min(part / whole * 100, Decimal(100)).quantize(Decimal(1), rounding=ROUND_FLOOR))


@register.filter
def plain(value: Decimal | int | str | None) -> str:
    """Write a number for an attribute that a program reads: a point, no thousands."""
    exact = _decimal(value)
    return "" if exact is None else f"{exact:f}"


# --- Words ----------------------------------------------------------------------------------------


@register.filter
def initials(name: str | None) -> str:
    """Return the first letters of family name and given name: Nguyễn Thị Bích Vân gives NV."""
    words = (name or "").split()
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# --- Drawings -------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the pictogram `name`; it is decoration, the words stand beside it."""
    # Both parts are constants of core.icons, never text of a person.
    return mark_safe(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S308


@register.simple_tag
def logo(ground: str = "dark") -> SafeString:
    """Draw the mark: on a dark ground a white tile with a red dot, on a light one an ink tile with a gold dot."""
    tile, line, dot = ("#fff", "#0f2844", "#c8202f") if ground == "dark" else ("#0f2844", "#fff", "#e2ab2c")
    return format_html(
        '<svg viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" rx="9" fill="{}"/>'
        '<g fill="none" stroke="{}" stroke-width="4.5" stroke-linecap="round"><circle cx="18" cy="16.5" r="7.25"/>'
        '<path d="M27.5 9.5v14.5"/></g><circle cx="20" cy="33" r="3.1" fill="{}"/></svg>',
        tile,
        line,
        dot,
    )


@register.inclusion_tag("components/level.html")
def level(held: int | None, required: int | None = None) -> dict[str, object]:
    """Draw levels 1 to 5 as pips; the words must stand beside them.

    A level required and not held is hatched in orange; when nothing was assessed, the required ones are dashed.
    """
    return {"pips": [_pip(step, _int(held), _int(required)) for step in range(1, HIGHEST_LEVEL + 1)]}


@register.inclusion_tag("components/heat_cell.html")
def heat_cell(cell: object) -> dict[str, object]:
    """Write one cell of the heat table: held, required and what is short, in words as well as in colour."""
    return {"cell": cell, "state": _part(cell, "state") or "na"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: positions are texts such as 10.25% because the page's numbers use a comma."""

    kind: str
    count: int
    x: str
    width: str
    middle: str


@register.inclusion_tag("components/distribution.html")
def distribution(rows: list[object]) -> dict[str, object]:
    """Draw for each competency how many people are above, at, below and not assessed."""
    return {"rows": [_bar(row) for row in rows or ()]}


@register.inclusion_tag("components/track.html")
def score_track(score: object) -> dict[str, object]:
    """Draw a score on its scale with the pass mark."""
    reached, needed = _decimal(_part(score, "percent")), _decimal(_part(score, "pass_percent"))
    return {
        "score": score,
        "width": f"{_bounded(reached):.2f}%",
        "pass_at": f"{_bounded(needed):.2f}%" if needed is not None else "",
        "anchor": "end" if needed is not None and needed > 90 else "middle",
        "short": reached is not None and needed is not None and reached < needed,
    }


def _pip(step: int, held: int | None, required: int | None) -> str:
    if held is not None and step <= held:
        return "on"
    if required is None or step > required:
        return ""
    return "unk" if held is None else "lack"


def _bar(row: object) -> dict[str, object]:
    counts = [(kind, _int(_part(row, kind)) or 0, word) for kind, word in DISTRIBUTION_WORDS]
    total = sum(number for _, number, _ in counts)
    segments, start = [], Decimal(0)
    for kind, number, _ in counts:
        if number:
            wide = Decimal(number) * 100 / total
            segments.append(
                Segment(
                    kind,
                    number,
                    f"{start + Decimal('.25'):.2f}%",
                    f"{max(wide - Decimal('.5'), Decimal('.1')):.2f}%",
                    f"{start + wide / 2:.2f}%",
                )
            )
            start += wide
    words = ", ".join(f"{number} {word}" for _, number, word in counts if number)
    return {"name": _part(row, "name"), "total": total, "segments": segments, "words": words}


def _part(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def _civil_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return clock.civil_day(value)
    return value if isinstance(value, date) else None


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _int(value: object) -> int | None:
    exact = _decimal(value)
    return None if exact is None else int(exact)


def _bounded(value: Decimal | None) -> Decimal:
    return max(Decimal(0), min(Decimal(100), value or Decimal(0)))
