"""The competency report: then and now add up to the same people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.domain.gaps import Tally
from organization.domain.population import ReportMode
from reports.errors import DayAhead, UnitNotAlive, UnitUnknown
from reports.selectors.unit_report import unit_report
from reports.selectors.values import ENDED_CODE, UnitReport
from tests.factories.organization import make_position, make_posting, make_staff
from tests.reports.conftest import BEFORE, District

TODAY = date(2026, 11, 23)


def report_of(code: str, mode: ReportMode, as_of: date = BEFORE) -> UnitReport:
    """The report made on the last day of the demo."""
    return unit_report(code=code, as_of=as_of, mode=mode, today=TODAY)


def names_in(report: UnitReport) -> set[str]:
    """The letters of the people, which end their names."""
    return {row.name.rsplit(" ", 1)[1].lower() for row in report.people}


@pytest.mark.parametrize(
    ("code", "expected"),
    [("A", {"a1", "a2", "a3"}), ("B", {"b1", "b2"}), ("C", {"c1", "c2", "c3", "c4"}), ("T", {"t1"})],
)
def test_then_counts_people_for_the_unit_of_that_day(district: District, code: str, expected: set[str]) -> None:
    report = report_of(code, ReportMode.THEN)

    assert names_in(report) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("X", {"a1", "a2", "b1", "b2"}),
        ("Y", {"a3", "c1", "c2"}),
        ("Z", {"c3", "c4"}),
        (ENDED_CODE, {"t1"}),
    ],
)
def test_now_leads_the_same_people_to_units_of_today(district: District, code: str, expected: set[str]) -> None:
    report = report_of(code, ReportMode.NOW)

    assert names_in(report) == expected


def test_both_modes_of_merged_and_split_units_add_up_to_the_same_people(district: District) -> None:
    then = [row.uid for code in "ABCT" for row in report_of(code, ReportMode.THEN).people]
    now = [row.uid for code in ("X", "Y", "Z", ENDED_CODE) for row in report_of(code, ReportMode.NOW).people]

    assert len(then) == len(now) == 10
    assert set(then) == set(now) == {person.uid for person in district.people.values()}


def test_the_units_above_count_everybody_below_and_name_those_left_out(district: District) -> None:
    then = report_of("P", ReportMode.THEN)
    now = report_of("P", ReportMode.NOW)

    assert len(then.people) == 10
    assert then.ended == ()
    assert len(now.people) == 9
    assert [(group.name, group.people) for group in now.ended] == [("Xã T", 1)]


def test_counts_of_gaps_are_the_same_in_both_modes(district: District) -> None:
    then = [report_of(code, ReportMode.THEN).tallies[0] for code in "ABCT"]
    now = [report_of(code, ReportMode.NOW).tallies[0] for code in ("X", "Y", "Z", ENDED_CODE)]

    # a1 meets, a3 is above, c3 one short, c1 two short; a2 b1 b2 c2 c4 t1 are not assessed.
    expected = (1, 1, 1, 1, 6)
    for tallies in (then, now):
        sums = tuple(
            sum(getattr(one, field) for one in tallies)
            for field in ("met", "above", "short_by_one", "short_by_more", "unassessed")
        )
        assert sums == expected
    assert report_of("Y", ReportMode.NOW).tallies[0] == Tally(above=1, short_by_more=1, unassessed=1)


def test_a_proof_of_a_later_day_does_not_count(district: District) -> None:
    report = report_of("A", ReportMode.THEN, as_of=date(2025, 3, 9))

    assert report.tallies[0] == Tally(unassessed=3)


def test_the_note_names_what_became_of_units(district: District) -> None:
    now = report_of("X", ReportMode.NOW)
    then = report_of("C", ReportMode.THEN)

    assert [(note.name, note.into) for note in now.lineage] == [("Xã A", ("Xã X",)), ("Xã B", ("Xã X",))]
    assert [(note.name, note.ended_on, note.into) for note in then.lineage] == [
        ("Xã C", date(2025, 7, 1), ("Xã Y", "Xã Z"))
    ]


def test_a_unit_outside_its_life_or_a_day_ahead_is_refused(district: District) -> None:
    with pytest.raises(UnitNotAlive):
        report_of("X", ReportMode.THEN)
    with pytest.raises(UnitNotAlive):
        report_of("A", ReportMode.NOW)
    with pytest.raises(UnitUnknown):
        report_of("Q", ReportMode.NOW)
    with pytest.raises(DayAhead):
        report_of("X", ReportMode.NOW, as_of=date(2026, 11, 24))


def test_people_stand_by_position_then_given_name(district: District) -> None:
    chairman = make_position(code="chu-tich", name="Chủ tịch UBND", order=1)
    make_posting(staff=make_staff(full_name="Vũ Thị Yến"), unit=district.units["B"], position=chairman)
    make_posting(staff=make_staff(full_name="Lê Văn Ân"), unit=district.units["B"], position=district.position)

    report = report_of("B", ReportMode.THEN)

    assert [row.name for row in report.people] == ["Vũ Thị Yến", "Lê Văn Ân", "Trần Văn B1", "Trần Văn B2"]


@pytest.mark.parametrize(("mode", "one_person", "many"), [(ReportMode.THEN, "T", "C"), (ReportMode.NOW, "Z", "X")])
def test_the_number_of_queries_does_not_grow_with_people(
    district: District, mode: ReportMode, one_person: str, many: str
) -> None:
    with CaptureQueriesContext(connection) as small:
        report_of(one_person, mode)
    with CaptureQueriesContext(connection) as large:
        report_of(many, mode)

    assert len(small) == len(large) == {ReportMode.THEN: 14, ReportMode.NOW: 15}[mode]
