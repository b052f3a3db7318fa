"""What a competency report says, as frozen values: screen, JSON and paper are made from these alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from competencies.domain.gaps import Gap, Tally
from organization.domain.population import ReportMode

ENDED_CODE = "DA-KET-THUC"


@dataclass(frozen=True, slots=True)
class ReportUnit:
    """The unit reported on. The bucket of people whose unit ended without successor has no id."""

    id: int | None
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CompetencyColumn:
    """One competency of the report."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person: the posting of the as-of day, and a gap per competency in the order of the columns.

    `counted_unit_id` is the unit for which the person counts in the mode of the report; `unit_name` names it.
    """

    staff_id: int
    uid: UUID
    name: str
    position: str
    position_order: int
    counted_unit_id: int | None
    unit_name: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class LineageNote:
    """A unit of the as-of day that has become another one since; `into` names where its people are counted."""

    name: str
    ended_on: date
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndedGroup:
    """People of the as-of day whose unit ended without a successor: counted for no unit of today."""

    name: str
    ended_on: date
    people: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """The level rule in force on the as-of day."""

    version: int
    min_items_up_to: int
    min_items_at: int
    min_percent: Decimal


@dataclass(frozen=True, slots=True)
class UnitReport:
    """The competency report of a unit as of a day. `tallies` stand in the order of `competencies`.

    `framework` is empty and `rule` None while none is in force.

    `ended` is filled in mode NOW for a top unit alone: with them its people are all people of the as-of day.
    """

    unit: ReportUnit
    as_of: date
    mode: ReportMode
    today: date
    framework: str
    rule: RuleFigures | None
    competencies: tuple[CompetencyColumn, ...]
    people: tuple[PersonRow, ...]
    tallies: tuple[Tally, ...]
    lineage: tuple[LineageNote, ...]
    ended: tuple[EndedGroup, ...] = ()
