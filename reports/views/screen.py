"""The report's values in the shape of its page; see docs/screens.md."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.domain.gaps import Gap, GapState, Tally
from core.vietnamese.formatting import number, short_date
from organization.domain.population import ReportMode
from reports.selectors.values import LineageNote, PersonRow, RuleFigures, UnitReport

CELL_STATES = {
    GapState.ABOVE: "more",
    GapState.MET: "met",
    GapState.UNASSESSED: "none",
    GapState.NOT_REQUIRED: "na",
}


def screen_context(report: UnitReport, readable: Collection[UUID]) -> dict[str, Any]:
    """Return the context of the page but for the parameters' own; `readable` people have a profile to look at."""
    return {
        "as_of": report.as_of,
        "mode": "historical" if report.mode is ReportMode.THEN else "current",
        "unit_name": report.unit.name or _("Units that have ended"),
        "people_count": len(report.people),
        "lineage_note": _lineage(report.lineage),
        "figures": _figures(report.tallies),
        "columns": [{"name": column.name, "short": column.name} for column in report.competencies],
        "people": [_person(row, has_profile=row.uid in readable) for row in report.people],
        "totals": [{"met": one.met + one.above, "assessed": one.assessed} for one in report.tallies],
        "distribution": [
            _distribution(column.name, one)
            for column, one in zip(report.competencies, report.tallies, strict=True)
            if one.required
        ],
        "method": _method(report),
        "too_few": False,
    }


def _person(row: PersonRow, *, has_profile: bool) -> dict[str, Any]:
    return {
        "name": row.name,
        "url": reverse("person_profile", args=[row.uid]) if has_profile else None,
        "position": row.position,
        "cells": [_cell(one) for one in row.gaps],
    }


def _cell(one: Gap) -> dict[str, Any]:
    short = "gap1" if one.short_by == 1 else "gap2"
    return {
        "held": one.held,
        "required": one.required,
        "state": CELL_STATES.get(one.state, short),
        "gap": one.short_by,
    }


def _figures(tallies: Iterable[Tally]) -> dict[str, Any]:
    counts = list(tallies)
    met = sum(one.met + one.above for one in counts)
    assessed = sum(one.assessed for one in counts)
    return {
        "required": sum(one.required for one in counts),
        "assessed": assessed,
        "met": met,
        "gap1": sum(one.short_by_one for one in counts),
        "gap2": sum(one.short_by_more for one in counts),
        "unassessed": sum(one.unassessed for one in counts),
        "met_percent": Decimal(100 * met) / assessed if assessed else None,
    }


def _distribution(name: str, one: Tally) -> dict[str, Any]:
    return {
        "name": name,
        "total": one.required,
        "more": one.above,
        "met": one.met,
        "gap1": one.short_by_one,
        "gap2": one.short_by_more,
        "none": one.unassessed,
    }


def _lineage(notes: Iterable[LineageNote]) -> str:
    return " ".join(_lineage_sentence(note) for note in notes)


def _lineage_sentence(note: LineageNote) -> str:
    facts = {"name": note.name, "day": short_date(note.ended_on), "into": ", ".join(note.into)}
    if note.into:
        return _("%(name)s ended on %(day)s; it was followed by %(into)s.") % facts
    return _("%(name)s ended on %(day)s without a successor.") % facts


def _method(report: UnitReport) -> list[str]:
    day = {"day": short_date(report.as_of)}
    if report.mode is ReportMode.THEN:
        counted = _("People are counted for the unit of %(day)s.")
    else:
        counted = _(
            "The people are those of %(day)s; a unit that has ended since is led to the unit that took them over."
        )
    return [
        _("Framework: %(name)s.") % {"name": report.framework} if report.framework else _("No framework is in force."),
        _rule(report.rule) if report.rule else _("No rule of levels was in force on %(day)s.") % day,
        _("Standing on a day is the best valid proof known by then; “not assessed” is never counted as zero."),
        counted % day,
    ]


def _rule(rule: RuleFigures) -> str:
    words = ngettext(
        "A knowledge test proves the highest level for which the paper held at least %(items)s question up to that"
        " level, at least %(at)s of them at it, and %(percent)s%% of their marks were won.",
        "A knowledge test proves the highest level for which the paper held at least %(items)s questions up to"
        " that level, at least %(at)s of them at it, and %(percent)s%% of their marks were won.",
        rule.min_items_up_to,
    )
    return words % {
        "items": rule.min_items_up_to,
        "at": rule.min_items_at,
        "percent": number(rule.min_percent, 1),
    }
