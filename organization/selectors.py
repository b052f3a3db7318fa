"""Reading: units as of a day, and who stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from core.periods import Period
from core.querysets import PeriodQuerySet
from organization.domain import postings as domain
from organization.domain.lineage import History
from organization.domain.population import Member
from organization.domain.tree import UnitTree
from organization.domain.units import Change, ChangeKind, Placement, UnitKey
from organization.models import JobAssignment, OrganizationUnit, StaffMember, UnitChange, UnitName, UnitPlacement

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


@dataclass(frozen=True, slots=True)
class Posting:
    """The main posting of a person on a day, with the names of that day."""

    staff_id: int
    unit_id: int
    position_id: int
    unit_name: str
    position_name: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit alive on a day, with its name and place of that day. `depth` is 0 at the top."""

    id: int
    uid: UUID
    code: str
    kind: str
    name: str
    short_name: str
    parent_id: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class LineageFacts:
    """Everything that the rules about the fate of units need: keys are ids of units."""

    lives: Mapping[UnitKey, Period]
    placements: tuple[Placement, ...]
    changes: tuple[Change, ...]

    def history(self) -> History:
        """Return lives and changes arranged for walking; build it once per report."""
        return History.of(self.lives, self.changes)


def staff_of(user: User | AnonymousUser) -> StaffMember | None:
    """Return the person behind an account, or None for an account of nobody in the corps."""
    return StaffMember.objects.filter(user_id=user.pk).first() if user.pk else None


def posting_on(staff_id: int, day: date) -> Posting | None:
    """Return the main posting of one person on a day, or None. Two queries."""
    return postings_on([staff_id], day).get(staff_id)


def postings_on(staff_ids: Collection[int] | None, day: date) -> dict[int, Posting]:
    """Return the main postings on a day, by person; people without one are missing.

    None asks for everybody; prefer it to a list of thousands. Two queries.
    """
    rows = _main_postings().on(day).select_related("position")
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=staff_ids)
    found = list(rows)
    names = unit_names({row.unit_id for row in found}, day)
    return {row.staff_id: _posting(row, names) for row in found}


def posting_histories(staff_ids: Collection[int] | None) -> dict[int, tuple[domain.Posting, ...]]:
    """Return all main postings of people as values for the lineage rules. None asks for everybody. One query."""
    rows = _main_postings()
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=staff_ids)
    found: dict[int, list[domain.Posting]] = defaultdict(list)
    columns = rows.order_by("valid_from").values_list("staff_id", "unit_id", "position_id", "valid_from", "valid_to")
    for staff_id, unit_id, position_id, start, end in columns:
        found[staff_id].append(domain.Posting(staff_id, unit_id, position_id, Period(start, end)))
    return {staff_id: tuple(postings) for staff_id, postings in found.items()}


def population(day: date) -> tuple[Member, ...]:
    """Return everybody with a main posting on a day, in the unit of that day, each once. One query."""
    rows = _main_postings().on(day).order_by("staff_id").values_list("staff_id", "unit_id")
    return tuple(Member(staff_id, unit_id) for staff_id, unit_id in rows)


def unit_names(unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Return what units were called on a day.

    A unit that had ended by then keeps its last name, one that did not exist yet has its first. One query.
    """
    names: dict[int, str] = {}
    if not unit_ids:
        return names
    rows = UnitName.objects.filter(unit_id__in=unit_ids).order_by("unit_id", "valid_from")
    for unit_id, name, start in rows.values_list("unit_id", "name", "valid_from"):
        if start <= day or unit_id not in names:
            names[unit_id] = name
    return names


def unit_tree(day: date) -> UnitTree:
    """Return which unit stood under which on a day; keys are ids of units. One query, walked in memory."""
    return UnitTree(dict(UnitPlacement.objects.on(day).values_list("unit_id", "parent_id")))


def subtree_ids(unit_id: int, day: date) -> frozenset[int]:
    """Return a unit and all units below it on a day. One query."""
    return cast("frozenset[int]", unit_tree(day).subtree(unit_id))


def units_on(day: date) -> tuple[UnitFacts, ...]:
    """Return the units alive on a day as an outline: each followed by what stands below it. Three queries."""
    alive = {unit.pk: unit for unit in OrganizationUnit.objects.on(day)}
    names = {name.unit_id: name for name in UnitName.objects.on(day).filter(unit_id__in=list(alive))}
    parents = dict(UnitPlacement.objects.on(day).values_list("unit_id", "parent_id"))
    below: dict[int | None, list[int]] = defaultdict(list)
    for unit_id in alive:
        parent = parents.get(unit_id)
        below[parent if parent in alive else None].append(unit_id)
    for sisters in below.values():
        sisters.sort(key=lambda unit_id: _among_sisters(names.get(unit_id), alive[unit_id].code))
    outline: list[UnitFacts] = []
    waiting = [(unit_id, 0) for unit_id in reversed(below[None])]
    while waiting:
        unit_id, depth = waiting.pop()
        outline.append(_facts(alive[unit_id], names.get(unit_id), parents.get(unit_id), depth))
        waiting.extend((child, depth + 1) for child in reversed(below.get(unit_id, [])))
    return tuple(outline)


def lineage() -> LineageFacts:
    """Return lives, placements and changes of all units as values. Three queries."""
    lives = OrganizationUnit.objects.values_list("pk", "valid_from", "valid_to")
    places = UnitPlacement.objects.order_by("valid_from", "pk").values_list(
        "unit_id", "parent_id", "valid_from", "valid_to"
    )
    changes = UnitChange.objects.order_by("effective_on", "pk").values_list(
        "kind", "predecessor_id", "successor_id", "heir", "effective_on"
    )
    return LineageFacts(
        lives={unit_id: Period(start, end) for unit_id, start, end in lives},
        placements=tuple(Placement(unit_id, parent, Period(start, end)) for unit_id, parent, start, end in places),
        changes=tuple(Change(ChangeKind(kind), old, new, heir, day) for kind, old, new, heir, day in changes),
    )


def _main_postings() -> PeriodQuerySet:
    return JobAssignment.objects.filter(kind=JobAssignment.Kind.MAIN, voided_at__isnull=True)


def _posting(row: JobAssignment, names: Mapping[int, str]) -> Posting:
    name = names.get(row.unit_id, "")
    return Posting(row.staff_id, row.unit_id, row.position_id, name, row.position.name, row.valid_from)


def _among_sisters(name: UnitName | None, code: str) -> tuple[int, str]:
    return (name.sort, code) if name else (0, code)


def _facts(unit: OrganizationUnit, name: UnitName | None, parent_id: int | None, depth: int) -> UnitFacts:
    full = name.name if name else unit.code
    short = (name.short_name if name else "") or full
    return UnitFacts(unit.pk, unit.uid, unit.code, unit.kind, full, short, parent_id, depth)
