"""Loading the shipped framework: sample data that an office replaces by its own approved frame."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from competencies.models import Competency, CompetencyFramework, CompetencyLevel, LevelRule, PositionRequirement
from core.errors import DomainError
from core.services.audit import Act, record
from organization.models import OrganizationUnit, Position

if TYPE_CHECKING:
    from core.models import User

FRAMEWORK_FILE = Path(__file__).resolve().parent.parent / "data" / "framework.json"


class FrameworkUnreadable(DomainError):
    """A framework file of another shape. Params: `place`, where reading stopped."""

    code = "framework_unreadable"


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency of the file."""

    code: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """What a kind of post requires: the level per group of competencies."""

    post: str
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The figures of the level rule."""

    version: int
    min_items_up_to: int
    min_items_at: int
    min_fraction: Decimal
    valid_from: date


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """A framework file, read. The same five descriptions hold for every competency."""

    code: str
    name: str
    basis: str
    levels: tuple[tuple[int, str], ...]
    competencies: tuple[CompetencyLine, ...]
    requirements: tuple[RequirementLine, ...]
    requirements_basis: str
    rule: RuleLine


@dataclass(frozen=True, slots=True)
class FrameworkLoad:
    """What came of loading: the framework, whether it is new, and how many requirements were added."""

    framework: CompetencyFramework
    is_new: bool
    requirements: int


def read_framework(text: str) -> FrameworkFile:
    """Return the content of a framework file.

    Raises:
        FrameworkUnreadable: not JSON of that shape.
    """
    try:
        return _file(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise FrameworkUnreadable(place=str(error)) from error


@transaction.atomic
def load_framework(
    *,
    owner_unit: OrganizationUnit,
    valid_from: date,
    posts: Mapping[str, str] | None = None,
    file: FrameworkFile | None = None,
    by: User | None,
    at: datetime,
) -> FrameworkLoad:
    """Put a framework with its level rule into the database as a draft, and the levels that positions require.

    What is there already is left alone: an office that corrected a level keeps it. `publish_framework` brings the
    draft into force.

    Args:
        owner_unit: whose framework it is.
        valid_from: the first day of the requirements.
        posts: for codes of positions the kind of post in the file; positions named like a kind need no entry.
        file: what to load; None takes the shipped file.
        by: who loads it; None is a command at the console.
        at: when.
    """
    file = file or read_framework(FRAMEWORK_FILE.read_text(encoding="utf-8"))
    framework, is_new = CompetencyFramework.objects.get_or_create(
        code=file.code, version=1, defaults={"name": file.name, "basis": file.basis, "owner_unit": owner_unit}
    )
    if is_new:
        _add_competencies(framework, file)
    LevelRule.objects.get_or_create(version=file.rule.version, defaults=_figures(file.rule))
    added = _add_requirements(framework, file, posts or {}, valid_from)
    if is_new or added:
        detail = {"code": framework.code, "version": framework.version, "requirements": added}
        act = Act(
            "framework.loaded",
            "framework",
            str(framework.uid),
            actor_uid=by.uid if by else None,
            unit_uid=owner_unit.uid,
            detail=detail,
        )
        record(act, at=at)
    return FrameworkLoad(framework, is_new, added)


def _add_competencies(framework: CompetencyFramework, file: FrameworkFile) -> None:
    competencies = Competency.objects.bulk_create(
        Competency(framework=framework, code=line.code, name=line.name, group=line.group, order=10 * place)
        for place, line in enumerate(file.competencies, start=1)
    )
    CompetencyLevel.objects.bulk_create(
        CompetencyLevel(competency=competency, level=level, descriptor=descriptor)
        for competency in competencies
        for level, descriptor in file.levels
    )


def _add_requirements(
    framework: CompetencyFramework, file: FrameworkFile, posts: Mapping[str, str], valid_from: date
) -> int:
    levels = {line.post: line.levels for line in file.requirements}
    competencies = list(framework.competencies.all())
    codes = {competency.code for competency in competencies}
    present = set(
        PositionRequirement.objects.filter(competency__code__in=codes).values_list("position_id", "competency__code")
    )
    rows = [
        PositionRequirement(
            position=position,
            competency=competency,
            level=required[competency.group],
            valid_from=max(valid_from, position.valid_from),
            valid_to=position.valid_to,
            basis=file.requirements_basis,
        )
        for position in Position.objects.order_by("pk")
        if (required := levels.get(posts.get(position.code, position.code)))
        for competency in competencies
        if competency.group in required and (position.pk, competency.code) not in present
    ]
    return len(PositionRequirement.objects.bulk_create(rows))


def _figures(rule: RuleLine) -> dict[str, object]:
    return {
        "min_items_up_to": rule.min_items_up_to,
        "min_items_at": rule.min_items_at,
        "min_fraction": rule.min_fraction,
        "valid_from": rule.valid_from,
    }


def _file(data: Mapping[str, Any]) -> FrameworkFile:
    rule = data["level_rule"]
    return FrameworkFile(
        code=data["code"],
        name=data["name"],
        basis=data["basis"],
        levels=tuple((line["level"], line["descriptor"]) for line in data["levels"]),
        competencies=tuple(CompetencyLine(line["code"], line["name"], line["group"]) for line in data["competencies"]),
        requirements=tuple(
            RequirementLine(line["post"], {group: level for group, level in line.items() if group != "post"})
            for line in data["requirements"]
        ),
        requirements_basis=data["requirements_basis"],
        rule=RuleLine(
            version=rule["version"],
            min_items_up_to=rule["min_items_up_to"],
            min_items_at=rule["min_items_at"],
            min_fraction=Decimal(rule["min_fraction"]),
            valid_from=date.fromisoformat(rule["valid_from"]),
        ),
    )
