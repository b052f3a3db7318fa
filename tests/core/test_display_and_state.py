"""The settings of a browser, and what watchers are told."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from core import checks
from core.display import DisplaySettings, read


@pytest.mark.django_db
class TestDisplay:
    def test_choice_is_kept_in_cookies_and_the_page_shown_again(self, client):
        response = client.post("/hien-thi/", {"theme": "dark", "size": "xl", "next": "/van-ban/?q=1"})

        assert (response.status_code, response.url) == (302, "/van-ban/?q=1")
        cookies = {name: morsel.value for name, morsel in response.cookies.items()}
        assert read(cookies) == DisplaySettings(theme="dark", size="xl", contrast="")

    @pytest.mark.parametrize("target", ["//evil.vn", "https://evil.vn/", "javascript:x", ""])
    def test_foreign_address_leads_home(self, target, client):
        assert client.post("/hien-thi/", {"theme": "dark", "next": target}).url == "/"

    def test_unknown_value_is_not_kept(self, client):
        response = client.post("/hien-thi/", {"theme": '"><script>'})

        assert response.cookies["thao_theme"].value == ""

    def test_link_changes_nothing(self, client):
        assert client.get("/hien-thi/").status_code == 405


class TestState:
    def test_process_answers_without_any_database(self, client):
        # No database mark: a query would fail this test. The cookie of a session must not lead to one either.
        client.cookies["sessionid"] = "a" * 32

        response = client.get("/healthz")

        assert (response.status_code, response.content) == (200, b"ok")

    @pytest.mark.django_db
    def test_ready_while_the_database_answers(self, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            response = client.get("/readyz")

        assert (response.status_code, response.content) == (200, b"ok")

    @pytest.mark.django_db
    def test_not_ready_without_the_database_and_no_detail_is_told(self, client, monkeypatch):
        def gone(*args, **kwargs):
            raise OperationalError("connection to server at 10.1.2.3 failed")

        monkeypatch.setattr(connection, "cursor", gone)
        monkeypatch.setattr(connection, "close", lambda: None)

        response = client.get("/readyz")

        assert (response.status_code, response.content) == (503, b"database")


class TestProductionChecks:
    @pytest.fixture
    def production(self, settings, monkeypatch):
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.production")
        settings.SECRET_KEY = "s" * 50
        settings.EXAM_TOKEN_KEY = "t" * 50
        settings.PUBLIC_URL = "https://hoc.example.gov.vn"
        return settings

    def test_good_settings_pass(self, production):
        assert checks.production_secrets(None) == []

    @pytest.mark.parametrize(
        ("name", "value", "found"),
        [
            ("SECRET_KEY", "short", ["core.E001"]),
            ("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-0123456789", ["core.E001"]),
            ("EXAM_TOKEN_KEY", "", ["core.E002"]),
            ("EXAM_TOKEN_KEY", "s" * 50, ["core.E002"]),
            ("PUBLIC_URL", "http://127.0.0.1:8000", ["core.E003"]),
            ("DEBUG", True, ["core.E004"]),
        ],
    )
    def test_each_fault_is_named(self, name, value, found, production):
        setattr(production, name, value)

        assert [problem.id for problem in checks.production_secrets(None)] == found

    def test_kept_key_of_a_development_installation_is_refused(self, production, tmp_path):
        (tmp_path / "var").mkdir()
        (tmp_path / "var" / "secret-key").write_text("s" * 50, encoding="ascii")
        production.BASE_DIR = tmp_path

        assert [problem.id for problem in checks.production_secrets(None)] == ["core.E001"]

    def test_other_settings_are_not_judged(self, settings):
        settings.SECRET_KEY = "short"

        assert checks.production_secrets(None) == []
