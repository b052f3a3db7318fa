"""Beginning an attempt: once, in time, with a paper of one's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from assessments.domain.paper import Paper
from assessments.models import Attempt, AttemptTime, Candidate, Exam, ExamSession, Question
from assessments.services import starting
from assessments.services.starting import ExamUnknown, StartRefused, start_attempt
from assessments.signals import module_gate_asked
from core.models import AuditEntry
from tests.assessments.delivery.browser import Browser
from tests.factories import assessments as bank
from tests.factories.attempts import STARTED_AT, World, make_attempt, make_examinee, make_world
from tests.factories.organization import make_staff, make_unit, make_user
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
TWENTY_MINUTES = timedelta(minutes=20)


def start(world: World, *, at: datetime = STARTED_AT, key=None, staff=None, user=None) -> Attempt:
    """A start by the world's person."""
    return start_attempt(
        staff=staff or world.staff, exam_code=world.exam.code, start_key=key or uuid4(), by=user or world.user, at=at
    )


def test_start_draws_a_paper_and_fixes_the_deadline():
    world = make_world(types=["single", "numeric"], grace_seconds=45)

    attempt = start(world)

    paper = Paper.from_json(attempt.paper)
    assert (attempt.state, attempt.number, attempt.epoch, attempt.session) == ("open", 1, 1, None)
    assert (attempt.started_at, attempt.prepared_at) == (STARTED_AT, STARTED_AT)
    assert (attempt.deadline, attempt.grace_seconds) == (STARTED_AT + TWENTY_MINUTES, 45)
    assert [slot.question for slot in paper.slots] == [question.pk for question in world.questions]
    assert paper.sha256 == attempt.paper_sha256
    assert len(attempt.seed) == 32


def test_start_keeps_the_rules_unit_and_position_of_that_day():
    world = make_world(types=["single"], pass_fraction="0.7", evidence_months=12)

    attempt = start(world)

    assert (attempt.unit, attempt.position) == (world.unit, world.position)
    assert attempt.rules == {
        "v": 1,
        "title": world.exam.title,
        "version": 1,
        "time_limit_seconds": 1200,
        "extra_seconds": 0,
        "counting": "highest",
        "late_policy": "board",
        "evidence_months": 12,
        "pass_fraction": "0.7",
        "section_fractions": [],
    }


def test_start_is_written_into_the_audit_log():
    world = make_world()

    attempt = start(world)

    entry = AuditEntry.objects.get(verb="attempt_started")
    assert (entry.object_uid, entry.actor_uid, entry.subject_uid, entry.unit_uid) == (
        str(attempt.uid),
        world.user.uid,
        world.staff.uid,
        world.unit.uid,
    )


def test_start_repeated_with_its_key_returns_the_same_attempt_even_after_the_end():
    world = make_world()
    key = uuid4()
    first = start(world, key=key)
    Browser.of(first).submit()

    again = start(world, key=key, at=STARTED_AT + timedelta(days=1))

    assert again.pk == first.pk
    assert Attempt.objects.count() == 1


def test_start_while_an_attempt_runs_returns_that_one():
    world = make_world()
    first = start(world)

    assert start(world).pk == first.pk
    assert AuditEntry.objects.filter(verb="attempt_started").count() == 1


def test_start_after_the_time_of_the_last_attempt_seals_it_and_begins_the_next():
    world = make_world()
    first = start(world)
    later = STARTED_AT + timedelta(hours=1)

    with database_clock_at(later):
        second = start(world, at=later)

    first.refresh_from_db()
    assert (first.state, first.sealed_by, len(first.receipt)) == ("sealed", "time", 64)
    assert (second.number, second.state) == (2, "open")


def test_seeds_and_aliases_differ_between_people():
    world = make_world(types=["single"])
    staff, user = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")

    mine, other = start(world), start(world, staff=staff, user=user)

    assert mine.seed != other.seed
    assert mine.paper["slots"][0]["options"] != other.paper["slots"][0]["options"]


