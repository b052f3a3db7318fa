"""At most one main posting at any instant, inside the lives of unit and position."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from organization.domain.postings import (
    Posting,
    PostingKind,
    PostingProblem,
    PostingProblemCode,
    check_postings,
    main_posting_on,
)


def year(start: int, end: int | None = None) -> Period:
    return Period(date(start, 1, 1), None if end is None else date(end, 1, 1))


UNITS = {"xã": year(2010), "huyện": year(2010, 2025)}
POSITIONS = {"chuyên viên": year(2010), "văn thư": year(2010, 2022)}


def posting(period, unit="xã", position="chuyên viên", kind=PostingKind.MAIN, person="An"):
    return Posting(person, unit, position, period, kind)


def check(*postings):
    return check_postings(postings, UNITS, POSITIONS)


def test_postings_one_after_the_other_may_stand():
    assert check(posting(year(2015, 2020)), posting(year(2020))) == []


def test_two_main_postings_that_share_a_day_may_not():
    earlier, later = posting(year(2015)), posting(Period(date(2020, 5, 1)))

    assert check(later, earlier) == [PostingProblem(PostingProblemCode.TWO_MAIN, later, earlier)]


def test_concurrent_seconded_and_acting_postings_may_stand_beside_the_main_one():
    others = [PostingKind.CONCURRENT, PostingKind.SECONDMENT, PostingKind.ACTING]

    assert check(posting(year(2015)), *(posting(year(2016), kind=kind) for kind in others)) == []


def test_main_postings_of_two_people_do_not_meet():
    assert check(posting(year(2015)), posting(year(2015), person="Bình")) == []


def test_posting_beyond_the_life_of_its_unit_may_not_stand():
    late = posting(year(2024), unit="huyện")
    unknown = posting(year(2024), unit="sở", kind=PostingKind.CONCURRENT)

    assert check(late, unknown) == [
        PostingProblem(PostingProblemCode.UNIT_NOT_ALIVE, late),
        PostingProblem(PostingProblemCode.UNIT_NOT_ALIVE, unknown),
    ]


def test_posting_up_to_the_end_of_its_unit_may_stand():
    assert check(posting(year(2024, 2025), unit="huyện")) == []


def test_posting_beyond_the_life_of_its_position_may_not_stand():
    late = posting(year(2021), position="văn thư")

    assert check(late) == [PostingProblem(PostingProblemCode.POSITION_NOT_VALID, late)]


def test_main_posting_on_a_day_is_the_main_one_of_that_day():
    first, second = posting(year(2015, 2020)), posting(year(2020))
    beside = posting(year(2010), kind=PostingKind.CONCURRENT)

    assert main_posting_on([beside, first, second], date(2019, 12, 31)) is first
    assert main_posting_on([beside, first, second], date(2020, 1, 1)) is second
    assert main_posting_on([beside, first, second], date(2014, 12, 31)) is None


@given(st.lists(st.tuples(st.integers(2010, 2020), st.integers(1, 5)), max_size=5))
def test_two_main_is_reported_exactly_when_two_share_an_instant(spans):
    postings = [posting(year(start, start + length)) for start, length in spans]
    per_year = [sum(one.period.contains(date(day, 6, 1)) for one in postings) for day in range(2010, 2026)]

    problems = check_postings(postings, {"xã": year(2010)}, POSITIONS)

    assert bool(problems) == (max(per_year) > 1)
