"""One person's profile: levels beside requirements, and for one competency the proofs and what each means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from competencies.domain.gaps import Gap, gap
from competencies.domain.levels import LevelCheck, LevelCount, LevelRule, level_checks, read_counts
from competencies.domain.standing import Evidence, Standing, Weight, standing_on
from competencies.models import CompetencyEvidence
from competencies.selectors.frameworks import (
    CompetencyColumn,
    columns_in_force,
    level_rules,
    requirements_on,
    rule_in_force,
)
from organization.domain import postings as domain
from organization.models import StaffMember
from organization.selectors import Posting, posting_histories, posting_on, unit_names


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person stands on the day, since when in this unit, and in which unit before; empty when nowhere."""

    unit_name: str = ""
    position_name: str = ""
    since: date | None = None
    earlier_unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One competency: what the position requires and what the person holds."""

    code: str
    name: str
    gap: Gap
    standing: Standing


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof and what it means for the standing of the day.

    `counts` are those of a knowledge test and empty for others; `rule` is the one that judged it, None when it is not
    known any more. `unit_name` names the unit in which it was earned.
    """

    title: str
    kind: str
    observed_on: date
    expires_on: date | None
    level: int | None
    weight: Weight
    unit_name: str
    counts: tuple[LevelCount, ...]
    rule: LevelRule | None

    def checks(self) -> tuple[LevelCheck, ...]:
        """Return what the rule says of each level, lowest first; empty without counts or rule."""
        return level_checks(self.counts, self.rule) if self.counts and self.rule else ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Vì sao mức này? One line with its proofs, the newest first, and the level by each facet alone."""

    line: Line
    knowledge: int | None
    conduct: int | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person's competencies on a day.

    `lines` are the competencies that the position requires or of which there is a proof, in the order of the
    framework. `reasons` explains one of them, None when there is none. `rule` is the level rule of the day.
    """

    place: Place
    lines: tuple[Line, ...]
    reasons: Reasons | None
    rule: LevelRule | None


def profile_of(staff: StaffMember, day: date, code: str = "") -> Profile:
    """Return the profile of a person on a day, explaining the competency `code`, else the first line.

    Ten queries for a person with a posting, whatever the number of proofs.
    """
    posting = posting_on(staff.pk, day)
    history = posting_histories([staff.pk]).get(staff.pk, ())
    proofs = _proofs(staff)
    rules = level_rules()
    required = requirements_on(day, [posting.position_id]).get(posting.position_id, {}) if posting else {}
    lines = tuple(_lines(columns_in_force().competencies, required, proofs, day))
    names = unit_names({row.unit_id for rows in proofs.values() for row in rows} | _units(history), day)
    chosen = next((line for line in lines if line.code == code), lines[0] if lines else None)
    return Profile(
        place=_place(posting, history, names),
        lines=lines,
        reasons=_reasons(chosen, proofs.get(chosen.code, []), rules, names, day) if chosen else None,
        rule=rule_in_force(day),
    )


def _proofs(staff: StaffMember) -> dict[str, list[CompetencyEvidence]]:
    found: dict[str, list[CompetencyEvidence]] = defaultdict(list)
    for row in CompetencyEvidence.objects.filter(staff=staff).select_related("competency", "withdrawal"):
        found[row.competency.code].append(row)
    return found


def _units(history: Iterable[domain.Posting]) -> set[int]:
    return {int(posting.unit) for posting in history}  # type: ignore[call-overload]  # keys are ids here


def _place(posting: Posting | None, history: Sequence[domain.Posting], names: Mapping[int, str]) -> Place:
    """Return where the person stands; changes of position within one unit do not begin a new stay."""
    if posting is None:
        return Place()
    before = [one for one in history if one.period.start <= posting.valid_from]
    stay = list(takewhile(lambda one: one.unit == posting.unit_id, reversed(before)))
    earlier = before[: len(before) - len(stay)]
    return Place(
        unit_name=posting.unit_name,
        position_name=posting.position_name,
        since=stay[-1].period.start if stay else posting.valid_from,
        earlier_unit=names.get(earlier[-1].unit, "") if earlier else "",  # type: ignore[call-overload]
    )


def _lines(
    columns: Iterable[CompetencyColumn],
    required: Mapping[str, int],
    proofs: Mapping[str, list[CompetencyEvidence]],
    day: date,
) -> Iterable[Line]:
    for column in columns:
        if column.code in required or column.code in proofs:
            stands = standing_on(map(_value, proofs.get(column.code, ())), day)
            yield Line(column.code, column.name, gap(required.get(column.code), stands.level), stands)


def _reasons(
    line: Line,
    rows: list[CompetencyEvidence],
    rules: Mapping[int, LevelRule],
    names: Mapping[int, str],
    day: date,
) -> Reasons:
    by_key = {row.pk: row for row in rows}
    facets = CompetencyEvidence.Facet
    return Reasons(
        line=line,
        knowledge=standing_on((_value(row) for row in rows if row.facet == facets.KNOWLEDGE), day).level,
        conduct=standing_on((_value(row) for row in rows if row.facet == facets.CONDUCT), day).level,
        proofs=tuple(
            _proof(by_key[weighed.evidence.key], weighed.weight, rules, names)  # type: ignore[index]  # our own keys
            for weighed in line.standing.weighed
        ),
    )


def _proof(row: CompetencyEvidence, weight: Weight, rules: Mapping[int, LevelRule], names: Mapping[int, str]) -> Proof:
    return Proof(
        title=row.source_title,
        kind=row.kind,
        observed_on=row.observed_on,
        expires_on=row.expires_on,
        level=row.level,
        weight=weight,
        unit_name=names.get(row.unit_id, ""),
        counts=read_counts(row.counts),
        rule=rules.get(row.rule_version),
    )


def _value(row: CompetencyEvidence) -> Evidence:
    return Evidence(row.pk, row.level, row.observed_on, row.expires_on, hasattr(row, "withdrawal"))
