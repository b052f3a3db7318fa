"""Enrolment, lessons opened and completed, completion of an edition; and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.models import Exam
from assessments.signals import module_gate_asked
from core.models import AuditEntry
from organization.models import JobAssignment
from tests.factories.organization import make_staff, make_unit, make_user
from tests.factories.training import make_completion, make_edition, make_enrolment, make_module_page, make_progress
from tests.training.conftest import Learner
from training.errors import LessonTooQuick, LessonUnknown, ModuleUnpublished, PostingMissing
from training.models import Completion, CompletionWithdrawal, Enrolment, LessonProgress, ModuleEdition, ModuleIndexPage
from training.services.learning import complete_lesson, enrol, open_lesson

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def edition(index: ModuleIndexPage) -> ModuleEdition:
    """A module of two lessons."""
    return make_edition(page=make_module_page(index=index))


def study(learner: Learner, edition: ModuleEdition, *keys: str, at: datetime = AT) -> Enrolment:
    """Open the lessons at `at`."""
    enrolment = enrol(staff=learner.staff, module_uid=edition.module_uid, at=at)
    for key in keys:
        open_lesson(enrolment=enrolment, edition=edition, key=key, at=at)
    return enrolment


def test_enrolling_twice_is_one_enrolment(learner: Learner, edition: ModuleEdition) -> None:
    first = enrol(staff=learner.staff, module_uid=edition.module_uid, at=AT)

    again = enrol(staff=learner.staff, module_uid=edition.module_uid, at=AT + timedelta(days=1))

    assert again == first
    assert (first.cycle, first.state, first.enrolled_at) == (1, "open", AT)


def test_after_a_cancelled_enrolment_the_next_cycle_begins(learner: Learner, edition: ModuleEdition) -> None:
    make_enrolment(staff=learner.staff, module_uid=edition.module_uid, state=Enrolment.State.CANCELLED)

    enrolment = enrol(staff=learner.staff, module_uid=edition.module_uid, at=AT)

    assert (enrolment.cycle, enrolment.state) == (2, "open")


def test_a_module_without_edition_cannot_be_studied(learner: Learner, index: ModuleIndexPage) -> None:
    page = make_module_page(index=index)

    with pytest.raises(ModuleUnpublished):
        enrol(staff=learner.staff, module_uid=page.module_uid, at=AT)

    assert not Enrolment.objects.exists()


def test_the_first_opening_of_a_lesson_counts(learner: Learner, edition: ModuleEdition) -> None:
    enrolment = study(learner, edition, "bai-1")

    open_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT + timedelta(hours=1))

    assert LessonProgress.objects.get().opened_at == AT


def test_a_lesson_of_another_edition_is_not_opened(learner: Learner, edition: ModuleEdition) -> None:
    enrolment = study(learner, edition)

    with pytest.raises(LessonUnknown):
        open_lesson(enrolment=enrolment, edition=edition, key="bai-9", at=AT)

    assert not LessonProgress.objects.exists()


def test_the_last_lesson_completes_the_module_and_names_the_edition_studied(
    learner: Learner, edition: ModuleEdition
) -> None:
    enrolment = study(learner, edition, "bai-1", "bai-2")

    first = complete_lesson(enrolment=enrolment, edition=edition, key="bai-2", at=AT)
    completion = complete_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT)

    assert first is None
    assert completion == Completion.objects.get()
    assert (completion.edition, completion.at, completion.minutes) == (edition, AT, 20)
    assert (completion.unit, completion.position) == (learner.unit, learner.position)
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    assert AuditEntry.objects.get(verb="module.completed").subject_uid == learner.staff.uid


def test_completing_again_changes_nothing(learner: Learner, edition: ModuleEdition) -> None:
    enrolment = study(learner, edition, "bai-1", "bai-2")
    for key in ("bai-1", "bai-2"):
        complete_lesson(enrolment=enrolment, edition=edition, key=key, at=AT)

    again = complete_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT + timedelta(days=1))

    assert again is None
    assert Completion.objects.get().at == AT
    assert set(LessonProgress.objects.values_list("completed_at", flat=True)) == {AT}
    assert AuditEntry.objects.filter(verb="module.completed").count() == 1


def test_a_lesson_never_opened_is_not_completed(learner: Learner, edition: ModuleEdition) -> None:
    enrolment = study(learner, edition, "bai-1")

    with pytest.raises(LessonUnknown):
        complete_lesson(enrolment=enrolment, edition=edition, key="bai-2", at=AT)

    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_lesson_opened_a_moment_ago_is_not_completed(
    learner: Learner, edition: ModuleEdition, settings: pytest.FixtureRequest
) -> None:
    settings.LESSON_MINIMUM_SECONDS = 5
    enrolment = study(learner, edition, "bai-1")

    with pytest.raises(LessonTooQuick) as refusal:
        complete_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT + timedelta(seconds=3))

    assert refusal.value.params == {"seconds": 2}
    assert LessonProgress.objects.get().completed_at is None
    complete_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT + timedelta(seconds=5))
    assert LessonProgress.objects.get().completed_at == AT + timedelta(seconds=5)


def test_a_person_without_posting_keeps_the_last_lesson_open(learner: Learner, edition: ModuleEdition) -> None:
    enrolment = study(learner, edition, "bai-1", "bai-2")
    complete_lesson(enrolment=enrolment, edition=edition, key="bai-1", at=AT)
    JobAssignment.objects.update(valid_to=date(2026, 11, 23))

    with pytest.raises(PostingMissing):
        complete_lesson(enrolment=enrolment, edition=edition, key="bai-2", at=AT)

    assert not Completion.objects.exists()
    assert LessonProgress.objects.get(lesson_key="bai-2").completed_at is None


def test_a_new_edition_reopens_nothing(learner: Learner, edition: ModuleEdition, index: ModuleIndexPage) -> None:
    completion = make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)
    newer = ModuleEdition.objects.create(
        module_uid=edition.module_uid,
        code=edition.code,
        number=2,
        title="Bản mới",
        lessons=edition.lessons,
        sha256="2",
        published_at=AT,
    )

    enrolment = study(learner, newer, "bai-1", "bai-2")
    for key in ("bai-1", "bai-2"):
        complete_lesson(enrolment=enrolment, edition=newer, key=key, at=AT)

    assert enrolment == completion.enrolment
    assert Completion.objects.get().edition == edition
    assert enrolment.state == Enrolment.State.COMPLETED


def test_lessons_of_an_older_edition_do_not_complete_a_newer_one(
    learner: Learner, edition: ModuleEdition, index: ModuleIndexPage
) -> None:
    newer = ModuleEdition.objects.create(
        module_uid=edition.module_uid,
        code=edition.code,
        number=2,
        title="Bản mới",
        lessons=edition.lessons,
        sha256="2",
        published_at=AT,
    )
    enrolment = study(learner, newer, "bai-2")
    make_progress(enrolment=enrolment, edition=edition, key="bai-1")

    completion = complete_lesson(enrolment=enrolment, edition=newer, key="bai-2", at=AT)

    assert completion is None
    assert not Completion.objects.exists()


def test_the_gate_of_the_exam_opens_with_the_completion_and_closes_with_its_withdrawal(
    learner: Learner, edition: ModuleEdition
) -> None:
    def answers() -> list[bool]:
        sent = module_gate_asked.send(sender=Exam, staff_id=learner.staff.pk, module_uid=edition.module_uid)
        return [answer for _receiver, answer in sent]

    before = answers()
    completion = make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)
    completed = answers()
    CompletionWithdrawal.objects.create(completion=completion, reason="Học hộ", at=AT)

    assert (before, completed, answers()) == ([False], [True], [False])


def test_enrolments_are_visible_to_the_person_and_to_those_who_lead(learner: Learner, edition: ModuleEdition) -> None:
    own = make_enrolment(staff=learner.staff, module_uid=edition.module_uid)
    make_enrolment(staff=make_staff(full_name="Vũ Văn Khác"), module_uid=edition.module_uid)
    stranger = make_user(username="la")
    make_unit(code="XA-2")

    assert list(Enrolment.objects.visible_to(learner.user, date(2026, 11, 23))) == [own]
    assert not Enrolment.objects.visible_to(stranger, date(2026, 11, 23)).exists()
