"""The competency report of a unit (báo cáo năng lực của đơn vị) as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from competencies.domain.gaps import gap, tally
from competencies.domain.levels import LevelRule
from competencies.selectors import columns_in_force, levels_held, requirements_on, rule_in_force
from organization.domain.population import ReportMode
from organization.models import Position, StaffMember
from organization.selectors import Posting, postings_on
from reports.selectors.membership import Membership, membership
from reports.selectors.units import UnitBook, unit_book
from reports.selectors.values import CompetencyColumn, PersonRow, RuleFigures, UnitReport


def unit_report(*, code: str, as_of: date, mode: ReportMode, today: date) -> UnitReport:
    """Return the report. Fourteen queries, in mode NOW fifteen, whatever the number of people, units or competencies.

    A person's requirements are those of the position held on `as_of`; standing counts proofs observed up to that day.
    Mode decides only for which unit a person counts, so both modes add up to the same people.

    Args:
        code: code of a unit, or `values.ENDED_CODE` for people whose unit ended without successor (mode NOW).
        as_of: the day of the figures.
        mode: units of that day, or of `today`.
        today: the civil day on which the report is made.

    Raises:
        UnitUnknown: no unit has the code.
        UnitNotAlive: the unit did not exist on the day that the mode asks for.
        DayAhead: `as_of` lies after `today`.
    """
    book = unit_book()
    members = membership(book, code, as_of, mode, today)
    framework = columns_in_force()
    columns = tuple(CompetencyColumn(column.code, column.name) for column in framework.competencies)
    people = _people(book, members, columns, as_of)
    rule = rule_in_force(as_of)
    return UnitReport(
        unit=members.unit,
        as_of=as_of,
        mode=mode,
        today=today,
        framework=framework.name,
        rule=_figures(rule) if rule else None,
        competencies=columns,
        people=people,
        tallies=tuple(tally([row.gaps[index] for row in people]) for index in range(len(columns))),
        lineage=members.notes,
        ended=members.ended,
    )


def _figures(rule: LevelRule) -> RuleFigures:
    return RuleFigures(rule.version, rule.min_items_up_to, rule.min_items_at, rule.min_fraction * 100)


def _people(
    book: UnitBook, members: Membership, columns: tuple[CompetencyColumn, ...], as_of: date
) -> tuple[PersonRow, ...]:
    ids = list(members.counted)
    postings = postings_on(ids, as_of)
    held = levels_held(ids, as_of)
    required = requirements_on(as_of)
    orders = dict(Position.objects.values_list("pk", "order"))
    names = {unit: book.name(unit, members.placed_on) for unit in set(members.counted.values()) if unit is not None}
    rows = [
        _row(person, members, postings[person.pk], required, held, columns, orders, names)
        for person in StaffMember.objects.filter(pk__in=ids).order_by("sort_key", "pk")
    ]
    places = {unit: book.outline_key(unit, members.tree, members.placed_on) for unit in names}
    # Staff-list order: unit, then position, then given name; the rows already stand by name.
    rows.sort(key=lambda row: (places.get(row.counted_unit_id or 0, ()), row.position_order))
    return tuple(rows)


def _row(
    person: StaffMember,
    members: Membership,
    posting: Posting,
    required: Mapping[int, Mapping[str, int]],
    held: Mapping[tuple[int, str], int | None],
    columns: tuple[CompetencyColumn, ...],
    orders: Mapping[int, int],
    names: Mapping[int, str],
) -> PersonRow:
    needs = required.get(posting.position_id, {})
    unit = members.counted[person.pk]
    return PersonRow(
        staff_id=person.pk,
        uid=person.uid,
        name=person.full_name,
        position=posting.position_name,
        position_order=orders.get(posting.position_id, 0),
        counted_unit_id=unit,
        unit_name=names.get(unit, "") if unit is not None else posting.unit_name,
        gaps=tuple(gap(needs.get(column.code), held.get((person.pk, column.code))) for column in columns),
    )
