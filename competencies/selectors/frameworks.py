"""The framework, the level rule and the requirements that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from competencies.domain.gaps import Requirement, required_on
from competencies.domain.levels import LevelRule
from competencies.models import CompetencyFramework, PositionRequirement
from competencies.models import LevelRule as LevelRuleRow
from core.errors import DomainError
from core.periods import Period


class LevelRuleMissing(DomainError):
    """No level rule was in force on the day. Params: `day`."""

    code = "level_rule_missing"


def framework_in_force() -> CompetencyFramework | None:
    """Return the framework in force, its latest version, or None before one is published. One query."""
    in_force = CompetencyFramework.objects.filter(status=CompetencyFramework.Status.IN_FORCE)
    return in_force.order_by("-version", "-pk").first()


def level_rule_on(day: date) -> LevelRule:
    """Return the level rule that began last on or before a day. One query.

    Raises:
        LevelRuleMissing: none had begun.
    """
    row = LevelRuleRow.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
    if row is None:
        raise LevelRuleMissing(day=day)
    return _rule(row)


def level_rules() -> dict[int, LevelRule]:
    """Return every level rule by its version: evidence names the one that judged it. One query."""
    return {row.version: _rule(row) for row in LevelRuleRow.objects.all()}


def requirements_on(day: date, position_ids: Collection[int] | None = None) -> dict[int, dict[str, int]]:
    """Return the level that positions require on a day, per competency code. One query.

    None asks for all positions; those that require nothing are missing.
    """
    rows = PositionRequirement.objects.all()
    if position_ids is not None:
        rows = rows.filter(position_id__in=position_ids)
    by_position: dict[int, list[Requirement]] = defaultdict(list)
    columns = rows.values_list("position_id", "competency__code", "level", "mandatory", "valid_from", "valid_to")
    for position_id, code, level, mandatory, start, end in columns:
        by_position[position_id].append(Requirement(code, level, Period(start, end), mandatory))
    return {
        position_id: {str(code): requirement.level for code, requirement in found.items()}
        for position_id, requirements in by_position.items()
        if (found := required_on(requirements, day))
    }


def _rule(row: LevelRuleRow) -> LevelRule:
    return LevelRule(row.version, row.min_items_up_to, row.min_items_at, row.min_fraction)
