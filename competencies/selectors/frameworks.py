"""The framework, the level rule and the requirements that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from competencies.domain.gaps import Requirement, required_on
from competencies.domain.levels import LevelRule
from competencies.models import CompetencyFramework, PositionRequirement
from competencies.models import LevelRule as LevelRuleRow
from core.errors import DomainError
from core.periods import Period


@dataclass(frozen=True, slots=True)
class CompetencyColumn:
    """One competency of a framework."""

    code: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class FrameworkColumns:
    """The competencies of a framework in its order; none at all before one is in force."""

    name: str
    competencies: tuple[CompetencyColumn, ...]


class LevelRuleMissing(DomainError):
    """No level rule was in force on the day. Params: `day`."""

    code = "level_rule_missing"


def framework_in_force() -> CompetencyFramework | None:
    """Return the framework in force, its latest version, or None before one is published. One query."""
    in_force = CompetencyFramework.objects.filter(status=CompetencyFramework.Status.IN_FORCE)
    return in_force.order_by("-version", "-pk").first()


def columns_in_force() -> FrameworkColumns:
    """Return what the framework in force consists of: the columns of reports and the rows of profiles. Two queries."""
    framework = framework_in_force()
    if framework is None:
        return FrameworkColumns("", ())
    rows = framework.competencies.order_by("order", "code").values_list("code", "name", "group")
    return FrameworkColumns(framework.name, tuple(CompetencyColumn(*row) for row in rows))


def rule_in_force(day: date) -> LevelRule | None:
    """Return the level rule that began last on or before a day, or None. One query."""
    row = LevelRuleRow.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
    return None if row is None else _rule(row)


def level_rule_on(day: date) -> LevelRule:
    """Return the level rule that judges tests of a day. One query.

    Raises:
        LevelRuleMissing: none was in force.
    """
    rule = rule_in_force(day)
    if rule is None:
        raise LevelRuleMissing(day=day)
    return rule


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
