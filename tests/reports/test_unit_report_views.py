"""The report on screen, as JSON and as paper: who reads what, in both modes, on which day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from competencies.models import Competency, CompetencyFramework, LevelRule
from core.models import User
from organization.models import Role
from tests.factories.competencies import make_competency, make_requirement
from tests.factories.organization import grant, make_posting, make_staff, make_unit, make_user
from tests.reports.conftest import CHANGED_ON, District
from tests.support.papers import page_texts
from tests.support.screens import missing

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PAGE, JSON, PDF = "/don-vi/nang-luc/", "/don-vi/nang-luc/bao-cao.json", "/don-vi/nang-luc/bao-cao.pdf"
ALL = (PAGE, JSON, PDF)

pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.now", lambda: AT)


def reader(district: District, role: Role | None, unit: str = "X", *, with_below: bool = True) -> Client:
    """A browser of somebody who holds one role in one unit."""
    user: User = make_user(username=f"{role or 'khong'}-{unit}")
    if role is not None:
        grant(user=user, role=role, unit=district.units[unit], with_below=with_below)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, **query: str) -> Any:
    """The context of the page."""
    response = client.get(PAGE, query)
    assert response.status_code == 200
    assert missing(response) == set()
    return response.context


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_CONTACT, Role.TRAINING_OFFICER, Role.INSPECTOR])
def test_whoever_leads_or_inspects_a_unit_reads_its_report(district: District, role: Role) -> None:
    client = reader(district, role)

    context = page(client)

    # b2 is posted in X; nobody has closed the postings of a1, a2 and b1 in the units that X took over.
    assert (context["unit_name"], context["people_count"]) == ("Xã X", 4)
    assert context["units"] == [{"value": "X", "label": "Xã X", "selected": True}]
    assert [client.get(address).status_code for address in ALL] == [200, 200, 200]


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.QUESTION_AUTHOR, Role.CONTENT_EDITOR, Role.ADMINISTRATOR])
def test_others_are_refused_in_words(district: District, role: Role | None) -> None:
    client = reader(district, role)

    assert [client.get(address).status_code for address in ALL] == [403, 403, 403]


def test_a_visitor_is_sent_to_sign_in(district: District, client: Client) -> None:
    assert [client.get(address).status_code for address in ALL] == [302, 302, 302]


@pytest.mark.parametrize("code", ["Y", "P", "KHONG-CO", "DA-KET-THUC", "x", "X'--"])
def test_other_units_do_not_exist_for_a_head(district: District, code: str) -> None:
    client = reader(district, Role.UNIT_HEAD)

    assert [client.get(address, {"unit": code}).status_code for address in ALL] == [404, 404, 404]


def test_a_grant_that_has_ended_or_that_of_another_day_gives_nothing(district: District) -> None:
    user = make_user(username="cu")
    grant(user=user, role=Role.UNIT_HEAD, unit=district.units["X"], valid_from=CHANGED_ON, valid_to=date(2026, 11, 23))
    client = Client()
    client.force_login(user)

    assert [client.get(address, {"date": "22/11/2026"}).status_code for address in ALL] == [403, 403, 403]


def test_an_officer_reads_the_province_and_all_below(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")

    context = page(client, date="30/06/2025", mode="historical")
    below = page(client, date="30/06/2025", mode="historical", unit="A")

    assert [(unit["value"], unit["label"]) for unit in context["units"]] == [
        ("P", "Tỉnh P"),
        ("A", "– Xã A"),
        ("B", "– Xã B"),
        ("C", "– Xã C"),
        ("T", "– Xã T"),
    ]
    assert (context["people_count"], below["people_count"]) == (10, 3)


def test_an_officer_of_the_province_alone_reads_nothing_below(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P", with_below=False)

    assert client.get(PAGE, {"unit": "X"}).status_code == 404


# --- what ------------------------------------------------------------------------------------------------------------


def test_both_modes_count_the_same_people(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")
    query = {"date": "30/06/2025"}

    then = [page(client, mode="historical", unit=code, **query) for code in "ABCT"]
    now = [page(client, mode="current", unit=code, **query) for code in ("X", "Y", "Z", "DA-KET-THUC")]

    assert [context["people_count"] for context in then] == [3, 2, 4, 1]
    assert [context["people_count"] for context in now] == [4, 3, 2, 1]
    assert {context["mode"] for context in then} == {"historical"}
    names = [sorted(person["name"] for context in contexts for person in context["people"]) for contexts in (then, now)]
    assert names[0] == names[1]


def test_the_page_shows_cells_figures_and_how_they_are_made(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")

    context = page(client, date="30/06/2025", mode="current", unit="Y")

    # Y: a3 holds 4 of 3, c1 holds 1 of 3, c2 nothing.
    assert {person["name"]: person["cells"][0]["state"] for person in context["people"]} == {
        "Trần Văn A3": "more",
        "Trần Văn C1": "gap2",
        "Trần Văn C2": "none",
    }
    assert context["figures"] == {
        "required": 3,
        "assessed": 2,
        "met": 1,
        "gap1": 0,
        "gap2": 1,
        "unassessed": 1,
        "met_percent": 50,
    }
    assert context["totals"] == [{"met": 1, "assessed": 2}]
    assert context["columns"] == [{"name": "Kiểm soát thủ tục hành chính", "short": "Kiểm soát thủ tục hành chính"}]
    assert context["distribution"][0] | {"name": ""} == {
        "name": "",
        "total": 3,
        "more": 1,
        "met": 0,
        "gap1": 0,
        "gap2": 1,
        "none": 1,
    }
    assert "Xã C" in context["lineage_note"]
    assert len(context["method"]) == 4
    assert context["as_of"] == date(2025, 6, 30)


def test_only_profiles_that_the_reader_may_open_are_linked(district: District) -> None:
    client = reader(district, Role.UNIT_HEAD, "Y")

    people = page(client, date="30/06/2025")["people"]

    # Today a3 is posted in Y; the postings of c1 and c2 still name the unit that has ended.
    assert {person["name"]: bool(person["url"]) for person in people} == {
        "Trần Văn A3": True,
        "Trần Văn C1": False,
        "Trần Văn C2": False,
    }
    (linked,) = [person["url"] for person in people if person["url"]]
    assert client.get(linked).status_code == 200


def test_the_paper_button_asks_for_the_same_report(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")

    address = page(client, date="30/06/2025", mode="historical", unit="A")["pdf_url"]
    response = client.get(address)

    assert address == f"{PDF}?unit=A&date=30%2F06%2F2025&mode=historical"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="bao-cao-nang-luc-A-2025-06-30.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    text = " ".join(page_texts(response.content))
    for name in ("Trần Văn A1", "Trần Văn A2", "Trần Văn A3", "Kiểm soát thủ tục hành chính"):
        assert name in text


def test_json_says_what_the_page_shows(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")

    response = client.get(JSON, {"date": "30/06/2025", "mode": "current", "unit": "P"})

    report = json.loads(response.content)
    assert (report["schema"], report["unit"], report["units"]) == (1, {"code": "P", "name": "Tỉnh P"}, "now")
    assert (report["as_of"], report["today"], report["people_count"]) == ("2025-06-30", "2026-11-23", 9)
    assert report["rule"] == {"version": 1, "min_items_up_to": 5, "min_items_at": 2, "min_percent": "70"}
    assert report["totals"] == [
        {
            "competency": "KSTTHC",
            "required": 9,
            "assessed": 4,
            "met": 1,
            "above": 1,
            "short_by_one": 1,
            "short_by_more": 1,
            "unassessed": 5,
            "not_required": 0,
        }
    ]
    (first,) = [person for person in report["people"] if person["name"] == "Trần Văn C1"]
    assert (first["unit"], first["levels"]["KSTTHC"]) == (
        "Xã Y",
        {"required": 3, "held": 1, "state": "short", "short_by": 2},
    )
    assert report["ended"] == [{"name": "Xã T", "ended_on": "2025-07-01", "people": 1}]
    assert response["Cache-Control"] == "private, no-store"


# --- which day -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["31/02/2026", "2026-11-23", "hôm qua", "24/11/2026", "01/01/9999"])
def test_a_day_that_cannot_be_is_said_at_its_field(district: District, text: str) -> None:
    client = reader(district, Role.UNIT_HEAD)

    context = page(client, date=text)
    as_json, as_pdf = client.get(JSON, {"date": text}), client.get(PDF, {"date": text})

    assert context["date_error"]
    assert (context["date_text"], context["as_of"]) == (text, date(2026, 11, 23))
    assert (as_json.status_code, json.loads(as_json.content)["error"]) == (422, "date")
    assert as_pdf.url.startswith(f"{PAGE}?unit=X")


def test_a_day_before_the_unit_is_said_at_its_field(district: District) -> None:
    client = reader(district, Role.UNIT_HEAD)

    context = page(client, date="30/06/2025", mode="historical")

    assert "30/06/2025" in context["date_error"]
    assert (context["date_text"], context["as_of"], context["unit_name"]) == (
        "30/06/2025",
        date(2026, 11, 23),
        "Xã X",
    )
    assert client.get(JSON, {"date": "30/06/2025", "mode": "historical"}).status_code == 422


def test_changing_the_way_of_counting_does_not_end_in_nothing(district: District) -> None:
    client = reader(district, Role.TRAINING_OFFICER, "P")

    # The form still holds the unit of that time when the way of counting is changed, and the other way round.
    led = page(client, date="30/06/2025", mode="current", unit="A")
    back = page(client, date="30/06/2025", mode="historical", unit="X")

    assert (led["unit_name"], led["date_error"]) == ("Tỉnh P", "")
    assert (back["unit_name"], bool(back["date_error"])) == ("Xã X", True)


def test_a_report_without_framework_and_rule_says_so(district: District) -> None:
    CompetencyFramework.objects.update(status=CompetencyFramework.Status.DRAFT)
    LevelRule.objects.all().delete()
    client = reader(district, Role.UNIT_HEAD)

    context = page(client)
    report = json.loads(client.get(JSON).content)

    assert (context["columns"], context["people_count"]) == ([], 4)
    assert (report["framework"], report["rule"], report["competencies"]) == ("", None, [])
    assert client.get(PDF).url.startswith(PAGE)


# --- queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "mode", "queries"),
    [
        (PAGE, "current", 26),
        (PAGE, "historical", 25),
        (JSON, "current", 22),
        (PDF, "current", 24),
    ],
)
def test_the_number_of_queries_does_not_depend_on_rows(
    district: District,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    mode: str,
    queries: int,
    count: int,
) -> None:
    framework = Competency.objects.get().framework
    for number in range(count - 1):
        competency = make_competency(framework=framework, code=f"N{number}")
        make_requirement(position=district.position, competency=competency)
        unit = make_unit(code=f"D{number}", parent=district.units["X"], valid_from=CHANGED_ON)
        for name in ("Một", "Hai"):
            make_posting(staff=make_staff(full_name=f"Lê Thị {name}"), unit=unit, position=district.position)
    client = reader(district, Role.UNIT_HEAD)

    with django_assert_num_queries(queries):
        response = client.get(address, {"mode": mode})

    assert response.status_code == 200


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_writes_json_and_paper(district: District, tmp_path: Path) -> None:
    as_json, as_pdf = tmp_path / "bao-cao.json", tmp_path / "bao-cao.pdf"

    call_command("unit_report", "A", "--as-of", "2025-06-30", "--units", "then", "-o", str(as_json), verbosity=0)
    call_command("unit_report", "P", "--as-of", "2025-06-30", "--format", "pdf", "-o", str(as_pdf), verbosity=0)

    report = json.loads(as_json.read_text(encoding="utf-8"))
    assert (report["unit"]["code"], report["units"], report["people_count"]) == ("A", "then", 3)
    assert "Trần Văn A1" in as_json.read_text(encoding="utf-8")
    assert "Trần Văn A1" in " ".join(page_texts(as_pdf.read_bytes()))


@pytest.mark.parametrize(
    "arguments",
    [
        ["Q", "--as-of", "2025-06-30"],
        ["X", "--as-of", "2025-06-30", "--units", "then"],
        ["X", "--as-of", "2027-01-01"],
        ["X", "--as-of", "31/02/2025"],
        ["X", "--as-of", "2025-06-30", "--format", "docx"],
    ],
)
def test_the_command_refuses_in_one_line_and_writes_nothing(
    district: District, tmp_path: Path, arguments: list[str]
) -> None:
    target = tmp_path / "bao-cao"

    with pytest.raises(CommandError):
        call_command("unit_report", *arguments, "-o", str(target))

    assert not target.exists()


def test_the_command_says_where_it_cannot_write(district: District, tmp_path: Path) -> None:
    target = tmp_path / "khong-co" / "bao-cao.json"

    with pytest.raises(CommandError, match="khong-co"):
        call_command("unit_report", "X", "--as-of", "2025-06-30", "-o", str(target))
