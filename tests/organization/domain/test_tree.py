"""The tree of units on a day, and placements that make none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from organization.domain.tree import (
    PlacementProblem,
    PlacementProblemCode,
    UnitTree,
    ancestors_on,
    check_placements,
    parent_on,
    subtree_on,
    tree_on,
)
from organization.domain.units import DatedName, Placement, name_on

BEFORE = date(2025, 6, 30)
REFORM = date(2025, 7, 1)
OPEN = Period(date(2020, 1, 1))
UNTIL_REFORM = Period(date(2020, 1, 1), REFORM)
SINCE_REFORM = Period(REFORM)

# A commune stood under its district, and since 01/07/2025 stands under the province.
PLACEMENTS = [
    Placement("tỉnh", None, OPEN),
    Placement("huyện", "tỉnh", UNTIL_REFORM),
    Placement("xã", "huyện", UNTIL_REFORM),
    Placement("xã", "tỉnh", SINCE_REFORM),
    Placement("văn phòng", "xã", OPEN),
]
LIVES = {"tỉnh": OPEN, "huyện": UNTIL_REFORM, "xã": OPEN, "văn phòng": OPEN}


def test_parent_on_each_side_of_a_move_differs():
    assert parent_on(PLACEMENTS, "xã", BEFORE) == "huyện"
    assert parent_on(PLACEMENTS, "xã", REFORM) == "tỉnh"
    assert parent_on(PLACEMENTS, "tỉnh", REFORM) is None
    assert parent_on(PLACEMENTS, "huyện", REFORM) is None


def test_ancestors_on_run_from_the_nearest_up():
    assert ancestors_on(PLACEMENTS, "văn phòng", BEFORE) == ("xã", "huyện", "tỉnh")
    assert ancestors_on(PLACEMENTS, "văn phòng", REFORM) == ("xã", "tỉnh")


def test_subtree_on_holds_the_unit_and_all_below():
    assert subtree_on(PLACEMENTS, "huyện", BEFORE) == {"huyện", "xã", "văn phòng"}
    assert subtree_on(PLACEMENTS, "huyện", REFORM) == {"huyện"}
    assert subtree_on(PLACEMENTS, "tỉnh", REFORM) == {"tỉnh", "xã", "văn phòng"}


@given(st.dictionaries(st.integers(1, 8), st.integers(0, 8), max_size=8))
def test_subtree_and_ancestors_tell_the_same(parents):
    # Parents with a smaller number only: no circle can arise; 0 is the top.
    tree = UnitTree({unit: parent for unit, parent in parents.items() if parent < unit} | {0: None})

    for unit in tree.parents:
        assert tree.subtree(unit) == {other for other in tree.parents if other == unit or unit in tree.ancestors(other)}
    assert tree.circle() is None


@given(st.dictionaries(st.integers(0, 5), st.none() | st.integers(0, 5), max_size=6))
def test_walks_end_and_a_circle_is_found_whatever_the_parents(parents):
    tree = UnitTree(parents)

    circle = tree.circle()

    under_themselves = {unit for unit in parents if unit in tree.ancestors(unit)}
    assert (circle is not None) == bool(under_themselves)
    assert circle is None or set(circle) <= under_themselves
    assert all(unit in tree.subtree(unit) for unit in parents)


def test_check_placements_of_a_sound_history_finds_nothing():
    assert check_placements(PLACEMENTS, LIVES) == []


def test_check_placements_of_a_later_circle_names_units_and_day():
    since = Period(date(2026, 1, 1))
    placements = [
        Placement("a", None, Period(date(2020, 1, 1), date(2026, 1, 1))),
        Placement("b", "a", OPEN),
        Placement("a", "b", since),
    ]

    (problem,) = check_placements(placements, {"a": OPEN, "b": OPEN})

    assert problem.code is PlacementProblemCode.CIRCLE
    assert set(problem.units) == {"a", "b"}
    assert problem.day == date(2026, 1, 1)


def test_check_placements_of_a_unit_in_two_places_names_the_day():
    placements = [Placement("tỉnh", None, OPEN), Placement("xã", "tỉnh", OPEN), Placement("xã", None, SINCE_REFORM)]

    problems = check_placements(placements, {"tỉnh": OPEN, "xã": OPEN})

    assert problems == [PlacementProblem(PlacementProblemCode.TWO_PLACES, ("xã",), REFORM)]


@pytest.mark.parametrize(
    ("lives", "code", "units"),
    [
        ({"tỉnh": OPEN, "xã": UNTIL_REFORM}, PlacementProblemCode.UNIT_NOT_ALIVE, ("xã",)),
        ({"tỉnh": UNTIL_REFORM, "xã": OPEN}, PlacementProblemCode.PARENT_NOT_ALIVE, ("xã", "tỉnh")),
        ({"xã": OPEN}, PlacementProblemCode.PARENT_NOT_ALIVE, ("xã", "tỉnh")),
    ],
)
def test_check_placements_outside_a_life_is_a_problem(lives, code, units):
    problems = check_placements([Placement("xã", "tỉnh", OPEN)], lives)

    assert problems == [PlacementProblem(code, units, OPEN.start)]


def test_tree_on_a_day_before_everything_is_empty():
    assert tree_on(PLACEMENTS, date(2019, 12, 31)).parents == {}


def test_name_on_each_side_of_a_renaming():
    old = DatedName("sở", "Sở Nội vụ", "SNV", UNTIL_REFORM)
    new = DatedName("sở", "Sở Nội vụ tỉnh", "SNV", SINCE_REFORM)

    assert name_on([old, new], "sở", BEFORE) is old
    assert name_on([old, new], "sở", REFORM) is new
    assert name_on([old, new], "sở", date(2019, 1, 1)) is None
    assert name_on([old, new], "xã", REFORM) is None
