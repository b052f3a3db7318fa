"""What one competency report prints, frozen when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from competencies.domain.gaps import Gap
from core.rendering.errors import FieldMissing
from core.rendering.official import OfficialFoot, OfficialHead
from core.rendering.text import printable
from organization.domain.population import ReportMode


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCompetency:
    """One competency. `short_name` stands in the list of a person's needs; None means the name."""

    name: str
    short_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPerson:
    """One person with position and office as counted, and a gap per competency in the order of the columns."""

    name: str
    position: str
    office: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedUnit:
    """People whose unit ended without a successor: told apart, counted for no unit."""

    name: str
    ended_on: date
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One line proposed for the next training plan; `when` and `form` None means not settled."""

    content: str
    audience: str
    people: int
    when: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReportPaper:
    """The competency report of a unit (báo cáo năng lực của đơn vị), ready to print.

    Attributes:
        unit_name: the unit reported on, as named on the day of the units that `mode` says.
        as_of: the day of positions, requirements and levels.
        data_as_of: up to which day the data was entered ("số liệu tính đến ngày").
        mode: units of the as-of day, or of today.
        level_rule: the rule of levels in force, in words, one or more full sentences.
        people: in the order of the staff list; people of one office stand together.
        lineage_note: what became of the units since the as-of day, in full sentences; None when nothing did.
        subject: what the report is about; None means the competency of the unit.
        addressee: after "Kính gửi"; None when the report names nobody.
        bases: grounds, one each, without "Căn cứ" and without the semicolon.
        ended_units: people left in units without successor.
        remarks: paragraphs that the office adds to what the figures say.
        proposals: lines that the office proposes for the next plan, beside the needs that follow from the gaps.

    Raises:
        FieldMissing: a text without which the report makes no sense is empty, or there is no competency.
        ValueError: a person has another number of gaps than there are competencies.
    """

    head: OfficialHead
    foot: OfficialFoot
    unit_name: str
    as_of: date
    data_as_of: date
    mode: ReportMode
    framework_name: str
    level_rule: str
    competencies: tuple[PaperCompetency, ...]
    people: tuple[PaperPerson, ...]
    lineage_note: str | None = None
    subject: str | None = None
    addressee: str | None = None
    bases: tuple[str, ...] = ()
    ended_units: tuple[EndedUnit, ...] = ()
    remarks: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def __post_init__(self) -> None:
        for field in ("unit_name", "framework_name", "level_rule"):
            if not printable(getattr(self, field)):
                raise FieldMissing(field)
        if not self.competencies:
            raise FieldMissing("competencies")
        if any(len(person.gaps) != len(self.competencies) for person in self.people):
            raise ValueError("a person needs one gap per competency")