def in_session(world: World, **columns: object) -> ExamSession:
    return bank.make_session(exam=world.exam, owner_unit=world.unit, mode=ExamSession.Mode.CANDIDATES, **columns)


def test_extra_time_of_the_candidate_is_in_the_deadline_and_has_its_reason():
    world = make_world()
    bank.make_candidate(session=in_session(world), staff=world.staff, extra_seconds=600)

    attempt = start(world)

    given = AttemptTime.objects.get()
    assert attempt.deadline == STARTED_AT + TWENTY_MINUTES + timedelta(seconds=600)
    assert (given.seconds, given.kind, given.reason) == (600, "extra", "Thí sinh khuyết tật")


def test_deadline_ends_with_the_window_of_the_session():
    world = make_world()
    session = in_session(world, closes_at=STARTED_AT + timedelta(minutes=5))
    bank.make_candidate(session=session, staff=world.staff)

    assert start(world).deadline == STARTED_AT + timedelta(minutes=5)


def test_extra_time_lengthens_the_window_too():
    world = make_world()
    session = in_session(world, closes_at=STARTED_AT + timedelta(minutes=5))
    bank.make_candidate(session=session, staff=world.staff, extra_seconds=120)

    assert start(world).deadline == STARTED_AT + timedelta(minutes=7)


def refused(world: World, **how: object) -> StartRefused:
    """The refusal of a start that writes nothing."""
    before = Attempt.objects.count()
    with pytest.raises(StartRefused) as error:
        start(world, **how)
    assert Attempt.objects.count() == before
    return error.value


def test_start_before_the_window_is_refused_until_it_opens():
    world = make_world()
    bank.make_candidate(session=in_session(world, opens_at=STARTED_AT + timedelta(hours=1)), staff=world.staff)

    error = refused(world)

    assert (error.code, error.params["until"]) == ("not_open_yet", STARTED_AT + timedelta(hours=1))


def test_start_at_the_end_of_the_window_is_refused():
    world = make_world()
    bank.make_candidate(session=in_session(world, closes_at=STARTED_AT), staff=world.staff)

    assert refused(world).code == "window_closed"


def test_start_of_a_person_who_was_not_called_is_refused():
    world = make_world()
    in_session(world)

    assert refused(world).code == "not_candidate"


def test_start_of_an_excluded_candidate_is_refused():
    world = make_world()
    bank.make_candidate(session=in_session(world), staff=world.staff, status=Candidate.Status.EXCLUDED)

    assert refused(world).code == "not_candidate"


def sealed(world: World, **columns: object) -> Attempt:
    """An attempt handed in at 09:10 on the day, not passed unless told."""
    values = {
        "state": Attempt.State.SEALED,
        "sealed_at": STARTED_AT + timedelta(minutes=10),
        "sealed_by": "candidate",
        "passed": False,
    }
    return make_attempt(world, **values | columns)


def test_start_beyond_the_attempts_allowed_is_refused():
    world = make_world(attempts_allowed=1)
    sealed(world)

    assert refused(world, at=STARTED_AT + timedelta(days=1)).code == "no_attempts_left"


def test_attempts_are_counted_again_when_the_new_one_is_written(monkeypatch):
    # Between the plan and the writing another attempt of the same person begins and ends.
    world = make_world(attempts_allowed=1)
    plan = starting._plan

    def slow_plan(*args):
        made = plan(*args)
        sealed(world)
        return made

    monkeypatch.setattr(starting, "_plan", slow_plan)

    with pytest.raises(StartRefused) as error:
        start(world, at=STARTED_AT + timedelta(days=1))

    assert error.value.code == "no_attempts_left"
    assert Attempt.objects.count() == 1
    assert not AuditEntry.objects.filter(verb="attempt_started").exists()


@pytest.mark.parametrize("passed", [True, False])
def test_start_before_the_result_is_announced_is_refused_alike_after_pass_and_fail(passed):
    world = make_world(review_when=Exam.ReviewWhen.RELEASE)
    sealed(world, passed=passed)

    assert refused(world, at=STARTED_AT + timedelta(days=1)).code == "result_pending"


