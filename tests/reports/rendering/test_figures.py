from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.domain.gaps import Tally, gap
from reports.rendering.figures import figures_of, needs_of, share_reached

from .papers import COMPETENCIES, paper_of, paper_of_size, person

LEVELS = st.none() | st.integers(1, 5)


def test_every_state_is_counted_once_and_unassessed_is_in_no_share() -> None:
    # Per competency: met, above, short 1, short 3, not assessed, not required.
    people = tuple(
        person(f"Người {i}", pair, (None, None))
        for i, pair in enumerate([(3, 3), (3, 4), (3, 2), (4, 1), (3, None), (None, None)])
    )

    figures = figures_of(paper_of(people))

    assert figures.competencies[0].tally == Tally(1, 1, 1, 1, 1, 1)
    assert figures.competencies[1].tally == Tally(not_required=6)
    # 2 of 4 assessed, not 2 of 5.
    assert share_reached(figures.total) == Decimal("0.5")
    assert share_reached(figures.competencies[1].tally) is None


def test_people_are_counted_once_however_many_gaps_they_have() -> None:
    people = (
        person("A", (3, 2), (3, 1)),
        person("B", (3, 3), (3, None)),
        person("C", (3, None), (None, None)),
        person("D", (3, 4), (3, 2)),
    )

    figures = figures_of(paper_of(people))

    assert figures.people == 4
    assert figures.people_short == 2
    assert figures.people_short_by_more == 1
    # B meets what was assessed; C was assessed in nothing.
    assert figures.people_without_gap == 1


def test_offices_stand_in_the_order_of_the_list() -> None:
    people = (
        person("A", (3, 3), office="Phòng Kinh tế"),
        person("B", (3, 2), office="Văn phòng"),
        person("C", (3, None), office="Phòng Kinh tế"),
    )

    figures = figures_of(paper_of(people))

    assert [(office.name, [p.name for p in office.people]) for office in figures.offices] == [
        ("Phòng Kinh tế", ["A", "C"]),
        ("Văn phòng", ["B"]),
    ]
    assert figures.offices[0].tally == Tally(met=1, unassessed=1)


def test_needs_stand_widest_first_then_in_the_order_of_the_framework() -> None:
    gaps = (gap(3, 2), gap(3, 1), gap(3, 3), gap(3, None), gap(2, 1))

    assert needs_of(gaps, COMPETENCIES[:5]) == ("Tổ chức công việc", "Đạo đức và bản lĩnh", "Quan hệ phối hợp")


def test_competencies_are_ranked_only_where_five_people_were_assessed() -> None:
    four = tuple(person(str(i), (3, 3), (3, 2)) for i in range(4))
    five = (*four, person("4", (3, 3), (3, 2)))

    assert figures_of(paper_of(four)).best == ()
    assert [one.name for one in figures_of(paper_of(five)).best] == ["Đạo đức và bản lĩnh"]
    assert [one.name for one in figures_of(paper_of(five)).worst] == ["Tổ chức thực hiện công việc"]


def test_competencies_that_are_alike_are_not_ranked() -> None:
    people = tuple(person(str(i), (3, 3), (2, 2)) for i in range(9))

    assert figures_of(paper_of(people)).best == ()
    assert figures_of(paper_of(people)).worst == ()


def test_no_competency_is_both_best_and_worst() -> None:
    # Three competencies: one best, one worst, the middle one is neither.
    people = tuple(person(str(i), (3, 3), (3, 3 if i else 2), (3, 2)) for i in range(6))

    figures = figures_of(paper_of(people))

    assert [one.number for one in figures.best] == [1]
    assert [one.number for one in figures.worst] == [3]


def test_needs_of_the_unit_stand_by_number_of_people() -> None:
    people = tuple(
        person(str(i), (3, 2 if i < 1 else 3), (3, 1 if i < 2 else 3), (3, 2 if i < 2 else 3)) for i in range(3)
    )

    figures = figures_of(paper_of(people))

    # Competencies 2 and 3 have two people each, 2 with the wider gaps.
    assert [one.number for one in figures.needs] == [2, 3, 1]


def test_report_without_people_has_no_shares() -> None:
    figures = figures_of(paper_of(()))

    assert figures.total == Tally()
    assert share_reached(figures.total) is None
    assert figures.offices == ()


@given(st.lists(st.tuples(st.tuples(LEVELS, LEVELS), st.tuples(LEVELS, LEVELS), st.sampled_from("ABC")), max_size=30))
def test_sums_by_competency_and_by_office_agree(rows: list[tuple[tuple[int, int], tuple[int, int], str]]) -> None:
    people = tuple(person(str(i), one, two, office=office) for i, (one, two, office) in enumerate(rows))

    figures = figures_of(paper_of(people))

    for part in ("met", "above", "short_by_one", "short_by_more", "unassessed", "not_required"):
        by_competency = sum(getattr(one.tally, part) for one in figures.competencies)
        assert by_competency == sum(getattr(office.tally, part) for office in figures.offices)
        assert by_competency == getattr(figures.total, part)
    assert figures.total.required + figures.total.not_required == 2 * len(rows)


@pytest.mark.parametrize("count", [1, 15, 300])
def test_every_person_stands_in_one_office(count: int) -> None:
    figures = figures_of(paper_of_size(count))

    assert sum(len(office.people) for office in figures.offices) == count
