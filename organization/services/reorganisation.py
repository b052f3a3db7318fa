"""Merging, splitting and dissolving: a unit ends, and with it its names, places, postings and grants.

Nothing is deleted. The unit's rows end on the day, the lineage says what became of it, and the people go to the heir
unless they have a posting of their own that begins on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model, Q, QuerySet

from core.clock import civil_day
from core.models import User
from core.services.audit import Act, record_many
from organization.models import (
    JobAssignment,
    OrganizationUnit,
    RoleGrant,
    StaffMember,
    UnitChange,
    UnitIdentifier,
    UnitName,
    UnitPlacement,
    UnitProfile,
)
from organization.services.grants import apply_end_of_grants, grant_act
from organization.services.postings import posting_act
from organization.services.structure import StructureRefused, check_alive, name_of, sound_structure, unit_act


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """What a reorganisation touched: ids of ended units, and counts."""

    ended: tuple[int, ...]
    people_carried: int
    postings_ended: int
    grants_ended: int


@dataclass(frozen=True, slots=True)
class _End:
    """One unit that ends, the successors it has and the one that takes its people (None: nobody does)."""

    unit: OrganizationUnit
    kind: str
    successors: tuple[OrganizationUnit, ...]
    heir: OrganizationUnit | None


def merge_units(
    *,
    predecessors: Sequence[OrganizationUnit],
    successor: OrganizationUnit,
    on: date,
    decision: str,
    by: User | None,
    at: datetime,
) -> Reorganisation:
    """Merge units into one that lives on `on` and stays; its predecessors are gone from that day.

    Raises:
        StructureRefused: no decision, no predecessor, the successor is among them, one does not live then or already
            ends by another decision, or other units still stand below one of them.
    """
    if not predecessors:
        raise StructureRefused("predecessors_missing")
    if successor in predecessors:
        raise StructureRefused("successor_among_predecessors", unit=name_of(successor))
    ends = [_End(unit, UnitChange.Kind.MERGED, (successor,), successor) for unit in dict.fromkeys(predecessors)]
    return _reorganise(ends, on, decision, by, at)


def split_unit(
    *,
    unit: OrganizationUnit,
    successors: Sequence[OrganizationUnit],
    heir: OrganizationUnit,
    on: date,
    decision: str,
    by: User | None,
    at: datetime,
) -> Reorganisation:
    """Split a unit into others. The heir takes those people who have no posting of their own from that day.

    Raises:
        StructureRefused: no decision, no successors, the heir is not one of them, one does not live then, or other
            units still stand below the unit.
    """
    if not successors:
        raise StructureRefused("successors_missing", unit=name_of(unit))
    if heir not in successors:
        raise StructureRefused("heir_not_among_successors", unit=name_of(heir))
    if unit in successors:
        raise StructureRefused("successor_among_predecessors", unit=name_of(unit))
    return _reorganise(
        [_End(unit, UnitChange.Kind.SPLIT, tuple(dict.fromkeys(successors)), heir)], on, decision, by, at
    )


def dissolve_unit(*, unit: OrganizationUnit, on: date, decision: str, by: User | None, at: datetime) -> Reorganisation:
    """Dissolve a unit that nothing follows; its people have no posting from that day unless they are given one.

    Raises:
        StructureRefused: no decision, the unit does not live then, or other units still stand below it.
    """
    return _reorganise([_End(unit, UnitChange.Kind.DISSOLVED, (), None)], on, decision, by, at)


def _reorganise(ends: Sequence[_End], on: date, decision: str, by: User | None, at: datetime) -> Reorganisation:
    if not decision.strip():
        raise StructureRefused("decision_missing")
    with sound_structure():
        ids = tuple(end.unit.pk for end in ends)
        _end_units(ends, on)
        _write_changes(ends, on, decision)
        postings, carried = _end_postings(ends, on, decision, by, at)
        grants = _end_grants(ids, on)
        acts = [_unit_act(end, on, decision, by) for end in ends]
        acts += [_carried_act(row, by) for row in carried]
        acts += [grant_act("grant.ended", grant, by, on=str(on), reason=decision) for grant in grants]
        record_many(acts, at=at)
    apply_end_of_grants({grant.user_id for grant in grants}, on=on, today=civil_day(at))
    return Reorganisation(ids, len(carried), postings, len(grants))


def _end_units(ends: Sequence[_End], on: date) -> None:
    for end in ends:
        unit = OrganizationUnit.objects.get(pk=end.unit.pk)
        check_alive(unit, on)
        if unit.valid_to is not None:
            raise StructureRefused("unit_end_decided", unit=name_of(unit), day=unit.valid_to)
        if unit.valid_from == on:
            raise StructureRefused("unit_change_too_early", unit=name_of(unit), day=on)
        rows: tuple[type[Model], ...] = (UnitName, UnitPlacement, UnitProfile, UnitIdentifier)
        for model in rows:
            _end_rows(model._default_manager.filter(unit=unit), unit, on)
        end.unit.valid_to = on
        end.unit.ends_without_successor = not end.successors
        end.unit.save(update_fields=["valid_to", "ends_without_successor"])


def _end_rows(rows: QuerySet[Model], unit: OrganizationUnit, on: date) -> int:
    """End dated rows of a unit on a day; rows that would only begin then are refused, a person must decide on them."""
    if rows.filter(valid_from__gte=on).exists():
        raise StructureRefused("unit_has_later_rows", unit=name_of(unit), day=on)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).update(valid_to=on)


def _write_changes(ends: Sequence[_End], on: date, decision: str) -> None:
    UnitChange.objects.bulk_create(
        UnitChange(
            kind=end.kind,
            predecessor=end.unit,
            successor=successor,
            heir=successor is not None and successor == end.heir,
            effective_on=on,
            decision=decision,
        )
        for end in ends
        for successor in (end.successors or (None,))
    )


def _end_postings(
    ends: Sequence[_End], on: date, decision: str, by: User | None, at: datetime
) -> tuple[int, list[JobAssignment]]:
    """End the postings in ending units; return how many, and the new main postings in the heirs.

    Whoever has an own main posting from that day has ended the old one already, and so is not among those carried.
    """
    heirs = {end.unit.pk: end.heir for end in ends}
    rows = JobAssignment.objects.filter(unit_id__in=list(heirs), voided_at__isnull=True)
    open_rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    list(StaffMember.objects.select_for_update().filter(pk__in=open_rows.values("staff_id")).order_by("pk"))
    old = list(open_rows.select_related("staff").order_by("pk"))
    for end in ends:
        _end_rows(rows.filter(unit=end.unit), end.unit, on)
    carried = [
        JobAssignment(
            staff=row.staff,
            unit=heirs[row.unit_id],
            position_id=row.position_id,
            kind=row.kind,
            valid_from=on,
            valid_to=row.valid_to,
            decision=decision,
            recorded_at=at,
            recorded_by=by,
        )
        for row in old
        if row.kind == JobAssignment.Kind.MAIN and heirs[row.unit_id] is not None
    ]
    JobAssignment.objects.bulk_create(carried, batch_size=500)
    return len(old), carried


def _end_grants(unit_ids: Sequence[int], on: date) -> list[RoleGrant]:
    """End the grants on ending units, and withdraw those that would only begin then."""
    rows = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), unit_id__in=unit_ids)
    ended = list(rows.select_related("user", "unit").order_by("pk"))
    rows.filter(valid_from__gte=on).delete()
    rows.filter(valid_from__lt=on).update(valid_to=on)
    return ended


def _unit_act(end: _End, on: date, decision: str, by: User | None) -> Act:
    successors = ", ".join(successor.code for successor in end.successors)
    heir = end.heir.code if end.heir else None
    return unit_act(f"unit.{end.kind}", end.unit, by, successors=successors, heir=heir, on=str(on), decision=decision)


def _carried_act(row: JobAssignment, by: User | None) -> Act:
    return posting_act("posting.carried", row, by, on=str(row.valid_from), decision=row.decision)
