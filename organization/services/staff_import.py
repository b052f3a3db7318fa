"""Importing a staff list: all rows or none, once per file, in a handful of statements whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core.canonical import sha256_hex
from core.models import AuditEntry, User
from core.periods import Period
from core.services.audit import Act, record_many
from core.vietnamese.folding import fold
from core.vietnamese.names import NameParts
from organization.domain.lineage import living_successors
from organization.importing.errors import Limits
from organization.importing.package import open_package
from organization.importing.plan import (
    Fate,
    Known,
    KnownPerson,
    KnownPosition,
    KnownPosting,
    KnownUnit,
    Plan,
    RowPlan,
    namesake_key,
    plan_list,
    position_key,
)
from organization.importing.sheet import read_sheet
from organization.importing.staff_list import StaffList, StaffRow, read_staff_list
from organization.models import JobAssignment, OrganizationUnit, Position, StaffIdentifier, StaffMember
from organization.selectors import lineage, unit_names
from organization.services.naming import NAME_COLUMNS, birth_of, set_name
from organization.services.people import PERSONNEL_CODE, staff_act
from organization.services.postings import posting_act

_BATCH = 500
_IMPORTED = "staff.imported"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file. `already_imported_at` is set when the same bytes were imported before."""

    digest: str
    as_of: date
    plan: Plan
    committed: bool
    already_imported_at: datetime | None


