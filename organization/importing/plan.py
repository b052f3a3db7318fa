"""What each row of a staff list would change, compared with what is known. Decides; reads and writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.errors import DomainError
from core.periods import Period
from core.vietnamese.folding import clean_spaces, fold, normalise_tone_placement
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts
from organization.domain.units import ChangeKind
from organization.importing.errors import CellRefused, Issue
from organization.importing.staff_list import Field, StaffList, StaffRow

# Nobody works for the office at fourteen or at a hundred; such a birth date is a slip of the keys.
_YOUNGEST, _OLDEST = 15, 100
_FURTHEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a unit that ended: how, on which day, and the names of the units that live on in its place."""

    kind: ChangeKind | None
    day: date
    successors: str


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the register has it; `fate` only of one that has ended."""

    id: int
    code: str
    name: str
    life: Period
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class KnownPosition:
    """A job position."""

    id: int
    name: str
    life: Period


@dataclass(frozen=True, slots=True)
class KnownPosting:
    """The latest main posting of a person."""

    id: int
    unit_id: int
    unit_name: str
    position_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person found by the code of the list."""

    staff_id: int
    name: NameParts
    birth: PartialDate | None
    gender: str
    posting: KnownPosting | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows that a list may speak of.

    `units` by code, `positions` by `position_key` (a name may be borne by several), `people` by personnel code;
    `namesakes` holds the `namesake_key` of everybody whose name occurs in the list under another code;
    `allowed_units` are those in which the importer may post people, None for all.
    """

    units: Mapping[str, KnownUnit]
    positions: Mapping[str, tuple[KnownPosition, ...]]
    people: Mapping[str, KnownPerson]
    namesakes: Collection[tuple[str, str]] = frozenset()
    allowed_units: Collection[int] | None = None


class Action(StrEnum):
    """What a row does to the person, the greatest change first."""

    NEW = "new"
    MOVED = "moved"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one accepted row changes.

    `staff_id` is None for a new person; `corrects` says that name, `birth` and `gender` are rewritten. If it `posts`,
    a main posting from `start` is written; before it `ends` is ended on that day, or `voids` voided: ids of postings.
    """

    row: StaffRow
    action: Action
    staff_id: int | None
    corrects: bool
    birth: PartialDate | None
    gender: str
    unit: KnownUnit
    position: KnownPosition
    posts: bool
    start: date
    until: date | None
    ends: int | None = None
    voids: int | None = None


@dataclass(slots=True)
class Plan:
    """What a whole list would change. Nothing may be committed while something is refused."""

    accepted: list[RowPlan] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)


def position_key(name: str) -> str:
    """Return the spelling under which names of positions are compared: case and placement of tones do not count."""
    return normalise_tone_placement(clean_spaces(name)).casefold()


def namesake_key(name: str, birth: PartialDate | None) -> tuple[str, str]:
    """Return what two entries of the same person under two codes would have in common."""
    return fold(name), birth.shown() if birth else ""


def plan_list(found: StaffList, known: Known, as_of: date) -> Plan:
    """Return what the rows of a list would change; rows that do not say since when begin on `as_of`."""
    plan = Plan(warnings=list(found.warnings), refused=list(found.refused))
    codes: dict[str, StaffRow] = {}
    people: dict[tuple[str, str], StaffRow] = {}
    for row in found.rows:
        first = codes.setdefault(row.code, row)
        if first is not row:
            reason = CellRefused("row_code_twice", cell=first.cells[Field.CODE])
            plan.refused.append(row.issue(Field.CODE, row.code, reason))
            continue
        same = people.setdefault(namesake_key(row.name.full, row.birth), row)
        if same is not row:
            reason = CellRefused("row_namesake_in_list", cell=same.cells[Field.NAME])
            plan.warnings.append(row.issue(Field.NAME, row.name.full, reason))
        _RowPlanner(row, known, as_of, plan).decide()
    plan.warnings.sort(key=lambda issue: issue.row)
    plan.refused.sort(key=lambda issue: issue.row)
    return plan


