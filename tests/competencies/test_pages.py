"""The profile pages: one's own, and those of the people whom an account may see."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competencies.domain.gaps import gap
from competencies.models import CompetencyEvidence
from competencies.permissions import can_publish_framework, can_withdraw_evidence
from competencies.services import withdraw_evidence
from competencies.views.cards import cell_state
from core import clock
from organization.models import Role
from tests.factories.competencies import make_evidence, make_requirement
from tests.factories.organization import grant, make_posting, make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db

# Up to level 1: 3 questions, fewer than five. 4 questions in all.
SMALL_PAPER = {
    "1": {"items": 3, "answered": 3, "mark": "3", "maximum": "3"},
    "2": {"items": 1, "answered": 1, "mark": "0", "maximum": "1"},
}
# Up to level 3: 8 questions, 7 of 8 marks = 87.5 %.
GOOD_PAPER = {
    "2": {"items": 4, "answered": 4, "mark": "4", "maximum": "4"},
    "3": {"items": 4, "answered": 4, "mark": "3", "maximum": "4"},
}


@pytest.fixture(autouse=True)
def _today(monkeypatch, today):
    monkeypatch.setattr(clock, "today", lambda: today)


@pytest.fixture
def learner(office):
    return make_user(username="hocvien", staff=office.staff)


def proof(office, source_key, **values):
    values = {"staff": office.staff, "competency": office.control} | values
    return make_evidence(unit=office.unit, position=office.position, source_key=source_key, **values)


def test_own_profile_shows_levels_beside_requirements(client, office, learner):
    make_requirement(position=office.position, competency=office.control, level=3)
    make_requirement(position=office.position, competency=office.desk, level=2)
    proof(office, "a", level=3, counts=GOOD_PAPER)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("own_profile"))

    assert response.status_code == 200
    context = response.context
    assert (context["own"], context["person"]["unit"], context["as_of"]) == (True, "Xã Vân Khê", date(2026, 11, 23))
    assert [(row.code, row.held, row.required, row.state, row.selected) for row in context["rows"]] == [
        ("KSTTHC", 3, 3, "met", True),
        ("NVMC", None, 2, "none", False),
    ]
    (shown,) = context["selected"].evidence
    assert (shown.role, shown.level, shown.expires_on) == ("decides", 3, date(2028, 5, 22))
    assert "87,5%" in shown.text
    assert "Xã Vân Khê" in shown.text


def test_own_profile_explains_the_competency_asked_for(client, office, learner):
    proof(office, "a", level=3)
    proof(office, "b", competency=office.desk, level=None, counts=SMALL_PAPER, fraction="0.75")
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("own_profile"), {"nang-luc": "NVMC"})

    selected = response.context["selected"]
    assert (selected.name, selected.held, selected.evidence[0].role) == ("Nghiệp vụ một cửa", None, "reference")
    # Nearest to a level is level 1 with three of the five questions that it takes.
    assert "5" in selected.evidence[0].text


def test_own_profile_marks_what_no_longer_counts(client, office, learner, at):
    proof(office, "a", level=2, observed_on=date(2023, 1, 1), expires_on=date(2025, 1, 1))
    withdrawn = proof(office, "b", level=4, observed_on=date(2026, 3, 1))
    withdraw_evidence(evidence=withdrawn, reason="Đề thi bị lộ", by=None, at=at)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")

    evidence = client.get(reverse("own_profile")).context["selected"].evidence

    # A proof that was withdrawn did not expire on its day.
    assert [(one.role, one.expires_on) for one in evidence] == [("past", None), ("past", date(2025, 1, 1))]
    # Why it was withdrawn is for the officers, not for the page.
    assert "Đề thi bị lộ" not in client.get(reverse("own_profile")).content.decode()


def test_own_profile_with_an_unknown_competency_falls_back_to_the_first(client, office, learner):
    proof(office, "a", level=3)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("own_profile"), {"nang-luc": "<script>"})

    assert response.context["selected"].name == "Kiểm soát thủ tục hành chính"
    assert "<script>alert" not in response.content.decode()


def test_own_profile_before_anything_is_known_says_so(client, office, learner):
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("own_profile"))

    assert (response.status_code, response.context["rows"], response.context["selected"]) == (200, [], None)


def test_own_profile_of_an_account_without_a_person_is_refused(client):
    client.force_login(make_user(username="quantri"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("own_profile")).status_code == 403


def test_profiles_ask_a_visitor_to_sign_in(client, office):
    for address in (reverse("own_profile"), reverse("person_profile", args=[office.staff.uid])):
        response = client.get(address)

        assert response.status_code == 302
        assert response.url.startswith(reverse("sign_in"))


def test_own_profile_costs_the_same_with_one_proof_and_with_three(client, office, learner):
    proof(office, "a", level=1)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("own_profile"))

    with CaptureQueriesContext(connection) as with_one:
        client.get(reverse("own_profile"))
    proof(office, "b", level=2)
    proof(office, "c", level=2, competency=office.desk)
    with CaptureQueriesContext(connection) as with_three:
        client.get(reverse("own_profile"))

    # Ten of them are the profile's own, pinned with the selector; the others are the account's and the shell's.
    assert len(with_three) == len(with_one) == 14


def test_person_profile_is_shown_to_the_head_of_the_unit(client, office):
    proof(office, "a", level=3)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=office.unit)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("person_profile", args=[office.staff.uid]))

    assert (response.status_code, response.context["own"]) == (200, False)
    assert response.context["rows"][0].held == 3
    assert response.context["rows"][0].url.startswith(reverse("person_profile", args=[office.staff.uid]))


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.QUESTION_AUTHOR, Role.ADMINISTRATOR])
def test_person_profile_does_not_exist_for_roles_that_see_no_people(client, office, role):
    account = make_user(username="khac")
    if role:
        grant(user=account, role=role, unit=office.unit)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("person_profile", args=[office.staff.uid])).status_code == 404


def test_person_profile_does_not_exist_for_the_head_of_another_unit(client, office):
    elsewhere = make_unit(code="XA-2")
    stranger = make_staff(full_name="Trần Văn An")
    make_posting(staff=stranger, unit=elsewhere, position=office.position)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=elsewhere)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("person_profile", args=[stranger.uid])).status_code == 200
    assert client.get(reverse("person_profile", args=[office.staff.uid])).status_code == 404


def test_evidence_is_visible_to_its_owner_and_to_the_head(office, learner, today):
    own = proof(office, "a")
    stranger = make_staff(full_name="Trần Văn An")
    foreign = proof(office, "b", staff=stranger)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=office.unit)

    # The stranger has no posting in the unit, although the proof was earned there.
    assert list(CompetencyEvidence.objects.visible_to(learner, today)) == [own]
    assert list(CompetencyEvidence.objects.visible_to(head, today)) == [own]
    assert foreign not in CompetencyEvidence.objects.visible_to(make_user(username="khac"), today)


def test_only_a_home_affairs_officer_may_publish_and_withdraw_and_never_for_oneself(office, today):
    officer_as_person = make_staff(full_name="Trần Văn An")
    officer = make_user(username="noivu", staff=officer_as_person)
    grant(user=officer, role=Role.TRAINING_OFFICER, unit=office.unit)
    head = make_user(username="thutruong")
    grant(user=head, role=Role.UNIT_HEAD, unit=office.unit)
    foreign, own = proof(office, "a"), proof(office, "b", staff=officer_as_person)

    assert can_publish_framework(officer, office.framework, today)
    assert can_withdraw_evidence(officer, foreign, today)
    assert not can_withdraw_evidence(officer, own, today)
    assert not can_publish_framework(head, office.framework, today)
    assert not can_withdraw_evidence(head, foreign, today)


@pytest.mark.parametrize(
    ("required", "held", "state"),
    [(3, 3, "met"), (3, 4, "more"), (3, 2, "gap1"), (3, 1, "gap2"), (5, 1, "gap2"), (3, None, "none"), (None, 2, "na")],
)
def test_cell_state_of_each_gap(required, held, state):
    assert cell_state(gap(required, held)) == state