def test_start_after_a_withheld_result_is_free_where_a_pass_does_not_end_it():
    world = make_world(review_when=Exam.ReviewWhen.RELEASE, retake_after_pass=True)
    sealed(world, passed=True)

    assert start(world, at=STARTED_AT + timedelta(days=1)).number == 2


def test_attempts_of_an_older_version_of_the_exam_count():
    world = make_world(attempts_allowed=1)
    sealed(world)
    Exam.objects.filter(pk=world.exam.pk).update(status=Exam.Status.RETIRED)
    newer = bank.make_exam(
        owner_unit=world.unit, author=world.exam.author, approver=world.exam.approver, version=2, attempts_allowed=1
    )
    bank.make_slot(section=bank.make_section(exam=newer), entry=world.questions[0].entry)

    assert refused(world, at=STARTED_AT + timedelta(days=1)).code == "no_attempts_left"


def test_void_attempts_do_not_count():
    world = make_world(attempts_allowed=1)
    sealed(world, state=Attempt.State.VOID)

    assert start(world).number == 2


def test_attempts_are_counted_within_a_session():
    world = make_world(attempts_allowed=1)
    bank.make_candidate(session=in_session(world), staff=world.staff)
    sealed(world)

    attempt = start(world, at=STARTED_AT + timedelta(hours=1))

    assert (attempt.number, attempt.session.code) == (1, "DOT-1")


def test_start_within_the_waiting_time_is_refused_until_it_is_over():
    world = make_world(waiting_seconds=3600)
    sealed(world)

    error = refused(world, at=STARTED_AT + timedelta(minutes=69))

    assert (error.code, error.params["until"]) == ("waiting", STARTED_AT + timedelta(minutes=70))
    assert start(world, at=STARTED_AT + timedelta(minutes=70)).number == 2


def test_start_after_a_pass_is_refused_while_the_pass_counts():
    # Handed in on 23/11/2026, proof for 12 months: the last day is 22/11/2027.
    world = make_world(evidence_months=12)
    sealed(world, passed=True)

    assert refused(world, at=datetime(2027, 11, 22, 2, 0, tzinfo=UTC)).code == "already_passed"
    assert start(world, at=datetime(2027, 11, 23, 2, 0, tzinfo=UTC)).number == 2


def test_start_after_a_pass_is_free_where_the_exam_says_so():
    world = make_world(retake_after_pass=True)
    sealed(world, passed=True)

    assert start(world, at=STARTED_AT + timedelta(days=1)).number == 2


@pytest.mark.parametrize(("completed", "code"), [(False, "module_not_completed"), (True, None)])
def test_gate_asks_the_module(completed, code):
    module = uuid4()
    world = make_world(gate_module_uid=module)
    asked = []

    def answer(sender, *, staff_id, module_uid, **kwargs):
        asked.append((staff_id, module_uid))
        return completed

    module_gate_asked.connect(answer)
    try:
        outcome = start(world) if code is None else refused(world).code
    finally:
        module_gate_asked.disconnect(answer)

    assert set(asked) == {(world.staff.pk, module)}
    assert code is None or outcome == code


def test_person_without_a_posting_is_refused():
    world = make_world()
    session = in_session(world)
    staff = make_staff(full_name="Lê Không Nơi")
    user = make_user(username="khong", staff=staff)
    bank.make_candidate(session=session, staff=staff)

    assert refused(world, staff=staff, user=user).code == "no_posting"


def test_exam_that_is_not_meant_for_the_unit_is_unknown():
    world = make_world()
    elsewhere = make_unit(code="XA-2")
    staff, user = make_examinee(unit=elsewhere, position=world.position, username="xa", full_name="Phạm Thị Xa")

    with pytest.raises(ExamUnknown):
        start(world, staff=staff, user=user)

    assert not Attempt.objects.exists()


def test_draft_of_an_exam_is_unknown():
    world = make_world()
    Exam.objects.update(status=Exam.Status.DRAFT)

    with pytest.raises(ExamUnknown):
        start(world)


