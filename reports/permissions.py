"""Who may read which unit's report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from organization.domain.population import ReportMode
from organization.models import Role
from organization.permissions import covered_units
from organization.selectors import UnitFacts, units_on
from reports.selectors.values import ENDED_CODE

if TYPE_CHECKING:
    from organization.permissions import Account

REPORT_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_CONTACT, Role.TRAINING_OFFICER, Role.INSPECTOR})


def reportable_units(user: Account, *, as_of: date, mode: ReportMode, today: date) -> Sequence[UnitFacts]:
    """Return the units whose report the account may read, as an outline.

    The right is that of today; which units stand below it is that of the day whose units the report speaks of. A head
    whose grant has ended reads nothing, not even of the time of the grant.
    """
    placed_on = as_of if mode is ReportMode.THEN else today
    covered = covered_units(user, REPORT_ROLES, today, placed_on=placed_on)
    return [unit for unit in units_on(placed_on) if unit.id in covered]


def may_read_ended(units: Sequence[UnitFacts]) -> bool:
    """Tell whether the bucket of ended units belongs to a reader of these units: only whoever reads a top unit."""
    return any(unit.depth == 0 for unit in units)


def may_read(code: str, units: Sequence[UnitFacts], mode: ReportMode) -> bool:
    """Tell whether the report of the unit with that code is among what may be read."""
    if code == ENDED_CODE:
        return mode is ReportMode.NOW and may_read_ended(units)
    return any(unit.code == code for unit in units)
