"""Roles given and taken, the groups that follow them, and the accounts that hold them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in

from core.errors import DomainError
from core.models import AuditEntry, Session, User
from core.services.accounts import AccountRefused, lock_account, reset_password, unlock_account
from organization.models import Role, RoleGrant
from organization.services.accounts import open_account
from organization.services.grants import GrantRefused, end_grant, grant_role
from organization.services.groups import ADMIN_ROLES, open_admin, rebuild_groups, role_group
from tests.factories.organization import grant, make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def everything():
    models = (User, RoleGrant, AuditEntry, Session, User.groups.through)
    return [list(model.objects.order_by("pk").values()) for model in models]


def session_of(user, key):
    return Session.objects.create(session_key=key, session_data="", expire_date=AT + timedelta(days=1), user=user)


@pytest.fixture
def admin():
    return make_user(username="quantri")


@pytest.fixture
def user():
    return make_user(username="thutruong")


@pytest.fixture
def commune():
    return make_unit(code="X", name="Xã Vân Sơn")


class TestGrant:
    def test_grant_is_written_audited_and_followed_by_the_group(self, user, commune, admin):
        row = grant_role(user=user, role=Role.UNIT_HEAD, unit=commune, valid_from=TODAY, basis="QĐ 5", by=admin, at=AT)

        assert (row.granted_by, row.granted_at, row.with_below, row.valid_to) == (admin, AT, True, None)
        assert [group.name for group in user.groups.all()] == ["unit_head"]
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.subject_uid, entry.unit_uid) == ("grant.given", user.uid, commune.uid)

    def test_grant_for_tomorrow_gives_no_group_today(self, user, commune, admin):
        grant_role(user=user, role=Role.UNIT_HEAD, unit=commune, valid_from=TOMORROW, by=admin, at=AT)

        assert list(user.groups.all()) == []

    @pytest.mark.parametrize(
        ("case", "code"),
        [
            ("to oneself", "grant_to_oneself"),
            ("to a locked account", "grant_to_locked_account"),
            ("beyond the unit's life", "grant_outside_unit_life"),
            ("twice", "grant_exists"),
            ("empty period", "period_empty"),
        ],
    )
    def test_impossible_grant_is_refused_and_nothing_was_written(self, case, code, user, commune, admin):
        wanted = {"user": user, "role": Role.UNIT_HEAD, "unit": commune, "valid_from": TODAY, "by": admin}
        grant(user=user, role=Role.UNIT_HEAD, unit=make_unit(code="Y"))
        wanted |= {
            "to oneself": lambda: {"by": user},
            "to a locked account": lambda: {"user": make_user(username="khoa", is_active=False)},
            "beyond the unit's life": lambda: {"unit": make_unit(code="H", valid_to=TOMORROW)},
            "twice": lambda: {"unit": grant(user=user, role=Role.UNIT_HEAD, unit=commune).unit},
            "empty period": lambda: {"valid_to": TODAY},
        }[case]()
        before = everything()

        with pytest.raises(DomainError, match=code):
            grant_role(**wanted, at=AT)

        assert everything() == before

    def test_same_role_may_be_given_again_after_it_ended(self, user, commune, admin):
        grant(user=user, role=Role.UNIT_HEAD, unit=commune, valid_to=TODAY)

        grant_role(user=user, role=Role.UNIT_HEAD, unit=commune, valid_from=TODAY, by=admin, at=AT)

        assert user.role_grants.count() == 2


class TestEndGrant:
    def test_end_today_ends_the_sessions_and_the_membership(self, user, commune, admin):
        row = grant(user=user, role=Role.UNIT_HEAD, unit=commune)
        rebuild_groups(on=YESTERDAY)
        session_of(user, "a")
        session_of(admin, "b")

        end_grant(grant=row, on=TODAY, reason="thôi giữ chức vụ", by=admin, at=AT)

        row.refresh_from_db()
        assert row.valid_to == TODAY
        assert list(user.groups.all()) == []
        assert list(Session.objects.values_list("user", flat=True)) == [admin.pk]
        assert AuditEntry.objects.get().verb == "grant.ended"

    def test_end_in_the_future_leaves_sessions_and_groups_until_then(self, user, commune, admin):
        row = grant(user=user, role=Role.UNIT_HEAD, unit=commune)
        rebuild_groups(on=TODAY)
        session_of(user, "a")

        end_grant(grant=row, on=TOMORROW, reason="", by=admin, at=AT)

        assert [group.name for group in user.groups.all()] == ["unit_head"]
        assert Session.objects.count() == 1
        assert rebuild_groups(on=TOMORROW) == 1
        assert list(user.groups.all()) == []

    def test_grant_of_today_is_withdrawn_at_once_and_the_log_keeps_it(self, user, commune, admin):
        row = grant_role(user=user, role=Role.ADMINISTRATOR, unit=commune, valid_from=TODAY, by=admin, at=AT)

        end_grant(grant=row, on=TODAY, reason="nhập nhầm", by=admin, at=AT)

        assert not RoleGrant.objects.exists()
        assert list(user.groups.all()) == []
        assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["grant.given", "grant.withdrawn"]

    def test_ended_grant_is_refused_and_nothing_was_written(self, user, commune, admin):
        row = grant(user=user, role=Role.UNIT_HEAD, unit=commune, valid_to=YESTERDAY)
        before = everything()

        with pytest.raises(GrantRefused, match="grant_already_ended"):
            end_grant(grant=row, on=TODAY, reason="", by=admin, at=AT)

        assert everything() == before


class TestGroups:
    def test_memberships_follow_the_grants_and_nobody_elses(self, user, admin, commune):
        grant(user=user, role=Role.INSPECTOR, unit=commune)
        grant(user=admin, role=Role.ADMINISTRATOR, unit=commune)
        foreign = Group.objects.create(name="khác")
        user.groups.add(foreign, role_group(Role.MARKER))

        changed = rebuild_groups(on=TODAY)

        assert changed == 3  # marker out; inspector and administrator in
        assert set(user.groups.values_list("name", flat=True)) == {"khác", "inspector"}
        assert set(admin.groups.values_list("name", flat=True)) == {"administrator"}
        assert rebuild_groups(on=TODAY) == 0

    def test_grant_on_an_ended_unit_and_locked_account_give_no_group(self, user, admin):
        grant(user=user, role=Role.INSPECTOR, unit=make_unit(code="H", valid_to=TODAY))
        locked = make_user(username="khoa", is_active=False)
        grant(user=locked, role=Role.INSPECTOR, unit=make_unit(code="Y"))

        assert rebuild_groups(on=TODAY) == 0

    def test_signing_in_rebuilds_the_groups_of_that_account(self, user, admin, commune, rf):
        grant(user=user, role=Role.INSPECTOR, unit=commune)
        grant(user=admin, role=Role.ADMINISTRATOR, unit=commune)

        user_logged_in.send(sender=User, request=rf.get("/"), user=user)

        assert [group.name for group in user.groups.all()] == ["inspector"]
        assert list(admin.groups.all()) == []

    def test_those_who_work_in_the_admin_may_enter_it_and_no_others(self):
        open_admin()

        inside = Group.objects.filter(permissions__codename="access_admin", name__in=Role.values)

        assert set(inside.values_list("name", flat=True)) == {role.value for role in ADMIN_ROLES}

    @pytest.mark.parametrize("accounts", [1, 3])
    def test_rebuilding_costs_the_same_for_one_and_for_three(self, accounts, commune, django_assert_num_queries):
        rebuild_groups(on=TODAY)
        for number in range(accounts):
            grant(user=make_user(username=f"u{number}"), role=Role.INSPECTOR, unit=commune)

        with django_assert_num_queries(4):
            assert rebuild_groups(on=TODAY) == accounts


class TestAccounts:
    def test_account_belongs_to_the_person_and_must_change_its_password(self, admin):
        staff = make_staff(full_name="Nguyễn Thị Bích Vân")

        opened = open_account(staff=staff, username="vanntb", by=admin, at=AT)

        staff.refresh_from_db()
        assert staff.user == opened.user
        assert opened.user.must_change_password
        assert (opened.user.last_name, opened.user.first_name) == ("Nguyễn Thị Bích", "Vân")
        assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", opened.password)
        assert opened.user.check_password(opened.password)
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.subject_uid, entry.object_uid) == (
            "account.opened",
            staff.uid,
            str(opened.user.uid),
        )
        assert opened.password not in str(entry.detail.content)

    @pytest.mark.parametrize(
        ("username", "code"),
        [("QuanTri", "username_taken"), ("nguyễn văn a", "username_invalid"), ("", "username_invalid")],
    )
    def test_impossible_user_name_is_refused_and_nothing_was_written(self, username, code, admin):
        staff = make_staff()
        before = everything()

        with pytest.raises(AccountRefused, match=code):
            open_account(staff=staff, username=username, by=admin, at=AT)

        assert everything() == before

    def test_second_account_for_a_person_is_refused(self, admin, user):
        staff = make_staff(user=user)

        with pytest.raises(AccountRefused, match="account_exists"):
            open_account(staff=staff, username="khac", by=admin, at=AT)

    def test_locking_ends_the_sessions_and_unlocking_lets_in_again(self, user, admin):
        session_of(user, "a")

        lock_account(user=user, reason="nghỉ hưu", by=admin, at=AT)
        lock_account(user=user, reason="nghỉ hưu", by=admin, at=AT)

        user.refresh_from_db()
        assert not user.is_active
        assert not Session.objects.exists()
        unlock_account(user=user, reason="trở lại làm việc", by=admin, at=AT)
        user.refresh_from_db()
        assert user.is_active
        assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["account.locked", "account.unlocked"]

    def test_nobody_locks_the_own_account(self, admin):
        with pytest.raises(AccountRefused, match="account_own_lock"):
            lock_account(user=admin, reason="", by=admin, at=AT)

        admin.refresh_from_db()
        assert admin.is_active

    def test_reset_gives_a_one_time_password_and_ends_the_sessions(self, user, admin):
        session_of(user, "a")

        reset = reset_password(user=user, by=admin, at=AT)

        user.refresh_from_db()
        assert user.check_password(reset.password)
        assert (user.must_change_password, user.password_changed_at) == (True, AT)
        assert not Session.objects.exists()
        assert AuditEntry.objects.get().detail.content == {"sessions_ended": 1}


def test_groups_of_the_roles_stand_with_the_tables_and_let_into_the_admin():
    names = Group.objects.filter(permissions__codename="access_admin").values_list("name", flat=True)

    assert set(Role.values) <= set(Group.objects.values_list("name", flat=True))
    assert {role.value for role in ADMIN_ROLES} == set(names) & set(Role.values)
