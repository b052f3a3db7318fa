"""Signing in and out, the lock, the own password, and what becomes of sessions."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from axes.models import AccessAttempt
from django.conf import settings as live_settings
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import AuditEntry, Session
from core.services.accounts import change_password, forget_expired_sessions, lock_account
from tests.factories.organization import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_IN = "/dang-nhap/"
NEW_PASSWORD = "sông núi nước non xanh"


@pytest.fixture
def user():
    return make_user(username="hocvien")


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True


def sign_in(client, username="hocvien", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password, **extra})


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestSignIn:
    def test_right_password_opens_the_own_page_and_a_session_with_its_account(self, client, user):
        response = sign_in(client)

        assert (response.status_code, response.url) == (302, reverse("learner_home"))
        row = Session.objects.get()
        assert row.user == user
        assert row.auth_hash == user.get_session_auth_hash() == row.get_decoded()[HASH_SESSION_KEY]
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.actor_uid, entry.subject_uid) == ("account.signed_in", user.uid, user.uid)

    def test_session_key_is_new_and_the_old_one_dead(self, client, user):
        session = client.session
        session["x"] = 1
        session.save()
        before = session.session_key

        sign_in(client)

        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    @pytest.mark.parametrize("name", ["hocvien", "khongco"])
    def test_wrong_password_and_unknown_name_are_answered_alike(self, name, client, user):
        response = sign_in(client, username=name, password="sai")

        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
        assert not Session.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_unknown_name_costs_the_same_hashing_as_a_known_one(self, client, user, monkeypatch):
        hashed = []
        monkeypatch.setattr(
            "django.contrib.auth.base_user.make_password", lambda password, **kwargs: hashed.append("unknown") or "x"
        )
        monkeypatch.setattr(
            "django.contrib.auth.base_user.check_password", lambda *args, **kwargs: hashed.append("known") and False
        )

        for name in ("hocvien", "khongco"):
            sign_in(client, username=name, password="sai")

        assert hashed == ["known", "unknown"]

    def test_locked_account_is_answered_like_a_wrong_password(self, client):
        make_user(username="khoa", is_active=False)

        response = sign_in(client, username="khoa")

        assert response.status_code == 200
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        "target",
        [
            "//evil.vn",
            r"/\evil.vn",
            "javascript:alert(1)",
            "https:evil.vn",
            "http://evil.vn/hoc-tap/",
            "///evil.vn",
            "%2F%2Fevil.vn",
            "\x00//evil.vn",
        ],
    )
    def test_next_never_leaves_the_own_host(self, target, client, user):
        response = sign_in(client, next=target)

        assert urlsplit(urljoin(f"http://testserver{SIGN_IN}", response.url)).netloc == "testserver"

    def test_next_on_the_own_host_is_followed(self, client, user):
        assert sign_in(client, next="/hoc-tap/?x=1").url == "/hoc-tap/?x=1"

    def test_page_shows_our_site_and_not_the_host(self, client):
        response = client.get(SIGN_IN)

        assert response.context["site"].name == getattr(live_settings, "SITE_NAME", "Thạo")
        assert "no-store" in response["Cache-Control"]

    def test_page_that_needs_signing_in_sends_there_and_back(self, client):
        response = client.get(reverse("password_change"))

        assert (response.status_code, response.url) == (302, f"{SIGN_IN}?next=/doi-mat-khau/")


class TestSignOut:
    def test_session_ends_and_is_recorded(self, user):
        client = signed_in(user)

        response = client.post("/dang-xuat/")

        assert (response.status_code, response.url) == (302, SIGN_IN)
        assert not Session.objects.exists()
        assert AuditEntry.objects.latest("pk").verb == "account.signed_out"

    def test_link_alone_signs_nobody_out(self, user):
        client = signed_in(user)

        assert client.get("/dang-xuat/").status_code == 405
        assert Session.objects.count() == 1

    def test_visitor_may_sign_out_and_nothing_is_recorded(self, client):
        assert client.post("/dang-xuat/").status_code == 302
        assert not AuditEntry.objects.exists()


@pytest.mark.usefixtures("locking")
class TestLock:
    def test_page_counts_the_tries_that_are_left(self, client, user):
        left = [sign_in(client, password="sai").context["attempts_left"] for _ in range(4)]

        assert left == [4, 3, 2, 1]

    def test_fifth_wrong_password_locks_even_the_right_one_out_for_fifteen_minutes(self, client, user):
        answers = [sign_in(client, password="sai").status_code for _ in range(5)]

        assert answers == [200, 200, 200, 200, 429]
        assert sign_in(client).status_code == 429
        assert not Session.objects.exists()
        AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=15, seconds=1))
        assert sign_in(client).status_code == 302

    def test_trying_during_the_lock_does_not_make_it_longer(self, client, user):
        for _ in range(5):
            sign_in(client, password="sai")
        AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=14))

        sign_in(client, password="sai")

        assert AccessAttempt.objects.get().attempt_time < clock.now() - timedelta(minutes=13)

    def test_lock_is_recorded_once_however_long_the_tries_go_on(self, client, user):
        for _ in range(8):
            sign_in(client, password="sai")

        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.actor_uid, entry.subject_uid) == ("account.sign_in_locked", None, user.uid)

    def test_name_that_is_no_account_is_locked_alike_and_not_recorded(self, client):
        answers = [sign_in(client, username="mat-khau-go-nham", password="x").status_code for _ in range(5)]

        assert answers[-1] == 429
        assert not AuditEntry.objects.exists()

    def test_colleague_at_the_same_address_is_not_locked_out(self, client, user):
        make_user(username="dongnghiep")
        for _ in range(6):
            sign_in(client, password="sai")

        assert sign_in(client, username="dongnghiep").status_code == 302

    def test_forged_header_does_not_make_a_new_address(self, client, user):
        for number in range(5):
            client.post(
                SIGN_IN,
                {"username": "hocvien", "password": "sai"},
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            )

        assert sign_in(client).status_code == 429

    def test_password_is_kept_nowhere(self, client, user):
        sign_in(client, password="sai-rat-sai")

        assert "sai-rat-sai" not in str(AccessAttempt.objects.values())


class TestSessions:
    def test_password_change_ends_all_other_sessions(self, user):
        here, elsewhere = signed_in(user), signed_in(user)

        response = here.post(
            "/doi-mat-khau/",
            {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        )

        assert response.status_code == 302
        assert here.get("/doi-mat-khau/").status_code == 200
        assert elsewhere.get("/doi-mat-khau/").status_code == 302
        assert Session.objects.count() == 1
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert AuditEntry.objects.latest("pk").verb == "account.password_changed"

    def test_locking_an_account_ends_its_sessions_at_once(self, user):
        client = signed_in(user)

        lock_account(user=user, reason="nghỉ việc", by=None, at=clock.now())

        assert client.get("/doi-mat-khau/").status_code == 302

    def test_session_made_before_a_password_change_elsewhere_is_worthless(self, user):
        client = signed_in(user)
        key = client.session.session_key

        change_password(user=user, password=NEW_PASSWORD, at=clock.now(), keep_session=key)

        # The row was kept, but it carries the hash of the old password.
        assert client.get("/doi-mat-khau/").status_code == 302

    def test_session_on_a_shared_machine_ends_after_fifteen_idle_minutes(self, client, user, monkeypatch):
        sign_in(client, shared_machine="on")
        first = Session.objects.get().expire_date

        assert timedelta(minutes=14) < first - clock.now() <= timedelta(minutes=15)
        later = clock.now() + timedelta(seconds=61)
        monkeypatch.setattr(clock, "now", lambda: later)
        client.get("/doi-mat-khau/")
        assert client.session["idle_touched"] == int(later.timestamp())
        assert Session.objects.get().expire_date > first

    def test_other_sessions_last_their_fixed_time(self, client, user):
        sign_in(client)

        assert Session.objects.get().expire_date - clock.now() > timedelta(hours=11)
        assert "idle_touched" not in client.session

    def test_expired_sessions_are_forgotten_and_no_others(self, user):
        now = clock.now()
        for key, age in (("old", -1), ("new", 1)):
            Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=age))

        assert forget_expired_sessions(at=now) == 1
        assert Session.objects.get().session_key == "new"


class TestOneTimePassword:
    @pytest.fixture
    def newcomer(self):
        return make_user(username="moi", must_change_password=True)

    def test_every_page_leads_to_choosing_a_password_and_back(self, newcomer):
        client = signed_in(newcomer)

        response = client.get("/hoc-tap/")

        assert (response.status_code, response.url) == (302, "/doi-mat-khau/?next=/hoc-tap/")

    def test_password_chosen_opens_the_pages(self, newcomer):
        client = signed_in(newcomer)

        response = client.post(
            "/doi-mat-khau/?next=/hoc-tap/",
            {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        )

        assert response.url == "/hoc-tap/"
        newcomer.refresh_from_db()
        assert not newcomer.must_change_password

    @pytest.mark.parametrize(
        ("new", "again"),
        [
            (PASSWORD, PASSWORD),
            ("ngắn quá", "ngắn quá"),
            (NEW_PASSWORD, NEW_PASSWORD + "x"),
            ("password12345678", "password12345678"[:-1]),
        ],
    )
    def test_unfit_password_is_refused_and_nothing_was_written(self, new, again, newcomer):
        client = signed_in(newcomer)
        before = newcomer.password

        response = client.post(
            "/doi-mat-khau/", {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
        )

        assert response.status_code == 200
        newcomer.refresh_from_db()
        assert (newcomer.password, newcomer.must_change_password) == (before, True)
        assert not AuditEntry.objects.filter(verb="account.password_changed").exists()

    def test_signing_out_and_the_display_stay_open(self, newcomer):
        client = signed_in(newcomer)

        assert client.post("/hien-thi/", {"theme": "dark"}).url == reverse("home")
        assert client.post("/dang-xuat/").status_code == 302

    def test_password_page_does_not_lead_away_from_the_host(self, newcomer):
        client = signed_in(newcomer)

        response = client.post(
            "/doi-mat-khau/?next=//evil.vn",
            {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        )

        assert response.url == reverse("learner_home")
