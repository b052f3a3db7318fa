"""Names, places and postings as of a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from core.periods import Period
from organization import selectors
from organization.domain.population import Member
from organization.domain.postings import Posting as PostingValue
from organization.models import UnitChange, UnitName
from tests.factories.organization import LONG_AGO, make_position, make_posting, make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db

BEFORE, CHANGE, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 20)


@pytest.fixture
def renamed():
    """A unit called Phòng Nội vụ until 30/06/2025 and Phòng Văn hóa - Xã hội since."""
    unit = make_unit(code="P", name="Phòng Nội vụ", kind="phong")
    unit.names.update(valid_to=CHANGE)
    UnitName.objects.create(unit=unit, name="Phòng Văn hóa - Xã hội", valid_from=CHANGE)
    return unit


def test_staff_of_finds_the_person_behind_the_account_only():
    person = make_staff()
    make_staff(full_name="Lê Văn Khác")

    assert selectors.staff_of(make_user(username="a", staff=person)) == person
    assert selectors.staff_of(make_user(username="b")) is None
    assert selectors.staff_of(AnonymousUser()) is None


def test_posting_carries_the_names_of_the_day(renamed):
    person, clerk = make_staff(), make_position(name="Chuyên viên")
    make_posting(staff=person, unit=renamed, position=clerk)

    assert selectors.posting_on(person.pk, BEFORE) == selectors.Posting(
        person.pk, renamed.pk, clerk.pk, "Phòng Nội vụ", "Chuyên viên", LONG_AGO
    )
    assert selectors.posting_on(person.pk, AFTER).unit_name == "Phòng Văn hóa - Xã hội"


def test_posting_is_none_before_after_voided_and_for_other_kinds(renamed):
    clerk = make_position()
    person = make_staff()
    make_posting(staff=person, unit=renamed, position=clerk, valid_to=CHANGE)
    make_posting(staff=person, unit=renamed, position=clerk, kind="acting")

    assert selectors.posting_on(person.pk, date(2019, 12, 31)) is None
    assert selectors.posting_on(person.pk, BEFORE) is not None
    assert selectors.posting_on(person.pk, CHANGE) is None


@pytest.mark.parametrize("people", [1, 3])
def test_postings_cost_two_queries_whatever_the_number(people, renamed, django_assert_num_queries):
    clerk = make_position()
    staff = [make_staff(full_name=f"Trần Văn {letter}") for letter in "ABC"[:people]]
    for person in staff:
        make_posting(staff=person, unit=renamed, position=clerk)

    with django_assert_num_queries(2):
        found = selectors.postings_on(None, AFTER)

    assert set(found) == {person.pk for person in staff}


def test_unit_names_keep_the_last_name_of_an_ended_unit_and_give_a_future_unit_its_first(renamed):
    ended = make_unit(code="H", name="Huyện Vân Sơn", kind="huyen", valid_to=CHANGE)
    future = make_unit(code="X", name="Xã Mới", valid_from=date(2027, 1, 1))

    names = selectors.unit_names({renamed.pk, ended.pk, future.pk}, AFTER)

    assert names == {renamed.pk: "Phòng Văn hóa - Xã hội", ended.pk: "Huyện Vân Sơn", future.pk: "Xã Mới"}


def test_subtree_is_that_of_the_day():
    top = make_unit(code="T", kind="tinh")
    district = make_unit(code="H", kind="huyen", parent=top, valid_to=CHANGE)
    old_office = make_unit(code="H-P", kind="phong_huyen", parent=district, valid_to=CHANGE)
    commune = make_unit(code="X", parent=top, valid_from=CHANGE)

    assert selectors.subtree_ids(top.pk, BEFORE) == {top.pk, district.pk, old_office.pk}
    assert selectors.subtree_ids(top.pk, CHANGE) == {top.pk, commune.pk}


def test_units_are_listed_as_an_outline_in_the_set_order():
    top = make_unit(code="T", name="Tỉnh", kind="tinh")
    second = make_unit(code="B", name="Xã B", parent=top, sort=2)
    first = make_unit(code="Z", name="Xã Z", short_name="Z", parent=top, sort=1)
    office = make_unit(code="Z-1", name="Phòng", parent=first)
    make_unit(code="OLD", parent=top, valid_to=CHANGE)

    outline = selectors.units_on(AFTER)

    assert [(unit.id, unit.depth, unit.parent_id) for unit in outline] == [
        (top.pk, 0, None),
        (first.pk, 1, top.pk),
        (office.pk, 2, first.pk),
        (second.pk, 1, top.pk),
    ]
    assert (outline[1].name, outline[1].short_name, outline[3].short_name) == ("Xã Z", "Z", "Xã B")


def test_population_counts_main_postings_of_the_day():
    unit, clerk = make_unit(code="X"), make_position()
    here, gone, lent = make_staff(full_name="A"), make_staff(full_name="B"), make_staff(full_name="C")
    make_posting(staff=here, unit=unit, position=clerk)
    make_posting(staff=gone, unit=unit, position=clerk, valid_to=CHANGE)
    make_posting(staff=lent, unit=unit, position=clerk, kind="secondment")

    assert selectors.population(AFTER) == (Member(here.pk, unit.pk),)


def test_posting_histories_are_main_postings_in_order_of_time():
    old, new, clerk = make_unit(code="A"), make_unit(code="B"), make_position()
    person = make_staff()
    make_posting(staff=person, unit=new, position=clerk, valid_from=CHANGE)
    make_posting(staff=person, unit=old, position=clerk, valid_to=CHANGE)

    assert selectors.posting_histories([person.pk]) == {
        person.pk: (
            PostingValue(person.pk, old.pk, clerk.pk, Period(LONG_AGO, CHANGE)),
            PostingValue(person.pk, new.pk, clerk.pk, Period(CHANGE)),
        )
    }


def test_lineage_holds_lives_placements_and_changes():
    old = make_unit(code="A", valid_to=CHANGE)
    new = make_unit(code="B", valid_from=CHANGE)
    UnitChange.objects.create(
        kind="merged", predecessor=old, successor=new, heir=True, effective_on=CHANGE, decision="Nghị quyết số 01"
    )

    facts = selectors.lineage()

    assert facts.lives == {old.pk: Period(LONG_AGO, CHANGE), new.pk: Period(CHANGE)}
    assert [(place.unit, place.parent) for place in facts.placements] == [(old.pk, None), (new.pk, None)]
    assert facts.history().heirs[old.pk].successor == new.pk
