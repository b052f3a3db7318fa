"""Which exams wait for a person, and which an account may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Attempt, Candidate, Exam, ExamSession
from assessments.selectors.exams import exam_for_code, exams_due, open_sessions_for
from organization.models import Role
from tests.factories.assessments import CLOSES_AT, OPENS_AT, make_candidate, make_exam, make_session
from tests.factories.organization import grant, make_position, make_posting, make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(bank) -> SimpleNamespace:
    """A commune below the province with a person posted there, and a commune beside it."""
    commune = make_unit(code="XA-1", parent=bank.unit)
    staff = make_staff(full_name="Trần Thị An")
    user = make_user(username="hocvien", staff=staff)
    position = make_position()
    make_posting(staff=staff, unit=commune, position=position)
    return SimpleNamespace(
        commune=commune, beside=make_unit(code="XA-2", parent=bank.unit), staff=staff, user=user, position=position
    )


def exam_of(bank, code="CCHC", **values):
    values = {"owner_unit": bank.unit, "author": bank.author, "approver": bank.reviewer} | values
    return make_exam(code=code, **values)


def session_of(bank, code="DOT-1", **values):
    values = {"owner_unit": bank.unit} | values
    exam = values.pop("exam", None) or exam_of(bank, code=f"DE-{code}")
    return make_session(exam=exam, code=code, **values)


def attempt(place, session, *, passed=None, state="sealed", number=1):
    """An attempt as it stands in the table, with nothing behind it."""
    sealed = state == "sealed"
    return Attempt.objects.create(
        exam=session.exam,
        exam_code=session.exam.code,
        session=session,
        staff=place.staff,
        number=number,
        state=state,
        seed="0",
        start_key=f"00000000-0000-4000-8000-{number:012}",
        prepared_at=OPENS_AT,
        started_at=OPENS_AT,
        deadline=OPENS_AT + timedelta(minutes=20),
        rules={},
        unit=place.commune,
        position=place.position,
        paper={},
        paper_sha256="0" * 64,
        sealed_at=OPENS_AT + timedelta(minutes=10) if sealed else None,
        sealed_by="candidate" if sealed else "",
        passed=passed,
    )


def due(place, at):
    return [exam.code for exam in exams_due(place.staff, at)]


def test_exam_for_code_is_the_published_version(bank):
    exam_of(bank, version=1, status=Exam.Status.RETIRED)
    present = exam_of(bank, version=2)
    exam_of(bank, version=3, approver=None)

    assert exam_for_code("CCHC") == present
    assert exam_for_code("KHAC") is None


def test_due_are_sessions_to_which_the_person_is_called_the_soonest_to_close_first(bank, place, at):
    later = session_of(bank, "A", mode=ExamSession.Mode.CANDIDATES, closes_at=CLOSES_AT + timedelta(days=1))
    sooner = session_of(bank, "B", mode=ExamSession.Mode.CANDIDATES, owner_unit=place.beside)
    session_of(bank, "C", mode=ExamSession.Mode.CANDIDATES)
    make_candidate(session=later, staff=place.staff)
    make_candidate(session=sooner, staff=place.staff, number="007")
    make_candidate(session=session_of(bank, "D", mode="candidates"), staff=make_staff(full_name="Người khác"))

    found = exams_due(place.staff, at)

    assert [(exam.code, exam.candidate_number) for exam in found] == [("DE-B", "007"), ("DE-A", "")]
    assert (found[0].minutes, found[0].opens_at, found[0].attempts_left) == (20, OPENS_AT, None)


def test_due_are_open_sessions_of_the_own_unit_and_of_those_above(bank, place, at):
    session_of(bank, "A", owner_unit=place.commune)
    session_of(bank, "B", owner_unit=bank.unit, closes_at=CLOSES_AT + timedelta(days=1))
    session_of(bank, "C", owner_unit=place.beside)

    assert due(place, at) == ["DE-A", "DE-B"]


def test_a_person_without_posting_waits_only_for_what_they_are_called_to(bank, place, at):
    stranger = make_staff(full_name="Người khác")
    called = session_of(bank, "A", mode="candidates")
    session_of(bank, "B")
    make_candidate(session=called, staff=stranger)

    assert [exam.code for exam in exams_due(stranger, at)] == ["DE-A"]


def test_due_is_neither_a_session_that_is_over_nor_one_from_which_the_person_was_excluded(bank, place, at):
    session_of(bank, "A", closes_at=at)
    excluded = session_of(bank, "B")
    make_candidate(session=excluded, staff=place.staff, status=Candidate.Status.EXCLUDED)
    session_of(bank, "C", closes_at=at + timedelta(seconds=1))

    assert due(place, at) == ["DE-C"]


def test_a_session_to_come_is_due_but_not_open(bank, place, at):
    session_of(bank, "A", opens_at=at + timedelta(seconds=1))
    session_of(bank, "B", opens_at=at)

    assert due(place, at) == ["DE-A", "DE-B"]
    assert [exam.code for exam in open_sessions_for(place.staff, at)] == ["DE-B"]


def test_what_is_passed_is_no_longer_due_unless_it_may_be_repeated(bank, place, at):
    attempt(place, session_of(bank, "A"), passed=True, number=1)
    attempt(place, session_of(bank, "B"), passed=False, number=2)
    repeatable = exam_of(bank, "LAP", retake_after_pass=True)
    attempt(place, session_of(bank, "C", exam=repeatable), passed=True, number=3)

    assert due(place, at) == ["DE-B", "LAP"]


def test_a_pass_in_another_session_does_not_end_this_one(bank, place, at):
    exam = exam_of(bank)
    attempt(place, session_of(bank, "A", exam=exam, closes_at=at), passed=True)
    session_of(bank, "B", exam=exam)

    assert due(place, at) == ["CCHC"]


def test_used_attempts_count_within_the_session_and_void_ones_do_not(bank, place, at):
    exam = exam_of(bank, attempts_allowed=2)
    session = session_of(bank, "A", exam=exam)
    attempt(place, session, passed=False, number=1)
    attempt(place, session, state="void", number=2)
    attempt(place, session_of(bank, "B", exam=exam, closes_at=at), passed=False, number=3)

    (found,) = exams_due(place.staff, at)

    assert found.attempts_left == 1


def test_used_up_attempts_end_it_except_one_under_way(bank, place, at):
    exam = exam_of(bank, attempts_allowed=1)
    session = session_of(bank, "A", exam=exam)
    running = attempt(place, session, state="open")
    (found,) = exams_due(place.staff, at)

    assert (found.attempts_left, found.is_running) == (0, True)

    Attempt.objects.filter(pk=running.pk).update(state="sealed", sealed_at=at, sealed_by="time", passed=False)
    assert due(place, at) == []


def test_exams_due_cost_six_queries_with_one_session_and_with_three(bank, place, at, django_assert_num_queries):
    session_of(bank, "A")
    with django_assert_num_queries(6):
        exams_due(place.staff, at)
    make_candidate(session=session_of(bank, "B"), staff=place.staff)
    attempt(place, session_of(bank, "C"), passed=False)
    with django_assert_num_queries(6):
        exams_due(place.staff, at)


def test_exams_due_read_no_question_and_no_key(bank, place, at):
    session_of(bank, "A")

    with CaptureQueriesContext(connection) as queries:
        exams_due(place.staff, at)

    assert not [query["sql"] for query in queries if "assessments_question" in query["sql"]]


def visible(user, today):
    return sorted(Exam.objects.visible_to(user, today).values_list("code", flat=True))


def test_a_person_sees_exams_of_own_sessions_and_those_meant_for_the_own_unit(bank, place, today):
    elsewhere = {"owner_unit": place.beside}
    called = session_of(bank, "A", exam=exam_of(bank, "GOI", **elsewhere), mode="candidates", **elsewhere)
    make_candidate(session=called, staff=place.staff)
    session_of(bank, "B", exam=exam_of(bank, "MO", **elsewhere))
    exam_of(bank, "TREN")
    exam_of(bank, "NHAP", approver=None)
    exam_of(bank, "KHONG-CHUNG", shared_down=False)
    exam_of(bank, "BEN-CANH", **elsewhere)
    excluded = session_of(bank, "C", exam=exam_of(bank, "LOAI", **elsewhere), mode="candidates", **elsewhere)
    make_candidate(session=excluded, staff=place.staff, status="excluded")
    session_of(bank, "D", exam=exam_of(bank, "NGUOI-KHAC", **elsewhere), mode="candidates", **elsewhere)

    assert visible(place.user, today) == ["GOI", "MO", "TREN"]


def test_an_exam_of_several_sessions_is_seen_once(bank, place, today):
    exam = exam_of(bank)
    session_of(bank, "A", exam=exam)
    session_of(bank, "B", exam=exam)

    assert visible(place.user, today) == ["CCHC"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.QUESTION_AUTHOR, ["NHAP"]),
        (Role.QUESTION_REVIEWER, ["NHAP"]),
        (Role.TRAINING_OFFICER, ["NHAP"]),
        (Role.INVIGILATOR, ["NHAP"]),
        (Role.INSPECTOR, ["NHAP"]),
        (Role.UNIT_HEAD, []),
        (Role.ADMINISTRATOR, []),
    ],
)
def test_who_works_with_exams_sees_drafts_of_the_units_covered(bank, place, today, role, expected):
    account = make_user(username="khac")
    grant(user=account, role=role, unit=place.commune)
    exam_of(bank, "NHAP", owner_unit=place.commune, approver=None)
    exam_of(bank, "TREN")

    assert visible(account, today) == expected


def test_nobody_and_locked_accounts_see_nothing(bank, place, today):
    from django.contrib.auth.models import AnonymousUser

    exam_of(bank)
    place.user.is_active = False

    assert visible(AnonymousUser(), today) == []
    assert visible(place.user, today) == []


def test_what_a_person_sees_ends_with_the_posting(bank, today):
    staff = make_staff(full_name="Trần Thị An")
    user = make_user(username="hocvien", staff=staff)
    make_posting(staff=staff, unit=bank.unit, position=make_position(), valid_to=date(2026, 11, 1))
    exam_of(bank)

    assert visible(user, date(2026, 10, 31)) == ["CCHC"]
    assert visible(user, today) == []


def test_visible_exams_cost_the_same_whatever_their_number(bank, place, today, django_assert_num_queries):
    exam_of(bank, "A")
    with django_assert_num_queries(4):  # grants, posting, tree, exams
        visible(place.user, today)
    exam_of(bank, "B")
    exam_of(bank, "C")
    with django_assert_num_queries(4):
        visible(place.user, today)


def test_a_session_lasts_until_the_second_that_it_closes(bank, place):
    session_of(bank, "A")

    last = datetime(2026, 12, 1, 9, 59, 59, tzinfo=UTC)
    assert due(place, last) == ["DE-A"]
    assert due(place, CLOSES_AT) == []
