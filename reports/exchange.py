"""The competency report as JSON: one shape for the command and the page."""

from __future__ import annotations

from typing import Any

from competencies.domain.gaps import Gap
from reports.selectors.values import PersonRow, RuleFigures, UnitReport

SCHEMA = 1


def report_json(report: UnitReport) -> dict[str, Any]:
    """Return the report as JSON values. Levels are 1 to 5; null means unknown or not required, never zero."""
    return {
        "schema": SCHEMA,
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "as_of": report.as_of.isoformat(),
        "units": report.mode.value,
        "today": report.today.isoformat(),
        "framework": report.framework,
        "rule": _rule(report.rule) if report.rule else None,
        "competencies": [{"code": column.code, "name": column.name} for column in report.competencies],
        "people_count": len(report.people),
        "people": [_person(row, report) for row in report.people],
        "totals": [_total(report, index) for index in range(len(report.competencies))],
        "lineage": [
            {"name": note.name, "ended_on": note.ended_on.isoformat(), "into": list(note.into)}
            for note in report.lineage
        ],
        "ended": [
            {"name": group.name, "ended_on": group.ended_on.isoformat(), "people": group.people}
            for group in report.ended
        ],
    }


def _rule(rule: RuleFigures) -> dict[str, Any]:
    return {
        "version": rule.version,
        "min_items_up_to": rule.min_items_up_to,
        "min_items_at": rule.min_items_at,
        "min_percent": f"{rule.min_percent.normalize():f}",
    }


def _person(row: PersonRow, report: UnitReport) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "name": row.name,
        "position": row.position,
        "unit": row.unit_name,
        "levels": {column.code: _gap(one) for column, one in zip(report.competencies, row.gaps, strict=True)},
    }


def _gap(one: Gap) -> dict[str, Any]:
    return {"required": one.required, "held": one.held, "state": one.state.value, "short_by": one.short_by}


def _total(report: UnitReport, index: int) -> dict[str, Any]:
    counts = report.tallies[index]
    return {
        "competency": report.competencies[index].code,
        "required": counts.required,
        "assessed": counts.assessed,
        "met": counts.met,
        "above": counts.above,
        "short_by_one": counts.short_by_one,
        "short_by_more": counts.short_by_more,
        "unassessed": counts.unassessed,
        "not_required": counts.not_required,
    }
