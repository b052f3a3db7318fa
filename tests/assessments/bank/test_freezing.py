"""What was approved stays as it was approved, by whatever way it is written."""

from __future__ import annotations

import pytest
from django.db import transaction

from assessments.models import Exam, ExamSection, ExamSlot, Question, QuestionCitation
from assessments.querysets import FrozenRow
from tests.factories.assessments import BODIES, KEYS, make_entry, make_exam, make_question, make_section, make_slot
from tests.factories.legal import make_provision

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(bank):
    entry = make_entry(category=bank.category, owner_unit=bank.unit)
    return make_question(
        entry=entry,
        competency=bank.competency,
        author=bank.author,
        reviewer=bank.reviewer,
        provisions=[bank.provision],
    )


@pytest.fixture
def draft(bank):
    entry = make_entry(code="CCHC-002", category=bank.category, owner_unit=bank.unit)
    return make_question(entry=entry, competency=bank.competency, author=bank.author)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", BODIES["multiple"]),
        ("key", KEYS["multiple"]),
        ("content_sha256", "0" * 64),
        ("level", 5),
        ("number", 7),
        ("type", "multiple"),
    ],
)
@pytest.mark.parametrize("status", ["ready", "outdated", "retired"])
def test_saving_other_content_of_a_frozen_version_is_refused(ready, status, field, value):
    Question.objects.non_polymorphic().update(status=status)
    ready.refresh_from_db()
    before = getattr(ready, field)
    setattr(ready, field, value)

    with pytest.raises(FrozenRow):
        ready.save()
    with pytest.raises(FrozenRow):
        ready.save(update_fields=[field])

    assert getattr(Question.objects.get(), field) == before


def test_a_frozen_version_is_not_thawed_by_its_status(ready):
    ready.status = "draft"
    ready.body = BODIES["multiple"]

    with pytest.raises(FrozenRow):
        ready.save()

    assert Question.objects.get().status == "ready"


@pytest.mark.parametrize("rows", [Question.objects.all, Question.objects.non_polymorphic])
def test_updating_content_in_bulk_is_refused(ready, draft, rows):
    with pytest.raises(FrozenRow):
        rows().update(level=5)
    with pytest.raises(FrozenRow):
        rows().update(body=BODIES["multiple"], status="ready")
    ready.level = draft.level = 5
    with pytest.raises(FrozenRow):
        rows().bulk_update([draft, ready], ["level"])

    assert set(Question.objects.non_polymorphic().values_list("level", flat=True)) == {1}


def test_deleting_a_frozen_version_is_refused(draft, bank):
    Question.objects.update(status="ready", reviewer=bank.reviewer)
    frozen = Question.objects.get()

    with pytest.raises(FrozenRow), transaction.atomic():
        frozen.delete()
    with pytest.raises(FrozenRow):
        Question.objects.all().delete()

    assert Question.objects.count() == 1


def test_how_a_frozen_version_stands_may_change(ready):
    Question.objects.non_polymorphic().update(status="outdated", folded="x")
    ready.refresh_from_db()
    ready.check_note = "Đã đối chiếu lại"
    ready.save()

    assert Question.objects.get().check_note == "Đã đối chiếu lại"


def test_a_draft_changes_and_goes(draft):
    draft.level = 4
    draft.save()
    Question.objects.filter(pk=draft.pk).update(level=5)

    assert Question.objects.get().level == 5
    draft.delete()
    assert not Question.objects.exists()


def test_the_grounds_of_a_frozen_version_stay(ready, bank):
    other = make_provision(document=bank.provision.document, path="điều 7")
    citation = QuestionCitation.objects.get()
    citation.provision = other

    with pytest.raises(FrozenRow):
        citation.save()
    with pytest.raises(FrozenRow):
        QuestionCitation.objects.create(question=ready, provision=other)
    with pytest.raises(FrozenRow), transaction.atomic():
        citation.delete()
    with pytest.raises(FrozenRow), transaction.atomic():
        QuestionCitation.objects.all().delete()

    assert QuestionCitation.objects.get().provision == bank.provision


@pytest.mark.parametrize("status", ["published", "retired"])
def test_a_published_exam_and_its_blueprint_stay(bank, status):
    exam = make_exam(owner_unit=bank.unit, author=bank.author, approver=bank.reviewer, status=status)
    slot = make_slot(section=make_section(exam=exam), category=bank.category)
    exam.pass_fraction = "0.1"
    slot.count = 9

    with pytest.raises(FrozenRow):
        exam.save()
    with pytest.raises(FrozenRow):
        slot.save()
    with pytest.raises(FrozenRow):
        ExamSection.objects.create(exam=exam, order=2, title="Thêm")
    with pytest.raises(FrozenRow), transaction.atomic():
        slot.delete()

    assert str(Exam.objects.get().pass_fraction) == "0.5000000"
    assert ExamSlot.objects.get().count == 1
    assert ExamSection.objects.count() == 1


def test_how_a_published_exam_stands_may_change(bank, at):
    exam = make_exam(owner_unit=bank.unit, author=bank.author, approver=bank.reviewer)
    exam.released_at = at
    exam.save()

    assert Exam.objects.get().released_at == at