class _RowPlanner:
    """Decides on one row; collects everything that is wrong with it before giving up."""

    def __init__(self, row: StaffRow, known: Known, as_of: date, plan: Plan) -> None:
        self.row, self.known, self.as_of, self.plan = row, known, as_of, plan
        self.start = row.start or as_of
        self.refused: list[Issue] = []

    def decide(self) -> None:
        self._check_days()
        unit, position, person = self._unit(), self._position(), self._person()
        if unit is None or position is None or self.refused:
            self.plan.refused.extend(self.refused)
            return
        corrects = person is not None and self._differs(person)
        accepted = self._posting(unit, position, person, corrects)
        self.plan.refused.extend(self.refused)
        if accepted is not None:
            self.plan.accepted.append(accepted)

    def _check_days(self) -> None:
        if self.start > self.as_of + _FURTHEST_AHEAD:
            self._refuse(Field.START, str(self.start), CellRefused("cell_start_far", day=self.start))
        birth = self.row.birth
        if birth is not None and not self.as_of.year - _OLDEST <= birth.year <= self.as_of.year - _YOUNGEST:
            self._refuse(Field.BIRTH, birth.shown(), CellRefused("cell_birth_unlikely", birth=birth.shown()))

    def _unit(self) -> KnownUnit | None:
        code = self.row.unit_code
        unit = self.known.units.get(code)
        if unit is None:
            self._refuse(Field.UNIT, code, CellRefused("cell_unit_unknown", unit=code))
            return None
        if self.known.allowed_units is not None and unit.id not in self.known.allowed_units:
            self._refuse(Field.UNIT, code, CellRefused("cell_unit_outside", unit=unit.name))
        day = max(self.start, self.as_of)
        if unit.life.start > self.start:
            self._refuse(Field.UNIT, code, CellRefused("cell_unit_later", unit=unit.name, day=unit.life.start))
        elif not unit.life.contains(day):
            self._refuse(Field.UNIT, code, _ended(unit))
        return unit

    def _position(self) -> KnownPosition | None:
        name = self.row.position
        found = self.known.positions.get(position_key(name), ())
        usable = [position for position in found if position.life.contains(max(self.start, self.as_of))]
        if len(usable) == 1:
            return usable[0]
        code = "cell_position_unknown" if not usable else "cell_position_ambiguous"
        self._refuse(Field.POSITION, name, CellRefused(code, position=name))
        return None

    def _person(self) -> KnownPerson | None:
        row = self.row
        person = self.known.people.get(row.code)
        if person is None:
            if namesake_key(row.name.full, row.birth) in self.known.namesakes:
                self._warn(Field.NAME, row.name.full, CellRefused("row_namesake_known"))
            return None
        if not _same_text(person.name.full, row.name.full):
            if row.birth is None or _birth(row, person) != person.birth:
                reason = CellRefused("row_code_of_another", personnel_code=row.code, name=person.name.full)
                self._refuse(Field.CODE, row.code, reason)
            else:
                reason = CellRefused("row_name_changes", old=person.name.full, new=row.name.full)
                self._warn(Field.NAME, row.name.full, reason)
        elif row.birth and person.birth and not (_agrees(row.birth, person.birth) or _agrees(person.birth, row.birth)):
            reason = CellRefused("row_birth_changes", old=person.birth.shown(), new=row.birth.shown())
            self._warn(Field.BIRTH, row.birth.shown(), reason)
        return person

    def _differs(self, person: KnownPerson) -> bool:
        """Tell whether the list says more or other of the person; what it leaves out is kept."""
        row = self.row
        return (
            not _same_text(person.name.full, row.name.full)
            or _birth(row, person) != person.birth
            or (row.gender != "" and row.gender != person.gender)
        )

    def _posting(
        self, unit: KnownUnit, position: KnownPosition, person: KnownPerson | None, corrects: bool
    ) -> RowPlan | None:
        latest = person.posting if person else None
        if latest is not None and self._stands(latest, unit, position):
            action = Action.CORRECTED if corrects else Action.UNCHANGED
            return self._plan(action, person, corrects, unit, position, posts=False)
        ends = voids = None
        if latest is not None:
            if self.start < latest.period.start:
                reason = CellRefused("row_posted_later", unit=latest.unit_name, day=latest.period.start)
                self._refuse(Field.START, str(self.start), reason)
                return None
            if self.start == latest.period.start:
                voids = latest.id
                self._warn(Field.UNIT, unit.code, CellRefused("row_replaces", unit=latest.unit_name))
            elif latest.period.contains(self.start):
                ends = latest.id
        action = Action.NEW if person is None else Action.MOVED
        return self._plan(action, person, corrects, unit, position, posts=True, ends=ends, voids=voids)

    def _stands(self, latest: KnownPosting, unit: KnownUnit, position: KnownPosition) -> bool:
        is_same = (latest.unit_id, latest.position_id) == (unit.id, position.id)
        return is_same and (latest.period.contains(self.start) or latest.period.contains(self.as_of))

    def _plan(
        self,
        action: Action,
        person: KnownPerson | None,
        corrects: bool,
        unit: KnownUnit,
        position: KnownPosition,
        *,
        posts: bool,
        ends: int | None = None,
        voids: int | None = None,
    ) -> RowPlan:
        ends_of_lives = [end for end in (unit.life.end, position.life.end) if end is not None]
        return RowPlan(
            row=self.row,
            action=action,
            staff_id=person.staff_id if person else None,
            corrects=corrects,
            birth=_birth(self.row, person),
            gender=self.row.gender or (person.gender if person else ""),
            unit=unit,
            position=position,
            posts=posts,
            start=self.start,
            until=min(ends_of_lives, default=None),
            ends=ends,
            voids=voids,
        )

    def _refuse(self, column: Field, value: str, reason: DomainError) -> None:
        self.refused.append(Issue(self.row.row, self._cell(column), value, reason))

    def _warn(self, column: Field, value: str, reason: DomainError) -> None:
        self.plan.warnings.append(Issue(self.row.row, self._cell(column), value, reason))

    def _cell(self, column: Field) -> str:
        # A column that the list does not have: the row is named by its code.
        return self.row.cells.get(column, self.row.cells[Field.CODE])


_FATES = {
    ChangeKind.MERGED: "cell_unit_merged",
    ChangeKind.SPLIT: "cell_unit_split",
    ChangeKind.DISSOLVED: "cell_unit_dissolved",
}


def _ended(unit: KnownUnit) -> CellRefused:
    fate = unit.fate
    if fate is None or fate.kind is None or (fate.kind is not ChangeKind.DISSOLVED and not fate.successors):
        return CellRefused("cell_unit_ended", unit=unit.name, day=unit.life.end)
    return CellRefused(_FATES[fate.kind], unit=unit.name, day=fate.day, successors=fate.successors)


def _birth(row: StaffRow, person: KnownPerson | None) -> PartialDate | None:
    """Return the birth date after the import: that of the list, unless it only says less than what is known."""
    known, listed = person.birth if person else None, row.birth
    if known is None or listed is None:
        return listed or known
    return known if _agrees(listed, known) else listed


def _agrees(vague: PartialDate, exact: PartialDate) -> bool:
    """Tell whether `vague` says nothing but what `exact` says, with day or month left out at most."""
    return (vague.year, vague.month or exact.month, vague.day or exact.day) == (exact.year, exact.month, exact.day)


def _same_text(one: str, other: str) -> bool:
    return position_key(one) == position_key(other)
