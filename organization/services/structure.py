"""What every change of the tree of units does first and last: take turns, and leave a sound tree behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

from django.db import transaction

from core.errors import DomainError
from core.models import User
from core.services.audit import Act
from organization.domain.lineage import ChangeProblem, check_changes
from organization.domain.tree import PlacementProblem, check_placements
from organization.models import JobAssignment, OrganizationUnit
from organization.selectors import lineage, unit_names

Problem = PlacementProblem | ChangeProblem


class StructureRefused(DomainError):
    """A change of the tree that would break a rule. Params: `unit`, mostly `day`, sometimes `above`.

    Codes are those of `PlacementProblemCode` and `ChangeProblemCode`, and `unit_code_taken`, `unit_name_missing`,
    `unit_not_alive`, `unit_end_decided`, `unit_change_too_early`, `unit_has_later_rows`, `decision_missing`,
    `successors_missing`, `predecessors_missing`, `successor_among_predecessors`, `heir_not_among_successors`.
    """

    code = "unit_not_alive"


@contextmanager
def sound_structure() -> Iterator[None]:
    """Run a block that changes the tree, in a transaction and alone; refuse it if it breaks a rule.

    Old faults do not stand in the way: only those that the block brings are refused.

    Raises:
        StructureRefused: the first rule broken; nothing was written.
    """
    with transaction.atomic():
        # Locking all units makes changes of the tree take turns: two moves that are sound alone could close a circle.
        list(OrganizationUnit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        before = frozenset(_problems())
        yield
        fresh = [problem for problem in _problems() if problem not in before]
        if fresh:
            raise _refusal(fresh[0])


def check_alive(unit: OrganizationUnit, day: date) -> None:
    """Refuse a unit that does not live on `day`."""
    if unit.valid_from > day or (unit.valid_to is not None and unit.valid_to <= day):
        raise StructureRefused("unit_not_alive", unit=name_of(unit, day), day=day)


def name_of(unit: OrganizationUnit, day: date = date.max) -> str:
    """Return what a unit was called on a day, for the words of a refusal; without a day, what it is called last."""
    return unit_names([unit.pk], day).get(unit.pk, unit.code)


def unit_act(verb: str, unit: OrganizationUnit, by: User | None, **detail: str | int | bool | None) -> Act:
    """Return the audit entry about a unit."""
    return Act(
        verb=verb,
        object_kind="unit",
        object_uid=str(unit.uid),
        actor_uid=by.uid if by else None,
        unit_uid=unit.uid,
        detail=detail,
    )


def _problems() -> list[Problem]:
    facts = lineage()
    staffed = JobAssignment.objects.filter(voided_at__isnull=True).values_list("unit_id", flat=True).distinct()
    return [
        *check_placements(facts.placements, facts.lives),
        *check_changes(facts.changes, facts.lives, staffed.order_by()),
    ]


def _refusal(problem: Problem) -> StructureRefused:
    if isinstance(problem, ChangeProblem):
        unit_id = cast("int", problem.unit)
        return StructureRefused(problem.code.value, unit=unit_names([unit_id], date.max).get(unit_id, ""))
    ids = [cast("int", unit) for unit in problem.units]
    names = unit_names(ids, problem.day)
    unit, *above = [names.get(unit_id, "") for unit_id in ids]
    return StructureRefused(problem.code.value, unit=unit, above=above[0] if above else "", day=problem.day)
