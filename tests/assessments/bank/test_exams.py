"""Exams, sessions, and the people called to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from assessments.domain.drawing import BankTooSmall
from assessments.models import Candidate, Exam, ExamSession, ExamSlot
from assessments.selectors.bank import draw_rules
from assessments.selectors.exams import exam_for_code
from assessments.services.exams import (
    Call,
    ExamPlan,
    ExamRefused,
    SectionPlan,
    SessionPlan,
    SlotPlan,
    add_candidates,
    create_exam,
    exclude_candidate,
    open_session,
    publish_exam,
)
from core.errors import NotAllowed
from core.models import AuditEntry
from organization.models import Role
from tests.factories.assessments import make_candidate, make_entry, make_exam, make_question, make_section
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import grant, make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)


def question(bank, code, **values):
    values = {"author": bank.author, "reviewer": bank.reviewer, "provisions": [bank.provision]} | values
    entry = make_entry(code=code, category=bank.category, owner_unit=bank.unit)
    return make_question(entry=entry, competency=bank.competency, **values)


def plan(bank, *slots, **changed) -> ExamPlan:
    sections = (SectionPlan("Phần chung", slots or (SlotPlan(category=bank.category),)),)
    values = {"code": "CCHC", "title": "Kiểm tra", "sections": sections, "time_limit_seconds": 1200}
    return ExamPlan(**values | changed)


def create(bank, at, *slots, **changed) -> Exam:
    return create_exam(plan=plan(bank, *slots, **changed), owner_unit=bank.unit, by=bank.author, at=at)


def published(bank, at) -> Exam:
    question(bank, "A")
    return publish_exam(exam=create(bank, at), by=bank.reviewer, at=at)


@pytest.fixture
def officer(bank):
    account = make_user(username="noivu")
    grant(user=account, role=Role.TRAINING_OFFICER, unit=bank.unit)
    return account


def test_create_exam_writes_a_draft_with_its_blueprint(bank, at):
    exam = create(
        bank,
        at,
        SlotPlan(category=bank.category, level_from=1, level_to=2, count=5),
        SlotPlan(competency=bank.competency, count=3, max_mark=Decimal(2)),
        pass_fraction=Decimal("0.7"),
        attempts_allowed=2,
        waiting_seconds=86400,
    )

    assert (exam.version, exam.status, exam.author, exam.created_at) == (1, "draft", bank.author, at)
    assert (exam.pass_fraction, exam.attempts_allowed, exam.waiting_seconds) == (Decimal("0.7"), 2, 86400)
    slots = ExamSlot.objects.order_by("order").values_list("category", "competency", "count", "max_mark")
    assert list(slots) == [
        (bank.category.pk, None, 5, Decimal(1)),
        (None, bank.competency.pk, 3, Decimal(2)),
    ]
    assert AuditEntry.objects.get().verb == "exam.written"


def test_create_exam_with_a_known_code_is_its_next_version(bank, at):
    first = published(bank, at)

    second = create(bank, at)

    assert (second.version, second.status) == (2, "draft")
    assert exam_for_code("CCHC") == first


@pytest.mark.parametrize(
    "slot",
    [
        lambda bank, named: SlotPlan(entry=named.entry, category=bank.category),
        lambda bank, named: SlotPlan(entry=named.entry, count=2),
        lambda bank, named: SlotPlan(pinned=named, category=bank.category),
        lambda bank, named: SlotPlan(level_from=2),
        lambda bank, named: SlotPlan(count=0),
    ],
)
def test_create_exam_with_an_ambiguous_slot_is_refused(bank, at, slot):
    named = question(bank, "A")

    with pytest.raises(ExamRefused) as refusal:
        create(bank, at, SlotPlan(category=bank.category), slot(bank, named))

    assert (refusal.value.code, refusal.value.params) == ("exam_slot_ambiguous", {"section": 1, "slot": 2})
    assert not Exam.objects.exists()


@pytest.mark.parametrize("fraction", ["0", "-0.1", "1.0000001"])
def test_create_exam_with_an_impossible_pass_is_refused(bank, at, fraction):
    with pytest.raises(ExamRefused) as refusal:
        create(bank, at, pass_fraction=Decimal(fraction))

    assert refusal.value.code == "exam_pass_fraction"
    assert not Exam.objects.exists()


def test_create_exam_needs_the_authors_right(bank, at):
    with pytest.raises(NotAllowed):
        create_exam(plan=plan(bank), owner_unit=bank.unit, by=bank.reviewer, at=at)

    assert not Exam.objects.exists()


def test_publish_exam_freezes_it_and_retires_the_former_version(bank, at):
    first = published(bank, at)

    second = publish_exam(exam=create(bank, at), by=bank.reviewer, at=at)

    first.refresh_from_db()
    assert (first.status, second.status, second.approver, second.published_at) == (
        "retired",
        "published",
        bank.reviewer,
        at,
    )
    assert exam_for_code("CCHC") == second
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.object_uid) == ("exam.published", str(second.uid))


def test_publish_exam_by_its_author_is_refused_even_with_the_right(bank, at):
    grant(user=bank.author, role=Role.QUESTION_REVIEWER, unit=bank.unit)
    question(bank, "A")
    exam = create(bank, at)

    with pytest.raises(ExamRefused) as refusal:
        publish_exam(exam=exam, by=bank.author, at=at)

    exam.refresh_from_db()
    assert (refusal.value.code, exam.status, exam.approver) == ("exam_approver_is_author", "draft", None)


def test_publish_exam_needs_the_right_in_the_owner_unit(bank, at):
    elsewhere = make_user(username="khac")
    grant(user=elsewhere, role=Role.QUESTION_REVIEWER, unit=make_unit(code="XA-2"))
    question(bank, "A")
    exam = create(bank, at)

    with pytest.raises(NotAllowed):
        publish_exam(exam=exam, by=elsewhere, at=at)

    exam.refresh_from_db()
    assert exam.status == "draft"


def test_publish_exam_twice_is_refused(bank, at):
    exam = published(bank, at)

    with pytest.raises(ExamRefused) as refusal:
        publish_exam(exam=exam, by=bank.reviewer, at=at)

    assert refusal.value.code == "exam_not_draft"


def test_publish_exam_without_questions_is_refused(bank, at):
    exam = make_exam(owner_unit=bank.unit, author=bank.author)
    make_section(exam=exam)

    with pytest.raises(ExamRefused) as refusal:
        publish_exam(exam=exam, by=bank.reviewer, at=at)

    exam.refresh_from_db()
    assert (refusal.value.code, exam.status) == ("exam_empty", "draft")


def test_publish_exam_that_the_bank_cannot_fill_is_refused_and_leaves_the_former_version(bank, at):
    first = published(bank, at)
    exam = create(bank, at, SlotPlan(category=bank.category, count=4))

    with pytest.raises(BankTooSmall) as refusal:
        publish_exam(exam=exam, by=bank.reviewer, at=at)

    assert refusal.value.params == {"section": 1, "slot": 1, "wanted": 4, "available": 1}
    assert exam_for_code("CCHC") == first
    exam.refresh_from_db()
    assert exam.status == "draft"


def test_draw_rules_of_a_created_exam_name_what_was_planned(bank, at):
    named = question(bank, "A")
    exam = create(bank, at, SlotPlan(entry=named.entry, pinned=named), SlotPlan(competency=bank.competency, count=2))

    (section,) = draw_rules(exam).sections

    assert (section.slots[0].entry_id, section.slots[0].question_id) == (named.entry_id, named.pk)
    assert (section.slots[1].competency, section.slots[1].count) == ("KSTTHC", 2)


def session_plan(**changed) -> SessionPlan:
    values = {"code": "DOT-1", "title": "Đợt I", "opens_at": OPENS, "closes_at": CLOSES}
    return SessionPlan(**values | changed)


def hold(bank, officer, exam, at, **changed) -> ExamSession:
    return open_session(exam=exam, plan=session_plan(**changed), owner_unit=bank.unit, by=officer, at=at)


def test_open_session_announces_a_published_exam(bank, officer, at):
    exam = published(bank, at)

    session = hold(bank, officer, exam, at, basis="Kế hoạch 12/KH-UBND")

    assert (session.exam, session.opens_at, session.mode, session.basis) == (
        exam,
        OPENS,
        "candidates",
        "Kế hoạch 12/KH-UBND",
    )
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.actor_uid, entry.unit_uid) == ("exam_session.opened", officer.uid, bank.unit.uid)


def test_open_session_of_a_draft_is_refused(bank, officer, at):
    question(bank, "A")

    with pytest.raises(ExamRefused) as refusal:
        hold(bank, officer, create(bank, at), at)

    assert refusal.value.code == "session_exam_not_published"
    assert not ExamSession.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"closes_at": OPENS}, "session_backward"),
        ({"opens_at": OPENS - timedelta(days=30), "closes_at": datetime(2026, 11, 23, 2, tzinfo=UTC)}, "session_over"),
    ],
)
def test_open_session_in_an_impossible_window_is_refused(bank, officer, at, changed, code):
    exam = published(bank, at)

    with pytest.raises(ExamRefused) as refusal:
        hold(bank, officer, exam, at, **changed)

    assert refusal.value.code == code
    assert not ExamSession.objects.exists()


def test_open_session_with_a_known_code_is_refused(bank, officer, at):
    exam = published(bank, at)
    hold(bank, officer, exam, at)

    with pytest.raises(ExamRefused) as refusal:
        hold(bank, officer, exam, at)

    assert (refusal.value.code, refusal.value.params) == ("session_exists", {"number": "DOT-1"})
    assert ExamSession.objects.count() == 1


def test_open_session_is_refused_when_the_law_ends_before_it_opens(bank, officer, at):
    ending = make_document(number="1/2020/NĐ-CP", effective_to=date(2026, 12, 1))
    question(bank, "A", provisions=[make_provision(document=ending)])
    exam = publish_exam(exam=create(bank, at), by=bank.reviewer, at=at)

    with pytest.raises(BankTooSmall):
        hold(bank, officer, exam, at)

    assert not ExamSession.objects.exists()


def test_open_session_needs_the_officers_right(bank, officer, at):
    exam = published(bank, at)

    for account in (bank.author, bank.reviewer):
        with pytest.raises(NotAllowed):
            hold(bank, account, exam, at)
    with pytest.raises(NotAllowed):
        open_session(exam=exam, plan=session_plan(), owner_unit=make_unit(code="XA-2"), by=officer, at=at)

    assert not ExamSession.objects.exists()


@pytest.fixture
def session(bank, officer, at):
    return hold(bank, officer, published(bank, at), at)


def test_add_candidates_numbers_them_in_the_order_of_exam_lists(session, officer, at):
    binh, an, dung = (make_staff(full_name=name) for name in ("Lê Văn Bình", "Trần Thị An", "Đỗ Văn Dũng"))

    calls = [Call(binh), Call(an), Call(dung, number="002", extra_seconds=600, extra_reason="Thị lực yếu")]
    called = add_candidates(session=session, calls=calls, by=officer, at=at)

    rows = {row.staff.given_name: (row.number, row.extra_seconds, row.extra_reason) for row in called}
    # An, Bình in the order of given names; 002 was asked for.
    assert rows == {"An": ("001", 0, ""), "Bình": ("003", 0, ""), "Dũng": ("002", 600, "Thị lực yếu")}
    entries = AuditEntry.objects.filter(verb="candidate.called")
    assert set(entries.values_list("subject_uid", flat=True)) == {an.uid, binh.uid, dung.uid}


def test_add_candidates_again_leaves_those_called_before(session, officer, at):
    an, binh = make_staff(full_name="Trần Thị An"), make_staff(full_name="Lê Văn Bình")
    add_candidates(session=session, calls=[Call(binh, extra_seconds=60, extra_reason="Lý do")], by=officer, at=at)

    called = add_candidates(session=session, calls=[Call(binh), Call(an), Call(an)], by=officer, at=at)

    assert [row.staff for row in called] == [an]
    assert list(Candidate.objects.order_by("number").values_list("number", "extra_seconds")) == [
        ("001", 60),
        ("002", 0),
    ]


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        (lambda an, binh: [Call(an), Call(binh, extra_seconds=60)], "candidate_extra_without_reason"),
        (lambda an, binh: [Call(an, number="7"), Call(binh, number="7")], "candidate_number_taken"),
    ],
)
def test_add_candidates_that_cannot_all_be_called_calls_none(session, officer, at, calls, code):
    an, binh = make_staff(full_name="Trần Thị An"), make_staff(full_name="Lê Văn Bình")

    with pytest.raises(ExamRefused) as refusal:
        add_candidates(session=session, calls=calls(an, binh), by=officer, at=at)

    assert refusal.value.code == code
    assert not Candidate.objects.exists()
    assert not AuditEntry.objects.filter(verb="candidate.called").exists()


def test_add_candidates_to_a_session_that_is_over_is_refused(session, officer):
    with pytest.raises(ExamRefused) as refusal:
        add_candidates(session=session, calls=[Call(make_staff())], by=officer, at=CLOSES)

    assert refusal.value.code == "session_over"
    assert not Candidate.objects.exists()


def test_add_candidates_needs_the_officers_right(session, bank, at):
    with pytest.raises(NotAllowed):
        add_candidates(session=session, calls=[Call(make_staff())], by=bank.author, at=at)

    assert not Candidate.objects.exists()


def test_add_candidates_costs_the_same_for_one_person_and_for_three(session, officer, at, django_assert_num_queries):
    people = [make_staff(full_name=f"Trần Thị {name}") for name in ("An", "Ba", "Cúc", "Dung")]

    # Session, grants, tree, known, insert, two of the audit, two of the savepoint.
    with django_assert_num_queries(9):
        add_candidates(session=session, calls=[Call(people[0])], by=officer, at=at)
    with django_assert_num_queries(9):
        add_candidates(session=session, calls=[Call(person) for person in people], by=officer, at=at)


def test_exclude_candidate_keeps_the_row_and_the_reason(session, officer, at):
    candidate = make_candidate(session=session, staff=make_staff())

    exclude_candidate(candidate=candidate, reason="Vắng mặt", by=officer, at=at)

    candidate.refresh_from_db()
    assert candidate.status == "excluded"
    assert AuditEntry.objects.order_by("pk").last().detail.content["reason"] == "Vắng mặt"


def test_exclude_candidate_needs_the_officers_right(session, bank, at):
    candidate = make_candidate(session=session, staff=make_staff())

    with pytest.raises(NotAllowed):
        exclude_candidate(candidate=candidate, reason="Vắng mặt", by=bank.reviewer, at=at)

    candidate.refresh_from_db()
    assert candidate.status == "registered"
