"""Bringing a framework into force; the former version ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from competencies.domain.levels import LEVELS
from competencies.models import CompetencyFramework
from core.errors import DomainError
from core.services.audit import Act, record

if TYPE_CHECKING:
    from core.models import User


class FrameworkRefused(DomainError):
    """A framework that cannot come into force.

    Codes: `framework_not_draft`, `framework_empty`, `framework_levels_missing` (params `codes`).
    """


@transaction.atomic
def publish_framework(*, framework: CompetencyFramework, by: User | None, at: datetime) -> CompetencyFramework:
    """Bring a draft into force: it is frozen, and the version in force until now ends.

    Each competency must say what each of its five levels means. Evidence and papers name competencies by code, so
    they stay valid across versions.

    Raises:
        FrameworkRefused: `framework_not_draft`, `framework_empty`, `framework_levels_missing`.
    """
    row = CompetencyFramework.objects.select_for_update(of=("self",)).select_related("owner_unit").get(pk=framework.pk)
    if row.status != CompetencyFramework.Status.DRAFT:
        raise FrameworkRefused("framework_not_draft")
    _check_complete(row)
    CompetencyFramework.objects.filter(code=row.code, status=CompetencyFramework.Status.IN_FORCE).update(
        status=CompetencyFramework.Status.ENDED
    )
    row.status = CompetencyFramework.Status.IN_FORCE
    row.save(update_fields=["status"])
    act = Act(
        "framework.published",
        "framework",
        str(row.uid),
        actor_uid=by.uid if by else None,
        unit_uid=row.owner_unit.uid,
        detail={"code": row.code, "version": row.version},
    )
    record(act, at=at)
    return row


def _check_complete(framework: CompetencyFramework) -> None:
    levels = dict(framework.competencies.annotate(described=Count("levels")).values_list("code", "described"))
    if not levels:
        raise FrameworkRefused("framework_empty")
    incomplete = sorted(code for code, described in levels.items() if described != len(LEVELS))
    if incomplete:
        raise FrameworkRefused("framework_levels_missing", codes=", ".join(incomplete))
