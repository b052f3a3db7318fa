"""An import told to a machine and to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.clock import in_vietnam
from core.messages import message_of
from core.vietnamese.formatting import padded_count
from organization.importing.errors import Issue
from organization.importing.plan import Action, RowPlan

if TYPE_CHECKING:
    from organization.services.staff_import import ImportReport

# A list with more faults than that is corrected and tried again.
_SHOWN = 50


def told(issue: Issue) -> str:
    """Return one line: "Ô D14: …", or "Dòng 14: …" where no cell is meant."""
    reason = message_of(issue.reason)
    if issue.cell:
        line = _("Cell %(cell)s: %(reason)s") % {"cell": issue.cell, "reason": reason}
    else:
        line = _("Row %(row)s: %(reason)s") % {"row": issue.row, "reason": reason}
    value = issue.shown_value
    return f"{line} [{value}]" if value and value not in reason else line


def as_json(report: ImportReport, name: str) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    plan = report.plan
    earlier = report.already_imported_at
    return {
        "file": name,
        "digest": report.digest,
        "as_of": report.as_of.isoformat(),
        "committed": report.committed,
        "already_imported_at": earlier.isoformat() if earlier else None,
        "counts": _counts(report),
        "accepted": [_row(row) for row in plan.accepted],
        "warnings": [_issue(issue) for issue in plan.warnings],
        "refused": [_issue(issue) for issue in plan.refused],
    }


def lines(report: ImportReport) -> Iterator[str]:
    """Yield the report as lines to read."""
    plan = report.plan
    for kind, issues in (
        (pgettext("staff list", "Refused"), plan.refused),
        (pgettext("staff list", "Note"), plan.warnings),
    ):
        for issue in issues[:_SHOWN]:
            yield f"{kind}: {told(issue)}"
        if len(issues) > _SHOWN:
            yield _("… and %(count)s more.") % {"count": len(issues) - _SHOWN}
    counts = _counts(report)
    yield _("New: %(new)s, moved: %(moved)s, corrected: %(corrected)s, unchanged: %(unchanged)s") % counts
    yield _outcome(report)


def _outcome(report: ImportReport) -> str:
    if report.already_imported_at is not None:
        return _("This file was imported on %(day)s already. Nothing was written.") % {
            "day": in_vietnam(report.already_imported_at).strftime("%d/%m/%Y %H:%M")
        }
    if report.plan.refused:
        count = len({issue.row for issue in report.plan.refused})
        return ngettext(
            "The list was not imported, no row was changed. %(count)s row needs correction.",
            "The list was not imported, no row was changed. %(count)s rows need correction.",
            count,
        ) % {"count": padded_count(count)}
    return _("The list has been imported.") if report.committed else _("This was a trial. Nothing was written.")


def _counts(report: ImportReport) -> dict[str, int]:
    plan = report.plan
    counts = {action.value: sum(row.action is action for row in plan.accepted) for action in Action}
    refused_rows = len({issue.row for issue in plan.refused})
    return {
        "rows": len(plan.accepted) + refused_rows,
        "accepted": len(plan.accepted),
        **counts,
        "warnings": len(plan.warnings),
        "refused": refused_rows,
    }


def _row(row: RowPlan) -> dict[str, Any]:
    return {
        "row": row.row.row,
        "code": row.row.code,
        "name": row.row.name.full,
        "action": row.action.value,
        "unit": row.unit.code,
        "position": row.position.name,
        "from": row.start.isoformat(),
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "row": issue.row,
        "cell": issue.cell,
        "value": issue.shown_value,
        "code": issue.reason.code,
        "message": told(issue),
    }
