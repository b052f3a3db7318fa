"""Writing and appraising questions."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.domain.questions.content import parse_content
from assessments.models import MultipleQuestion, Question, QuestionCategory, QuestionEntry
from assessments.querysets import FrozenRow
from assessments.services.bank import (
    BankRefused,
    Ground,
    VersionFacts,
    add_category,
    create_entry,
    edit_draft,
    new_version,
)
from assessments.services.reviewing import (
    approve,
    approve_checked,
    confirm_check,
    mark_outdated,
    retire,
    return_to_author,
    submit_for_review,
)
from core.errors import NotAllowed
from core.models import AuditEntry
from legal.models import CheckMark
from organization.models import Role
from tests.factories.assessments import BODIES, KEYS, make_entry, make_question
from tests.factories.legal import make_provision
from tests.factories.organization import grant, make_unit, make_user

pytestmark = pytest.mark.django_db


def facts(bank, kind="single", *, grounds=None, **changed) -> VersionFacts:
    values = {
        "content": parse_content(kind, BODIES[kind], KEYS[kind]),
        "competency": bank.competency,
        "level": 2,
        "grounds": (Ground(bank.provision, CheckMark.TEXT),) if grounds is None else grounds,
        "check_mark": CheckMark.TEXT,
    }
    return VersionFacts(**values | changed)


def write(bank, at, code="CCHC-001", **changed) -> Question:
    return create_entry(
        code=code, category=bank.category, owner_unit=bank.unit, facts=facts(bank, **changed), by=bank.author, at=at
    )


def handed_in(bank, at, code="CCHC-001", **changed) -> Question:
    return submit_for_review(question=write(bank, at, code, **changed), by=bank.author, at=at)


def approved(bank, at, code="CCHC-001", **changed) -> Question:
    return approve(question=handed_in(bank, at, code, **changed), by=bank.reviewer, at=at)


def status_of(question: Question) -> str:
    return Question.objects.non_polymorphic().values_list("status", flat=True).get(pk=question.pk)


def test_add_category_may_stand_below_another(bank, at):
    topic = add_category(code="CCHC-1", name=" Công  khai ", parent=bank.category, by=bank.author, at=at)

    assert (topic.name, topic.get_parent()) == ("Công khai", bank.category)
    assert AuditEntry.objects.get().verb == "category.added"


def test_add_category_with_a_known_code_is_refused(bank, at):
    with pytest.raises(BankRefused) as refusal:
        add_category(code=bank.category.code, name="Khác", by=bank.author, at=at)

    assert refusal.value.code == "category_exists"
    assert QuestionCategory.objects.count() == 1


def test_create_entry_writes_a_first_draft_with_digest_and_citations(bank, at):
    question = write(bank, at)

    stored = Question.objects.get()
    assert (stored, stored.type, stored.number, stored.status) == (question, "single", 1, "draft")
    assert stored.content_sha256 == parse_content("single", stored.body, stored.key).sha256
    assert stored.folded == "ai cong bo danh muc thu tuc? chu tich cap xa chu tich cap tinh giam doc so"
    assert (stored.author, stored.reviewer, stored.created_at) == (bank.author, None, at)
    assert stored.citations.get().provision == bank.provision
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_uid, entry.unit_uid) == ("question.written", str(question.uid), bank.unit.uid)


def test_create_entry_cites_each_provision_once(bank, at):
    question = write(bank, at, grounds=(Ground(bank.provision), Ground(bank.provision, CheckMark.TEXT)))

    assert question.citations.get().check_mark == CheckMark.TEXT


def test_create_entry_with_a_known_code_is_refused(bank, at):
    write(bank, at)

    with pytest.raises(BankRefused) as refusal:
        write(bank, at)

    assert (refusal.value.code, refusal.value.params) == ("entry_exists", {"number": "CCHC-001"})
    assert Question.objects.count() == 1


@pytest.mark.parametrize("role", [None, Role.QUESTION_REVIEWER, Role.ADMINISTRATOR, Role.TRAINING_OFFICER])
def test_create_entry_needs_the_authors_right(bank, at, role):
    account = make_user(username="khac")
    if role:
        grant(user=account, role=role, unit=bank.unit)

    with pytest.raises(NotAllowed):
        create_entry(code="X", category=bank.category, owner_unit=bank.unit, facts=facts(bank), by=account, at=at)

    assert not QuestionEntry.objects.exists()


def test_an_authors_right_ends_with_the_grant(bank, at):
    account = make_user(username="khac")
    grant(user=account, role=Role.QUESTION_AUTHOR, unit=bank.unit, valid_to=date(2026, 11, 23))

    with pytest.raises(NotAllowed):
        create_entry(code="X", category=bank.category, owner_unit=bank.unit, facts=facts(bank), by=account, at=at)

    assert not QuestionEntry.objects.exists()


def test_edit_draft_replaces_content_type_and_citations(bank, at):
    question = write(bank, at)
    other = make_provision(document=bank.provision.document, path="điều 8 khoản 2")

    edit_draft(question=question, facts=facts(bank, "multiple", grounds=(Ground(other),)), by=bank.author, at=at)

    stored = Question.objects.get()
    assert (type(stored), stored.pk, stored.uid, stored.number) == (MultipleQuestion, question.pk, question.uid, 1)
    assert stored.body == BODIES["multiple"]
    assert stored.citations.get().provision == other
    assert AuditEntry.objects.order_by("pk").last().verb == "question.edited"


def test_edit_draft_that_lies_with_the_reviewer_is_refused(bank, at):
    question = handed_in(bank, at)

    with pytest.raises(BankRefused) as refusal:
        edit_draft(question=question, facts=facts(bank, "multiple"), by=bank.author, at=at)

    assert refusal.value.code == "question_not_draft"
    assert Question.objects.get().type == "single"


def test_edit_of_a_ready_version_is_refused(bank, at):
    question = approved(bank, at)

    with pytest.raises(FrozenRow) as refusal:
        edit_draft(question=question, facts=facts(bank, "multiple"), by=bank.author, at=at)

    assert refusal.value.params == {"name": "CCHC-001"}
    assert Question.objects.get().body == BODIES["single"]


def test_submit_for_review_without_a_source_is_refused(bank, at):
    question = write(bank, at, grounds=())

    with pytest.raises(BankRefused) as refusal:
        submit_for_review(question=question, by=bank.author, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_without_source", "draft")


def test_submit_for_review_twice_is_refused(bank, at):
    question = handed_in(bank, at)

    with pytest.raises(BankRefused) as refusal:
        submit_for_review(question=question, by=bank.author, at=at)

    assert refusal.value.code == "question_not_draft"


def test_return_to_author_keeps_the_reason(bank, at):
    question = handed_in(bank, at)

    return_to_author(question=question, reason="Phương án B cũng đúng", by=bank.reviewer, at=at)

    assert status_of(question) == "draft"
    assert AuditEntry.objects.order_by("pk").last().detail.content["reason"] == "Phương án B cũng đúng"


def test_return_to_author_without_a_reason_is_refused(bank, at):
    question = handed_in(bank, at)

    with pytest.raises(BankRefused) as refusal:
        return_to_author(question=question, reason=" ", by=bank.reviewer, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_reason_missing", "in_review")


def test_approve_puts_a_version_into_use(bank, at):
    question = approved(bank, at)

    stored = Question.objects.get()
    assert (stored.status, stored.reviewer, stored.reviewed_at) == ("ready", bank.reviewer, at)
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.actor_uid) == ("question.approved", bank.reviewer.uid)
    assert entry.detail.content["sha256"] == question.content_sha256


def test_approve_by_the_author_is_refused_even_with_the_right(bank, at):
    grant(user=bank.author, role=Role.QUESTION_REVIEWER, unit=bank.unit)
    question = handed_in(bank, at)

    with pytest.raises(BankRefused) as refusal:
        approve(question=question, by=bank.author, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_reviewer_is_author", "in_review")
    assert AuditEntry.objects.count() == 2


@pytest.mark.parametrize("role", [None, Role.QUESTION_AUTHOR, Role.CONTENT_APPROVER, Role.ADMINISTRATOR])
def test_approve_needs_the_reviewers_right(bank, at, role):
    account = make_user(username="khac")
    if role:
        grant(user=account, role=role, unit=bank.unit)
    question = handed_in(bank, at)

    with pytest.raises(NotAllowed):
        approve(question=question, by=account, at=at)

    assert status_of(question) == "in_review"


def test_approve_needs_the_right_in_the_owner_unit(bank, at):
    elsewhere = make_unit(code="XA-2")
    account = make_user(username="khac")
    grant(user=account, role=Role.QUESTION_REVIEWER, unit=elsewhere)
    question = handed_in(bank, at)

    with pytest.raises(NotAllowed):
        approve(question=question, by=account, at=at)

    assert status_of(question) == "in_review"


def test_approve_of_a_draft_is_refused(bank, at):
    question = write(bank, at)

    with pytest.raises(BankRefused) as refusal:
        approve(question=question, by=bank.reviewer, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_not_in_review", "draft")


def test_approve_of_an_unchecked_version_is_refused_until_the_source_was_read(bank, at):
    question = handed_in(bank, at, check_mark=CheckMark.MEMORY, grounds=(Ground(bank.provision),))

    with pytest.raises(BankRefused) as refusal:
        approve(question=question, by=bank.reviewer, at=at)
    assert (refusal.value.code, status_of(question)) == ("question_unchecked", "in_review")
    confirm_check(question=question, check_mark=CheckMark.TEXT, note="Đã đọc Điều 3", by=bank.reviewer, at=at)
    approve(question=question, by=bank.reviewer, at=at)

    stored = Question.objects.get()
    assert (stored.status, stored.check_mark, stored.check_note) == ("ready", "T", "Đã đọc Điều 3")
    assert stored.citations.get().check_mark == "T"


def test_confirm_check_from_memory_confirms_nothing(bank, at):
    question = handed_in(bank, at, check_mark=CheckMark.MEMORY)

    with pytest.raises(BankRefused) as refusal:
        confirm_check(question=question, check_mark=CheckMark.MEMORY, note="", by=bank.reviewer, at=at)

    assert refusal.value.code == "question_unchecked"


def test_confirm_check_by_the_author_is_refused(bank, at):
    question = handed_in(bank, at, check_mark=CheckMark.MEMORY)

    with pytest.raises(BankRefused) as refusal:
        confirm_check(question=question, check_mark=CheckMark.TEXT, note="", by=bank.author, at=at)

    assert refusal.value.code == "question_reviewer_is_author"
    assert Question.objects.get().check_mark == "M"


@pytest.fixture
def held_type(monkeypatch):
    """Ordering as a type that the exam page cannot ask, whatever it can by now."""
    from assessments.domain.questions.registry import question_type

    kind = question_type("ordering")
    monkeypatch.setattr(type(kind), "deliverable", False)
    return kind.code


def test_approve_of_a_type_that_cannot_be_asked_is_refused(bank, at, held_type):
    question = handed_in(bank, at, kind=held_type)

    with pytest.raises(BankRefused) as refusal:
        approve(question=question, by=bank.reviewer, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_type_held", "in_review")


def test_new_version_replaces_the_one_in_use_when_it_is_approved(bank, at):
    first = approved(bank, at)

    second = new_version(entry=first.entry, facts=facts(bank, "multiple"), by=bank.author, at=at)
    assert (second.number, status_of(first), status_of(second)) == (2, "ready", "draft")
    submit_for_review(question=second, by=bank.author, at=at)
    approve(question=second, by=bank.reviewer, at=at)

    assert (status_of(first), status_of(second)) == ("retired", "ready")


def test_new_version_beside_one_in_work_is_refused(bank, at):
    first = write(bank, at)

    with pytest.raises(BankRefused) as refusal:
        new_version(entry=first.entry, facts=facts(bank), by=bank.author, at=at)

    assert refusal.value.code == "question_version_open"
    assert Question.objects.count() == 1


def test_mark_outdated_and_retire_take_a_version_out_of_use(bank, at):
    question = approved(bank, at)

    mark_outdated(question=question, reason="Điều 3 đã sửa đổi", by=bank.reviewer, at=at)
    assert status_of(question) == "outdated"
    retire(question=question, reason="Thay bằng câu khác", by=bank.author, at=at)

    assert status_of(question) == "retired"
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["question.outdated", "question.retired"]


@pytest.mark.parametrize("command", [mark_outdated, retire])
def test_what_is_not_in_use_is_not_taken_out_of_it(bank, at, command):
    question = handed_in(bank, at)

    with pytest.raises(BankRefused) as refusal:
        command(question=question, reason="Lý do", by=bank.reviewer, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_not_in_use", "in_review")


def test_taking_out_of_use_needs_a_right_and_a_reason(bank, at):
    question = approved(bank, at)

    with pytest.raises(NotAllowed):
        retire(question=question, reason="Lý do", by=make_user(username="khac"), at=at)
    with pytest.raises(BankRefused) as refusal:
        retire(question=question, reason="", by=bank.reviewer, at=at)

    assert (refusal.value.code, status_of(question)) == ("question_reason_missing", "ready")


def test_approve_checked_sorts_what_was_handed_in(bank, at, held_type):
    other = make_user(username="rade2")
    grant(user=other, role=Role.QUESTION_AUTHOR, unit=bank.unit)
    grant(user=other, role=Role.QUESTION_REVIEWER, unit=bank.unit)
    good, draft = handed_in(bank, at, "A"), write(bank, at, "B")
    unchecked = handed_in(bank, at, "C", check_mark=CheckMark.MEMORY)
    held = handed_in(bank, at, "D", kind=held_type)
    own = make_question(
        entry=make_entry(code="E", category=bank.category, owner_unit=bank.unit),
        competency=bank.competency,
        author=other,
        status="in_review",
    )

    batch = approve_checked(by=other, at=at)

    assert (batch.approved, batch.unchecked, batch.held, batch.own) == (("A",), ("C",), ("D",), ("E",))
    assert [status_of(row) for row in (good, draft, unchecked, held, own)] == [
        "ready",
        "draft",
        "in_review",
        "in_review",
        "in_review",
    ]


def test_approve_checked_takes_only_those_named_and_of_own_units(bank, at):
    elsewhere = make_unit(code="XA-2")
    named, left = handed_in(bank, at, "A"), handed_in(bank, at, "B")
    foreign = make_question(
        entry=make_entry(code="C", category=bank.category, owner_unit=elsewhere),
        competency=bank.competency,
        author=bank.author,
        status="in_review",
    )

    batch = approve_checked(questions=[named, foreign], by=bank.reviewer, at=at)

    assert batch.approved == ("A",)
    assert (status_of(left), status_of(foreign)) == ("in_review", "in_review")


def test_approve_checked_without_the_right_is_refused(bank, at):
    question = handed_in(bank, at)

    with pytest.raises(NotAllowed):
        approve_checked(by=bank.author, at=at)

    assert status_of(question) == "in_review"


def test_approve_checked_costs_the_same_for_one_version_and_for_three(bank, at, django_assert_num_queries):
    handed_in(bank, at, "A")
    # Grants and tree, keys, lock, rows, two updates, two of the audit, two of the savepoint.
    with django_assert_num_queries(11):
        approve_checked(by=bank.reviewer, at=at)
    for code in "BCD":
        handed_in(bank, at, code)
    with django_assert_num_queries(11):
        approve_checked(by=bank.reviewer, at=at)


def test_versions_of_all_types_are_written_in_one_statement(bank, at, django_assert_num_queries, warm_content_types):
    entries = [make_entry(code=code, category=bank.category, owner_unit=bank.unit) for code in BODIES]
    rows = [
        model(
            entry=entry,
            type=model.type_code,
            competency=bank.competency,
            level=1,
            author=bank.author,
            body=BODIES[model.type_code],
            key=KEYS[model.type_code],
            content_sha256="0" * 64,
            created_at=at,
        )
        for entry, model in zip(entries, Question.__subclasses__(), strict=True)
    ]

    with django_assert_num_queries(1):
        Question.objects.bulk_create(rows)

    assert [type(row) for row in Question.objects.order_by("pk")] == Question.__subclasses__()


def test_questions_are_visible_with_their_keys_to_authors_and_reviewers_of_the_owner_unit_alone(bank, at, today):
    question = write(bank, at)
    commune = make_unit(code="XA-1", parent=bank.unit)
    below, officer = make_user(username="rade-xa"), make_user(username="noivu")
    grant(user=below, role=Role.QUESTION_AUTHOR, unit=commune)
    grant(user=officer, role=Role.TRAINING_OFFICER, unit=bank.unit)

    assert list(Question.objects.visible_to(bank.author, today)) == [question]
    assert list(Question.objects.visible_to(bank.reviewer, today)) == [question]
    assert not Question.objects.visible_to(below, today).exists()
    assert not Question.objects.visible_to(officer, today).exists()