def test_question_whose_ground_has_ended_is_not_drawn_on_that_civil_day(client):
    world = make_world(types=["single"])
    Question.objects.non_polymorphic().filter(pk=world.questions[0].pk).update(status=Question.Status.OUTDATED)
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT):
        response = client.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())})

    assert response.status_code == 503
    assert not Attempt.objects.exists()


# --- the pages ----------------------------------------------------------------------------------------------------


def test_start_button_begins_and_leads_to_the_page(client):
    world = make_world()
    client.force_login(world.user, backend=BACKEND)

    response = client.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())})

    attempt = Attempt.objects.get()
    assert (response.status_code, response.url) == (302, f"/thi/bai/{attempt.uid}/")
    assert attempt.staff == world.staff


def test_start_without_a_key_begins_nothing(client):
    world = make_world()
    client.force_login(world.user, backend=BACKEND)

    response = client.post("/thi/CCHC/bat-dau/", {"start_key": "x"})

    assert (response.status_code, response.url) == (302, "/thi/CCHC/")
    assert not Attempt.objects.exists()


def test_refused_start_says_why_on_the_exam_page(client):
    world = make_world(attempts_allowed=1)
    sealed(world)
    client.force_login(world.user, backend=BACKEND)

    response = client.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())}, follow=True)

    assert response.redirect_chain == [("/thi/CCHC/", 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_exam_page_offers_the_start(client):
    world = make_world(types=["single", "numeric"], attempts_allowed=2)
    client.force_login(world.user, backend=BACKEND)

    context = client.get("/thi/CCHC/").context

    assert context["exam"]["question_count"] == 2
    assert context["exam"]["minutes"] == 20
    assert context["attempts"] == {"used": 0, "allowed": 2, "left": 2}
    assert context["start"]["url"] == "/thi/CCHC/bat-dau/"
    assert (context["unavailable"], context["resume_url"], context["past"]) == (None, None, [])


def test_exam_page_leads_back_to_a_running_attempt(client):
    world = make_world()
    attempt = make_attempt(world)
    client.force_login(world.user, backend=BACKEND)

    context = client.get("/thi/CCHC/").context

    assert (context["start"], context["resume_url"]) == (None, f"/thi/bai/{attempt.uid}/")


def test_exam_page_seals_an_attempt_whose_time_is_over(client):
    world = make_world(attempts_allowed=1)
    make_attempt(world, deadline=STARTED_AT + TWENTY_MINUTES)
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT + timedelta(hours=1)):
        context = client.get("/thi/CCHC/").context

    assert Attempt.objects.get().state == "sealed"
    assert context["unavailable"].reason == "no_attempts"
    assert [past["number"] for past in context["past"]] == [1]


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ((datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)), "not_open"),
        ((datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)), "closed"),
    ],
)
def test_exam_page_says_when_the_window_is(client, window, reason):
    world = make_world()
    session = in_session(world, opens_at=window[0], closes_at=window[1])
    bank.make_candidate(session=session, staff=world.staff)
    client.force_login(world.user, backend=BACKEND)

    with database_clock_at(STARTED_AT):
        context = client.get("/thi/CCHC/").context

    assert (context["unavailable"].reason, context["start"]) == (reason, None)
    assert (context["opens_at"], context["closes_at"]) == window


def test_exam_page_of_an_exam_that_does_not_concern_the_person_is_not_found(client):
    world = make_world()
    elsewhere = make_unit(code="XA-2")
    _, user = make_examinee(unit=elsewhere, position=world.position, username="xa", full_name="Phạm Thị Xa")
    client.force_login(user, backend=BACKEND)

    assert client.get("/thi/CCHC/").status_code == 404
    assert client.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())}).status_code == 404


def test_open_session_that_closes_first_is_chosen():
    world = make_world()
    for code, day in (("SAU", date(2026, 12, 20)), ("TRUOC", date(2026, 12, 1)), ("DA-HET", date(2026, 11, 10))):
        closing = datetime(day.year, day.month, day.day, tzinfo=UTC)
        bank.make_session(exam=world.exam, owner_unit=world.unit, code=code, closes_at=closing)

    assert start(world).session.code == "TRUOC"
