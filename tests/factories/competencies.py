"""Rows of the competencies for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from competencies.models import (
    Competency,
    CompetencyEvidence,
    CompetencyFramework,
    CompetencyLevel,
    LevelRule,
    PositionRequirement,
)
from organization.models import OrganizationUnit, Position, StaffMember

LONG_AGO = date(2020, 1, 1)
RECORDED_AT = datetime(2026, 5, 22, 3, 0, tzinfo=UTC)


def make_framework(
    *,
    owner_unit: OrganizationUnit,
    code: str = "KNL",
    version: int = 1,
    status: str = CompetencyFramework.Status.IN_FORCE,
    name: str = "Khung năng lực",
) -> CompetencyFramework:
    """A framework without competencies."""
    return CompetencyFramework.objects.create(
        code=code, version=version, name=name, status=status, owner_unit=owner_unit
    )


def make_competency(
    *,
    framework: CompetencyFramework,
    code: str = "KSTTHC",
    name: str = "Kiểm soát thủ tục hành chính",
    group: str = Competency.Group.TOPICAL,
    order: int = 100,
) -> Competency:
    """A competency without descriptions of its levels."""
    return Competency.objects.create(framework=framework, code=code, name=name, group=group, order=order)


def describe_levels(competency: Competency) -> None:
    """Five levels, each with a word of its own."""
    CompetencyLevel.objects.bulk_create(
        CompetencyLevel(competency=competency, level=level, descriptor=f"Mô tả mức {level}") for level in range(1, 6)
    )


def make_level_rule(
    *,
    version: int = 1,
    min_items_up_to: int = 5,
    min_items_at: int = 2,
    min_fraction: str = "0.7",
    valid_from: date = LONG_AGO,
) -> LevelRule:
    """The rule of the house: five questions, two of them at the level, 70 %."""
    return LevelRule.objects.create(
        version=version,
        min_items_up_to=min_items_up_to,
        min_items_at=min_items_at,
        min_fraction=Decimal(min_fraction),
        valid_from=valid_from,
    )


def make_requirement(
    *,
    position: Position,
    competency: Competency,
    level: int = 3,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> PositionRequirement:
    """The level that a position requires."""
    return PositionRequirement.objects.create(
        position=position, competency=competency, level=level, valid_from=valid_from, valid_to=valid_to
    )


def make_evidence(
    *,
    staff: StaffMember,
    competency: Competency,
    unit: OrganizationUnit,
    position: Position,
    level: int | None = 3,
    observed_on: date = date(2026, 5, 22),
    expires_on: date | None = date(2028, 5, 22),
    source_key: str,
    source_title: str = "Kiểm tra nghiệp vụ một cửa",
    counts: dict[str, dict[str, int | str]] | None = None,
    fraction: str | None = None,
    facet: str = CompetencyEvidence.Facet.KNOWLEDGE,
    kind: str = CompetencyEvidence.Kind.KNOWLEDGE_TEST,
) -> CompetencyEvidence:
    """One proof as it stands, whatever a rule would say; `source_key` tells proofs apart."""
    return CompetencyEvidence.objects.create(
        staff=staff,
        competency=competency,
        facet=facet,
        kind=kind,
        level=level,
        fraction=None if fraction is None else Decimal(fraction),
        counts=counts or {},
        rule_version=1,
        unit=unit,
        position=position,
        observed_on=observed_on,
        expires_on=expires_on,
        source_kind="test",
        source_key=source_key,
        source_title=source_title,
        recorded_at=RECORDED_AT,
    )