def import_staff(
    *,
    data: bytes,
    as_of: date,
    by: User | None,
    at: datetime,
    dry_run: bool = False,
    allowed_units: Collection[int] | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Read a staff list, decide on every row, and commit if nothing is refused.

    People are matched by their personnel code, never by their name. The same file a second time changes nothing.

    Args:
        data: the bytes of the file.
        as_of: the day of the list: rows without a day of their own begin then, and units and positions must exist.
        by: who imports; None for a command.
        at: the instant recorded.
        dry_run: only say what would happen.
        allowed_units: where the importer may post people; None for everywhere.
        limits: how much is read.

    Raises:
        FileRefused: the file is not a staff list that can be read.
    """
    limits = limits or Limits()
    digest = sha256_hex(data)
    found = read_staff_list(read_sheet(open_package(data, limits), limits))
    with transaction.atomic():
        _lock(found)
        earlier = AuditEntry.objects.filter(verb=_IMPORTED, object_uid=digest).order_by("pk").first()
        plan = plan_list(found, _known(found, allowed_units), as_of)
        commits = not (dry_run or plan.refused or earlier)
        if commits:
            _commit(plan, digest, by, at)
    return ImportReport(digest, as_of, plan, commits, earlier.at if earlier else None)


def _lock(found: StaffList) -> None:
    """Units first, people second, as everywhere; two imports of the same units take turns."""
    units = OrganizationUnit.objects.select_for_update().filter(code__in={row.unit_code for row in found.rows})
    list(units.order_by("pk"))
    codes = StaffIdentifier.objects.filter(scheme=PERSONNEL_CODE, value__in={row.code for row in found.rows})
    list(StaffMember.objects.select_for_update().filter(pk__in=codes.values("staff")).order_by("pk"))


def _known(found: StaffList, allowed_units: Collection[int] | None) -> Known:
    return Known(
        units=_known_units({row.unit_code for row in found.rows}),
        positions=_known_positions(),
        people=_known_people({row.code for row in found.rows}),
        namesakes=_namesakes(found.rows),
        allowed_units=allowed_units,
    )


def _known_units(codes: Collection[str]) -> dict[str, KnownUnit]:
    facts = lineage()
    history = facts.history()
    kinds = {change.predecessor: change.kind for change in facts.changes}
    rows = list(OrganizationUnit.objects.filter(code__in=codes))
    names = unit_names(list(facts.lives), date.max)  # type: ignore[arg-type]
    known: dict[str, KnownUnit] = {}
    for row in rows:
        fate = None
        if row.valid_to is not None:
            living = living_successors(row.pk, history=history, today=date.max)
            successors = ", ".join(sorted(names.get(unit, "") for unit in living))  # type: ignore[call-overload]
            fate = Fate(kinds.get(row.pk), row.valid_to, successors)
        life = Period(row.valid_from, row.valid_to)
        known[row.code] = KnownUnit(row.pk, row.code, names.get(row.pk, row.code), life, fate)
    return known


def _known_positions() -> dict[str, tuple[KnownPosition, ...]]:
    found: dict[str, list[KnownPosition]] = defaultdict(list)
    for row in Position.objects.all():
        known = KnownPosition(row.pk, row.name, Period(row.valid_from, row.valid_to))
        found[position_key(row.name)].append(known)
    return {name: tuple(positions) for name, positions in found.items()}


def _known_people(codes: Collection[str]) -> dict[str, KnownPerson]:
    rows = StaffIdentifier.objects.filter(scheme=PERSONNEL_CODE, value__in=codes).select_related("staff")
    people = {row.value: row.staff for row in rows}
    postings = _latest_postings([staff.pk for staff in people.values()])
    return {
        code: KnownPerson(
            staff_id=staff.pk,
            name=NameParts(staff.family_name, staff.middle_name, staff.given_name),
            birth=birth_of(staff),
            gender=staff.gender,
            posting=postings.get(staff.pk),
        )
        for code, staff in people.items()
    }


def _latest_postings(staff_ids: Collection[int]) -> dict[int, KnownPosting]:
    rows = JobAssignment.objects.filter(
        staff_id__in=staff_ids, kind=JobAssignment.Kind.MAIN, voided_at__isnull=True
    ).order_by("valid_from")
    latest = {row.staff_id: row for row in rows}
    names = unit_names({row.unit_id for row in latest.values()} or {0}, date.max)
    return {
        staff_id: KnownPosting(
            row.pk, row.unit_id, names.get(row.unit_id, ""), row.position_id, Period(row.valid_from, row.valid_to)
        )
        for staff_id, row in latest.items()
    }


def _namesakes(rows: Iterable[StaffRow]) -> frozenset[tuple[str, str]]:
    names = {fold(row.name.full) for row in rows}
    return frozenset(
        namesake_key(staff.full_name, birth_of(staff)) for staff in StaffMember.objects.filter(folded__in=names)
    )


def _commit(plan: Plan, digest: str, by: User | None, at: datetime) -> None:
    staff = _write_people(plan.accepted)
    acts = [_person_act(row, staff[row.row.code], by) for row in plan.accepted if row.staff_id is None or row.corrects]
    acts += _end_postings(plan.accepted, by, at)
    acts += _write_postings(plan.accepted, staff, by, at)
    counts = {"rows": len(plan.accepted), "acts": len(acts)}
    acts.append(Act(_IMPORTED, "staff_list", digest, by.uid if by else None, detail=counts))
    record_many(acts, at=at)


def _write_people(rows: Collection[RowPlan]) -> dict[str, StaffMember]:
    """Write new people and corrections; return everybody of the list by code."""
    present = StaffMember.objects.in_bulk([row.staff_id for row in rows if row.staff_id is not None])
    people: dict[str, StaffMember] = {}
    for row in rows:
        staff = present[row.staff_id] if row.staff_id is not None else StaffMember()
        if row.staff_id is None or row.corrects:
            set_name(staff, row.row.name, row.birth)
            staff.gender = row.gender
        people[row.row.code] = staff
    new = {row.row.code: people[row.row.code] for row in rows if row.staff_id is None}
    StaffMember.objects.bulk_create(new.values(), batch_size=_BATCH)
    StaffIdentifier.objects.bulk_create(
        [StaffIdentifier(staff=staff, scheme=PERSONNEL_CODE, value=code) for code, staff in new.items()],
        batch_size=_BATCH,
    )
    corrected = [people[row.row.code] for row in rows if row.corrects]
    StaffMember.objects.bulk_update(corrected, [*NAME_COLUMNS, "gender"], batch_size=_BATCH)
    return people


def _end_postings(rows: Collection[RowPlan], by: User | None, at: datetime) -> list[Act]:
    ends = {row.ends: row.start for row in rows if row.ends is not None}
    voids = {row.voids for row in rows if row.voids is not None}
    old = list(JobAssignment.objects.filter(pk__in=[*ends, *voids]).select_related("staff", "unit").order_by("pk"))
    acts = []
    for posting in old:
        if posting.pk in voids:
            posting.voided_at = at
            acts.append(posting_act("posting.voided", posting, by, reason="staff list"))
        else:
            posting.valid_to = ends[posting.pk]
            acts.append(posting_act("posting.ended", posting, by, on=str(posting.valid_to)))
    JobAssignment.objects.bulk_update(old, ["valid_to", "voided_at"], batch_size=_BATCH)
    return acts


def _write_postings(
    rows: Collection[RowPlan], staff: Mapping[str, StaffMember], by: User | None, at: datetime
) -> list[Act]:
    units = OrganizationUnit.objects.in_bulk({row.unit.id for row in rows if row.posts})
    postings = [
        JobAssignment(
            staff=staff[row.row.code],
            unit=units[row.unit.id],
            position_id=row.position.id,
            valid_from=row.start,
            valid_to=row.until,
            recorded_at=at,
            recorded_by=by,
        )
        for row in rows
        if row.posts
    ]
    JobAssignment.objects.bulk_create(postings, batch_size=_BATCH)
    return [posting_act("posting.given", posting, by, start=str(posting.valid_from)) for posting in postings]


def _person_act(row: RowPlan, staff: StaffMember, by: User | None) -> Act:
    verb = "staff.registered" if row.staff_id is None else "staff.corrected"
    return staff_act(verb, staff, by, name=staff.full_name, personnel_code=row.row.code)
