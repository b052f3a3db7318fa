""" "Việc học của tôi"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Attempt, Exam, ExamSession
from tests.factories.assessments import make_candidate, make_exam, make_session
from tests.factories.competencies import make_competency, make_evidence, make_framework, make_requirement
from tests.factories.organization import make_staff, make_user
from tests.factories.training import (
    make_assignment,
    make_completion,
    make_edition,
    make_enrolment,
    make_module_page,
    make_progress,
)
from tests.support.screens import missing
from tests.training.conftest import AT, Learner
from training.models import Enrolment, ModuleEdition, ModuleIndexPage

pytestmark = pytest.mark.usefixtures("monday")
HOME = "/hoc-tap/"
SEALED = {"state": Attempt.State.SEALED, "sealed_at": AT, "sealed_by": Attempt.SealedBy.CANDIDATE}


def module(index: ModuleIndexPage, code: str, **columns: Any) -> ModuleEdition:
    """A live module with an edition."""
    page = make_module_page(index=index, code=code, title=f"Chuyên đề {code}", exam_code=columns.pop("exam_code", ""))
    return make_edition(page=page, **columns)


def context_of(learner: Learner, address: str = HOME) -> Any:
    """What the page shows."""
    response = learner.client.get(address)
    assert response.status_code == 200
    assert missing(response) == set()
    return response.context_data


def test_duties_stand_by_date_with_the_overdue_first(learner: Learner, index: ModuleIndexPage) -> None:
    dues = {"A": None, "B": date(2026, 12, 31), "C": date(2026, 11, 20), "D": date(2026, 11, 23)}
    for code, due in dues.items():
        edition = module(index, code)
        duty = make_assignment(module_uid=edition.module_uid, owner_unit=learner.unit, mandatory=code != "B")
        make_enrolment(staff=learner.staff, module_uid=edition.module_uid, assignment=duty, due_on=due)

    context = context_of(learner)

    assert [(item.title, item.state, item.days, item.mandatory) for item in context["items"]] == [
        ("Chuyên đề C", "overdue", 3, True),
        ("Chuyên đề D", "soon", 0, True),
        ("Chuyên đề B", "open", 38, False),
        ("Chuyên đề A", "open", None, True),
    ]
    assert {item.assigned_by for item in context["items"]} == {"Xã Vân Sơn"}
    assert context["counts"] == {"assigned": 4, "overdue": 1}
    assert context["today"] == date(2026, 11, 23)


def test_the_next_step_is_the_next_lesson_of_the_most_urgent_duty(learner: Learner, index: ModuleIndexPage) -> None:
    edition = module(index, "A")
    enrolment = make_enrolment(staff=learner.staff, module_uid=edition.module_uid, due_on=date(2026, 11, 30))
    make_progress(enrolment=enrolment, edition=edition)

    step = context_of(learner)["next_step"]

    assert (step["title"], step["url"]) == ("Chuyên đề A", "/hoc-tap/chuyen-de/A/bai/bai-2/")
    assert (step["progress_done"], step["progress_total"], step["minutes_left"]) == (1, 2, 10)


def test_completed_modules_are_counted_and_shown_on_request(learner: Learner, index: ModuleIndexPage) -> None:
    edition = module(index, "A")
    make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)

    first, more = context_of(learner), context_of(learner, f"{HOME}?da-xong=1")

    assert (first["items"], first["done_count"], first["next_step"]) == ([], 1, None)
    (item,) = more["items"]
    assert (item.state, item.progress_done, item.progress_total, more["done_count"]) == ("done", 2, 2, 0)


def test_new_modules_are_news_until_begun(learner: Learner, index: ModuleIndexPage) -> None:
    module(index, "MOI", published_at=datetime(2026, 11, 22, 18, 0, tzinfo=UTC))
    module(index, "CU", published_at=AT - timedelta(days=90))
    begun = module(index, "DANG")
    make_enrolment(staff=learner.staff, module_uid=begun.module_uid)

    (news,) = context_of(learner)["news"]

    # 18:00 UTC is 01:00 of the next day in Viet Nam.
    assert (news["title"], news["on"]) == ("Chuyên đề MOI", date(2026, 11, 23))


def test_a_completed_module_whose_test_is_open_waits_for_it(learner: Learner, index: ModuleIndexPage) -> None:
    edition = module(index, "A", exam_code="CCHC")
    exam = _exam(learner, edition)
    make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)

    context = context_of(learner)

    (item,) = context["items"]
    (waiting,) = context["exams"]
    assert (item.state, item.url) == ("waiting_exam", "/thi/CCHC/")
    assert (waiting.title, waiting.url, waiting.minutes) == (exam.title, "/thi/CCHC/", exam.time_limit_seconds // 60)
    assert (waiting.opens_at, waiting.attempts_left) == (None, exam.attempts_allowed)


@pytest.mark.parametrize(
    ("passed", "review_when", "waits"),
    [
        (True, Exam.ReviewWhen.SUBMIT, False),
        (False, Exam.ReviewWhen.SUBMIT, True),
        # A result that is not shown yet is not given away by what the page offers.
        (False, Exam.ReviewWhen.RELEASE, False),
        (True, Exam.ReviewWhen.RELEASE, False),
    ],
)
def test_a_test_is_settled_by_a_pass_or_a_hidden_result(
    learner: Learner, index: ModuleIndexPage, passed: bool, review_when: str, waits: bool
) -> None:
    edition = module(index, "A", exam_code="CCHC")
    exam = _exam(learner, edition, review_when=review_when)
    make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)
    _attempt(learner, exam, **SEALED, passed=passed)

    context = context_of(learner)

    assert [item.state for item in context["items"]] == (["waiting_exam"] if waits else [])
    assert bool(context["exams"]) is waits


def test_sessions_show_to_their_candidates_until_they_close(learner: Learner, index: ModuleIndexPage) -> None:
    exam = _exam(learner, None)
    called = _session(learner, exam, "DOT-1", opens_at=AT)
    make_candidate(session=called, staff=learner.staff, number="015")
    other = _exam(learner, None, code="KHAC")
    not_called = _session(learner, other, "DOT-2", opens_at=AT)
    make_candidate(session=not_called, staff=make_staff(full_name="Vũ Văn Khác"), number="001")
    over = _exam(learner, None, code="CU")
    closed = _session(learner, over, "DOT-3", opens_at=AT - timedelta(hours=2))
    make_candidate(session=closed, staff=learner.staff, number="002")

    (shown,) = context_of(learner)["exams"]

    assert (shown.title, shown.candidate_number, shown.opens_at, shown.closes_at) == (
        called.title,
        "015",
        AT,
        AT + timedelta(hours=2),
    )


def test_an_open_session_shows_to_the_unit_and_what_is_below(learner: Learner) -> None:
    exam = _exam(learner, None)
    make_session(
        exam=exam,
        owner_unit=learner.unit,
        code="DOT-1",
        mode=ExamSession.Mode.OPEN,
        opens_at=AT + timedelta(days=1),
        closes_at=AT + timedelta(days=2),
    )
    stranger = make_user(username="khac", staff=make_staff(full_name="Vũ Văn Khác"))
    elsewhere = Client()
    elsewhere.force_login(stranger)

    assert [one.opens_at for one in context_of(learner)["exams"]] == [AT + timedelta(days=1)]
    assert elsewhere.get(HOME).context_data["exams"] == []


def test_an_exam_without_attempts_left_is_not_offered_but_one_under_way_is(learner: Learner) -> None:
    exam = _exam(learner, None, attempts_allowed=1)
    session = make_session(
        exam=exam, owner_unit=learner.unit, mode=ExamSession.Mode.OPEN, opens_at=AT, closes_at=AT + timedelta(hours=2)
    )
    attempt = _attempt(learner, exam, session=session, state=Attempt.State.OPEN)

    under_way = context_of(learner)["exams"]
    Attempt.objects.filter(pk=attempt.pk).update(**SEALED, passed=False)
    afterwards = context_of(learner)["exams"]

    assert [one.attempts_left for one in under_way] == [0]
    assert afterwards == []


def test_gaps_name_what_the_position_requires_widest_first(learner: Learner) -> None:
    framework = make_framework(owner_unit=learner.unit)
    wanted = {"A": (4, 3), "B": (4, 1), "C": (3, None), "D": (3, 3), "E": (2, 4)}
    for code, (required, held) in wanted.items():
        competency = make_competency(framework=framework, code=code, name=f"Năng lực {code}")
        make_requirement(position=learner.position, competency=competency, level=required)
        if held is not None:
            make_evidence(
                staff=learner.staff,
                competency=competency,
                unit=learner.unit,
                position=learner.position,
                level=held,
                source_key=code,
            )

    gaps = context_of(learner)["gaps"]

    assert [(gap["name"], gap["held"], gap["required"]) for gap in gaps] == [
        ("Năng lực B", 1, 4),
        ("Năng lực A", 3, 4),
        ("Năng lực C", None, 3),
    ]
    assert gaps[0]["url"] == "/nang-luc/?nang-luc=B#vi-sao"


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_waits(
    learner: Learner, index: ModuleIndexPage, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    framework = make_framework(owner_unit=learner.unit)
    for number in range(count):
        studied, completed = module(index, f"A{number}"), module(index, f"B{number}", exam_code=f"T{number}")
        duty = make_assignment(module_uid=studied.module_uid, owner_unit=learner.unit)
        enrolment = make_enrolment(staff=learner.staff, module_uid=studied.module_uid, assignment=duty)
        make_progress(enrolment=enrolment, edition=studied)
        make_completion(staff=learner.staff, edition=completed, unit=learner.unit, position=learner.position)
        _exam(learner, completed, code=f"T{number}")
        module(index, f"C{number}")
        competency = make_competency(framework=framework, code=f"N{number}")
        make_requirement(position=learner.position, competency=competency)

    with django_assert_num_queries(22):
        context = context_of(learner)

    assert len(context["exams"]) == len(context["gaps"]) == len(context["news"]) == count
    assert len(context["items"]) == 2 * count


def test_an_account_without_a_person_is_told_so(client: Client, db: None) -> None:
    client.force_login(make_user(username="quantri"))

    response = client.get(HOME)

    assert response.status_code == 403


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get(HOME)

    assert response.status_code == 302
    assert response.url == f"{reverse('sign_in')}?next={HOME}"


def _exam(learner: Learner, edition: ModuleEdition | None, code: str = "CCHC", **rules: Any) -> Exam:
    author, approver = make_user(username=f"ra-{code}"), make_user(username=f"duyet-{code}")
    gate = edition.module_uid if edition else None
    return make_exam(
        owner_unit=learner.unit, author=author, approver=approver, code=code, gate_module_uid=gate, **rules
    )


def _session(learner: Learner, exam: Exam, code: str, *, opens_at: datetime) -> ExamSession:
    """Two hours for candidates alone."""
    return make_session(
        exam=exam,
        owner_unit=learner.unit,
        code=code,
        mode=ExamSession.Mode.CANDIDATES,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=2),
    )


def _attempt(learner: Learner, exam: Exam, **columns: Any) -> Attempt:
    return Attempt.objects.create(
        exam=exam,
        exam_code=exam.code,
        staff=learner.staff,
        number=1,
        seed="hat",
        start_key=Enrolment().uid,
        prepared_at=AT,
        started_at=AT,
        deadline=AT + timedelta(minutes=20),
        rules={},
        unit=learner.unit,
        position=learner.position,
        paper={},
        paper_sha256="",
        **columns,
    )
