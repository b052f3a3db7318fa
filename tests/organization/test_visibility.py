"""Who sees whom: grants of the day, postings of the day, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from organization.models import Role, StaffMember
from organization.permissions import PEOPLE_ROLES, covered_units, has_role, is_administrator, roles_held
from tests.factories.organization import (
    grant,
    make_position,
    make_posting,
    make_staff,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def province():
    return make_unit(code="T", name="Tỉnh Sơn Lâm", kind="tinh")


@pytest.fixture
def commune(province):
    return make_unit(code="XA1", name="Xã Vân Sơn", parent=province)


@pytest.fixture
def office(commune):
    return make_unit(code="XA1-VP", name="Văn phòng", kind="phong", parent=commune)


@pytest.fixture
def sister(province):
    return make_unit(code="XA2", name="Xã Sơn Đông", parent=province)


@pytest.fixture
def clerk():
    return make_position()


@pytest.fixture
def worker(office, clerk):
    staff = make_staff(full_name="Trần Văn An")
    make_posting(staff=staff, unit=office, position=clerk)
    return staff


@pytest.fixture
def stranger(sister, clerk):
    staff = make_staff(full_name="Lê Thị Cúc")
    make_posting(staff=staff, unit=sister, position=clerk)
    return staff


def seen(user, day=TODAY):
    return set(StaffMember.objects.visible_to(user, day))


def test_learner_sees_only_the_own_row(worker, stranger):
    user = make_user(username="hocvien", staff=worker)

    assert seen(user) == {worker}


def test_head_sees_own_unit_and_what_is_below_but_no_sister(commune, worker, stranger):
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=commune)

    assert seen(head) == {worker}


def test_grant_without_what_is_below_stops_at_the_unit(commune, worker, stranger):
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=commune, with_below=False)

    assert seen(head) == set()


@pytest.mark.parametrize("role", sorted(PEOPLE_ROLES))
def test_each_role_over_people_sees_the_unit(role, commune, worker, stranger):
    user = make_user(username="u")
    grant(user=user, role=role, unit=commune)

    assert seen(user) == {worker}


@pytest.mark.parametrize("role", sorted(set(Role) - PEOPLE_ROLES))
def test_each_other_role_sees_nobody(role, commune, worker, stranger):
    user = make_user(username="u")
    grant(user=user, role=role, unit=commune)

    assert seen(user) == set()


def test_past_head_loses_sight_on_the_day_the_grant_ends(commune, worker, stranger):
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=commune, valid_to=TOMORROW)

    assert seen(head, TODAY) == {worker}
    assert seen(head, TOMORROW) == set()


def test_head_of_a_unit_that_has_ended_sees_nobody_even_with_an_open_grant(province, clerk, stranger):
    ended = make_unit(code="H", kind="huyen", parent=province, valid_to=TODAY)
    left_behind = make_staff(full_name="Phạm Văn Dũng")
    make_posting(staff=left_behind, unit=ended, position=clerk)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=ended)

    assert seen(head, TODAY - timedelta(days=1)) == {left_behind}
    assert seen(head, TODAY) == set()


def test_person_moved_to_another_unit_leaves_the_sight_of_the_old_head(commune, sister, office, clerk, stranger):
    mover = make_staff(full_name="Hoàng Văn Em")
    make_posting(staff=mover, unit=office, position=clerk, valid_to=TOMORROW)
    make_posting(staff=mover, unit=sister, position=clerk, valid_from=TOMORROW)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=commune)

    assert seen(head, TODAY) == {mover}
    assert seen(head, TOMORROW) == set()


def test_voided_and_concurrent_postings_make_nobody_visible(commune, office, clerk, stranger):
    person = make_staff(full_name="Đỗ Thị Giang")
    make_posting(staff=person, unit=office, position=clerk, kind="concurrent")
    make_posting(
        staff=person,
        unit=office,
        position=clerk,
        voided_at=make_posting(staff=stranger, unit=office, position=clerk, kind="secondment").recorded_at,
    )
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=commune)

    assert seen(head) == set()


def test_superuser_without_a_grant_sees_nobody(worker):
    assert seen(make_user(username="root", is_superuser=True)) == set()


def test_locked_account_sees_not_even_the_own_row(worker):
    assert seen(make_user(username="khoa", staff=worker, is_active=False)) == set()


def test_visitor_sees_nobody(worker):
    assert seen(AnonymousUser()) == set()


def test_roles_held_names_the_roles_of_the_day_only(commune):
    user = make_user(username="u")
    grant(user=user, role=Role.UNIT_HEAD, unit=commune, valid_to=TODAY)
    grant(user=user, role=Role.INSPECTOR, unit=commune, valid_from=TOMORROW)
    grant(user=user, role=Role.QUESTION_AUTHOR, unit=commune)

    assert roles_held(user, TODAY) == {Role.QUESTION_AUTHOR}


def test_has_role_asks_for_the_unit_when_one_is_named(commune, office, sister):
    user = make_user(username="u")
    grant(user=user, role=Role.UNIT_HEAD, unit=commune)

    assert has_role(user, Role.UNIT_HEAD, TODAY)
    assert has_role(user, Role.UNIT_HEAD, TODAY, office.pk)
    assert not has_role(user, Role.UNIT_HEAD, TODAY, sister.pk)
    assert not has_role(user, Role.INSPECTOR, TODAY)
    assert not is_administrator(user, TODAY)


def test_covered_units_follow_the_tree_of_the_day_asked_for(province, commune, sister):
    moved = make_unit(code="P", kind="phong", parent=commune, valid_to=TODAY)
    user = make_user(username="u")
    grant(user=user, role=Role.INSPECTOR, unit=commune)

    assert covered_units(user, [Role.INSPECTOR], TODAY) == {commune.pk}
    assert covered_units(user, [Role.INSPECTOR], TODAY, placed_on=TODAY - timedelta(days=1)) == {
        commune.pk,
        moved.pk,
    }


@pytest.mark.parametrize("grants", [1, 3])
def test_visible_people_cost_three_queries_whatever_the_number(
    grants, province, commune, office, sister, clerk, django_assert_num_queries
):
    user = make_user(username="u")
    for unit in (commune, sister, province)[:grants]:
        grant(user=user, role=Role.UNIT_HEAD, unit=unit)
    for number in range(grants):
        make_posting(staff=make_staff(full_name=f"Trần Văn {'ABC'[number]}"), unit=office, position=clerk)

    with django_assert_num_queries(3):
        found = list(StaffMember.objects.visible_to(user, TODAY))

    assert len(found) == grants
