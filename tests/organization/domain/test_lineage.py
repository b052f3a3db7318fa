"""Quy về đơn vị hiện nay: own posting, else heir, else the bucket of ended units."""

from datetime import date

import pytest

from core.periods import Period
from organization.domain.lineage import (
    ChangeProblem,
    ChangeProblemCode,
    History,
    Target,
    check_changes,
    current_unit,
    living_successors,
)
from organization.domain.postings import Posting, PostingKind
from organization.domain.units import Change, ChangeKind

START = date(2020, 1, 1)
MERGE = date(2025, 7, 1)
SPLIT = date(2026, 3, 1)
TODAY = date(2026, 11, 23)

# Three communes became one on 01/07/2025; that one was split into two wards on 01/03/2026.
LIVES = {
    "A": Period(START, MERGE),
    "B": Period(START, MERGE),
    "C": Period(START, MERGE),
    "D": Period(MERGE, SPLIT),
    "E": Period(SPLIT),
    "F": Period(SPLIT),
    "Z": Period(START),
}
CHANGES = [
    Change(ChangeKind.MERGED, "A", "D", True, MERGE),
    Change(ChangeKind.MERGED, "B", "D", True, MERGE),
    Change(ChangeKind.MERGED, "C", "D", True, MERGE),
    Change(ChangeKind.SPLIT, "D", "E", True, SPLIT),
    Change(ChangeKind.SPLIT, "D", "F", False, SPLIT),
]
HISTORY = History.of(LIVES, CHANGES)


def main(unit: str, start: date, end: date | None = None) -> Posting:
    return Posting("An", unit, "chuyên viên", Period(start, end))


def target(unit, *postings, history=HISTORY, today=TODAY):
    return current_unit(unit, postings=postings, history=history, today=today)


def test_living_unit_keeps_the_person_even_after_a_later_posting():
    assert target("Z", main("E", date(2026, 1, 1))) == Target("Z", "Z")


@pytest.mark.parametrize(
    ("today", "unit"),
    [(date(2025, 6, 30), "A"), (MERGE, "D"), (date(2026, 2, 28), "D"), (SPLIT, "E"), (TODAY, "E")],
)
def test_person_without_postings_follows_the_heirs_as_far_as_today(today, unit):
    assert target("A", today=today) == Target(unit, unit)


def test_own_posting_on_the_day_of_the_split_outweighs_the_heir():
    assert target("A", main("D", MERGE, SPLIT), main("F", SPLIT)) == Target("F", "F")


def test_own_posting_may_lead_out_of_the_line_of_successors():
    assert target("A", main("Z", MERGE)) == Target("Z", "Z")


def test_own_posting_that_begins_on_another_day_does_not_count():
    assert target("D", main("F", date(2026, 3, 2))) == Target("E", "E")


def test_concurrent_posting_on_the_day_does_not_count():
    beside = Posting("An", "F", "chuyên viên", Period(SPLIT), PostingKind.CONCURRENT)

    assert target("D", beside) == Target("E", "E")


def test_dissolved_unit_without_heir_goes_to_the_bucket():
    lives = {"A": Period(START, MERGE)}
    history = History.of(lives, [Change(ChangeKind.DISSOLVED, "A", None, False, MERGE)])

    result = target("A", history=history)

    assert result == Target(None, "A")
    assert result.has_ended


def test_dissolved_unit_gives_the_bucket_only_those_without_own_posting():
    history = History.of({"A": Period(START, MERGE), "Z": Period(START)}, [])

    assert target("A", main("Z", MERGE), history=history) == Target("Z", "Z")
    assert target("A", history=history) == Target(None, "A")


def test_unit_that_ends_only_tomorrow_keeps_its_people():
    history = History.of({"A": Period(START, date(2026, 11, 24))}, [])

    assert target("A", history=history) == Target("A", "A")


@pytest.mark.parametrize(
    "lives",
    [
        {"A": Period(START, MERGE), "B": Period(START, MERGE)},
        {"A": Period(START, MERGE), "B": Period(START, date(2024, 1, 1))},
        {"A": Period(START, MERGE)},
    ],
)
def test_heir_that_does_not_outlive_the_change_is_no_target(lives):
    # Heirs that name each other would walk for ever.
    changes = [Change(ChangeKind.MERGED, "A", "B", True, MERGE), Change(ChangeKind.MERGED, "B", "A", True, MERGE)]

    assert target("A", history=History.of(lives, changes)) == Target(None, "A")


def test_posting_into_a_unit_that_ended_that_day_falls_back_to_the_heir():
    assert target("A", main("B", MERGE)) == Target("E", "E")


def test_living_successors_of_an_old_name_are_all_wards_of_today():
    assert living_successors("B", history=HISTORY, today=TODAY) == {"E", "F"}
    assert living_successors("B", history=HISTORY, today=date(2026, 1, 1)) == {"D"}
    assert living_successors("Z", history=HISTORY, today=TODAY) == {"Z"}


def test_living_successors_of_a_line_that_ended_are_none():
    history = History.of({"A": Period(START, MERGE)}, [])

    assert living_successors("A", history=history, today=TODAY) == frozenset()


def test_check_changes_of_a_sound_history_finds_nothing():
    assert check_changes(CHANGES, LIVES, staffed=LIVES) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], ChangeProblemCode.ENDED_WITHOUT_CHANGE),
        ([Change(ChangeKind.MERGED, "A", "Z", True, SPLIT)], ChangeProblemCode.NOT_ON_LAST_DAY),
        ([Change(ChangeKind.MERGED, "A", "E", True, MERGE)], ChangeProblemCode.SUCCESSOR_NOT_ALIVE),
        ([Change(ChangeKind.SPLIT, "A", "D", False, MERGE)], ChangeProblemCode.NO_HEIR),
        (
            [Change(ChangeKind.SPLIT, "A", "D", True, MERGE), Change(ChangeKind.SPLIT, "A", "Z", True, MERGE)],
            ChangeProblemCode.TWO_HEIRS,
        ),
    ],
)
def test_check_changes_names_what_is_wrong(changes, code):
    assert check_changes(changes, LIVES, staffed=["A", "Z"]) == [ChangeProblem(code, "A")]


def test_check_changes_accepts_an_explicit_end_without_successor():
    change = Change(ChangeKind.DISSOLVED, "A", None, False, MERGE)

    assert check_changes([change], LIVES, staffed=["A"]) == []


def test_check_changes_of_a_unit_that_never_had_staff_needs_none():
    assert check_changes([], LIVES, staffed=[]) == []
