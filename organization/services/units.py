"""Units: creating, renaming, moving. A unit keeps its identity through all of these."""

from __future__ import annotations

from datetime import date, datetime

from core.models import User
from core.services.audit import record
from core.vietnamese.folding import clean_spaces, fold
from organization.models import OrganizationUnit, UnitName, UnitPlacement
from organization.services.structure import StructureRefused, check_alive, name_of, sound_structure, unit_act


def create_unit(
    *,
    code: str,
    kind: str,
    name: str,
    parent: OrganizationUnit | None,
    valid_from: date,
    by: User | None,
    at: datetime,
    short_name: str = "",
    sort: int = 0,
    basis: str = "",
) -> OrganizationUnit:
    """Create a unit with its first name and place. A parent of None puts it at the top.

    Raises:
        StructureRefused: the code is taken, the name is empty, or the parent does not live that long.
    """
    with sound_structure():
        code = clean_spaces(code)
        if not code or OrganizationUnit.objects.filter(code=code).exists():
            raise StructureRefused("unit_code_taken", unit=code)
        unit = OrganizationUnit.objects.create(code=code, kind=kind, valid_from=valid_from)
        _name(unit, name, short_name, sort, valid_from, basis)
        UnitPlacement.objects.create(unit=unit, parent=parent, valid_from=valid_from, basis=basis)
        above = parent.code if parent else None
        record(unit_act("unit.created", unit, by, code=code, name=name, parent=above, on=str(valid_from)), at=at)
    return unit


def rename_unit(
    *,
    unit: OrganizationUnit,
    name: str,
    on: date,
    basis: str,
    by: User | None,
    at: datetime,
    short_name: str = "",
    sort: int | None = None,
) -> UnitName:
    """Give a unit a new name from a day on; the old one stays in its time. A sort of None keeps the place in lists.

    Raises:
        StructureRefused: the unit does not live on that day, or already has a name that begins on it or later.
    """
    with sound_structure():
        unit = OrganizationUnit.objects.get(pk=unit.pk)
        check_alive(unit, on)
        present = UnitName.objects.filter(unit=unit).latest("valid_from")
        _check_later(unit, present, on)
        UnitName.objects.filter(pk=present.pk).update(valid_to=on)
        place = present.sort if sort is None else sort
        row = _name(unit, name, short_name, place, on, basis, until=unit.valid_to)
        record(unit_act("unit.renamed", unit, by, old=present.name, new=row.name, on=str(on), basis=basis), at=at)
    return row


def move_unit(
    *,
    unit: OrganizationUnit,
    parent: OrganizationUnit | None,
    on: date,
    basis: str,
    by: User | None,
    at: datetime,
) -> UnitPlacement:
    """Put a unit, and with it what is below, under another one from a day on.

    Raises:
        StructureRefused: the unit or the parent does not live then, the unit already has a place that begins on that
            day or later, or it would stand under itself on any day.
    """
    with sound_structure():
        unit = OrganizationUnit.objects.get(pk=unit.pk)
        check_alive(unit, on)
        present = UnitPlacement.objects.filter(unit=unit).latest("valid_from")
        _check_later(unit, present, on)
        if parent is not None and parent.pk == unit.pk:
            raise StructureRefused("placement_circle", unit=name_of(unit, on), above=name_of(unit, on), day=on)
        UnitPlacement.objects.filter(pk=present.pk).update(valid_to=on)
        row = UnitPlacement.objects.create(unit=unit, parent=parent, valid_from=on, valid_to=unit.valid_to, basis=basis)
        above = parent.code if parent else None
        record(unit_act("unit.moved", unit, by, parent=above, on=str(on), basis=basis), at=at)
    return row


def _name(
    unit: OrganizationUnit, name: str, short: str, sort: int, start: date, basis: str, until: date | None = None
) -> UnitName:
    cleaned = clean_spaces(name)
    if not cleaned:
        raise StructureRefused("unit_name_missing", unit=unit.code)
    return UnitName.objects.create(
        unit=unit,
        name=cleaned,
        short_name=clean_spaces(short),
        sort=sort,
        folded=fold(cleaned),
        valid_from=start,
        valid_to=until,
        basis=basis,
    )


def _check_later(unit: OrganizationUnit, present: UnitName | UnitPlacement, on: date) -> None:
    if present.valid_from >= on:
        raise StructureRefused("unit_change_too_early", unit=name_of(unit, on), day=present.valid_from)
