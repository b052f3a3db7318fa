"""Studying: enrolment, lessons opened and completed, completion of an edition."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from core.clock import civil_day
from core.services.audit import Act, record
from organization.models import StaffMember
from organization.selectors import posting_on
from training.domain.completion import is_complete, seconds_left
from training.errors import LessonTooQuick, LessonUnknown, ModuleUnpublished, PostingMissing
from training.models import Completion, Enrolment, LessonProgress, ModuleEdition
from training.signals import module_completed


def enrol(*, staff: StaffMember, module_uid: UUID, at: datetime) -> Enrolment:
    """Return the person's enrolment in the module, open or completed; begin one where there is none.

    After a cancelled enrolment the next cycle begins: numbers of cycles are never used again.

    Raises:
        ModuleUnpublished: there is nothing to study yet.
    """
    own = Enrolment.objects.filter(staff=staff, module_uid=module_uid).order_by("-cycle")
    latest = own.first()
    if latest is not None and latest.state != Enrolment.State.CANCELLED:
        return latest
    if not ModuleEdition.objects.filter(module_uid=module_uid).exists():
        raise ModuleUnpublished
    cycle = latest.cycle + 1 if latest else 1
    try:
        with transaction.atomic():
            return Enrolment.objects.create(staff=staff, module_uid=module_uid, cycle=cycle, enrolled_at=at)
    except IntegrityError:  # the same person in another tab was quicker
        return own.get(cycle=cycle)


def open_lesson(*, enrolment: Enrolment, edition: ModuleEdition, key: str, at: datetime) -> LessonProgress:
    """Note that the lesson was opened; the first opening counts.

    Raises:
        LessonUnknown: the edition has no lesson of that key.
    """
    if key not in {lesson["key"] for lesson in edition.lessons}:
        raise LessonUnknown(key=key)
    progress, _created = LessonProgress.objects.get_or_create(
        enrolment=enrolment, edition=edition, lesson_key=key, defaults={"opened_at": at}
    )
    return progress


@transaction.atomic
def complete_lesson(*, enrolment: Enrolment, edition: ModuleEdition, key: str, at: datetime) -> Completion | None:
    """Complete a lesson; return the completion of the module when this was its last open lesson.

    Repeating it changes nothing. A lesson counts only after it was opened.

    Raises:
        LessonUnknown: the edition has no lesson of that key, or it was never opened.
        LessonTooQuick: it was opened only a moment ago; no browser's own clock counts.
        PostingMissing: the module would be completed, but the person stands in no unit that day.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("staff").get(pk=enrolment.pk)
    progress = LessonProgress.objects.filter(enrolment=locked, edition=edition, lesson_key=key).first()
    if progress is None:
        raise LessonUnknown(key=key)
    if progress.completed_at is None:
        _refuse_too_quick(progress, at)
        progress.completed_at = max(at, progress.opened_at)
        progress.save(update_fields=["completed_at"])
    if locked.state != Enrolment.State.OPEN or not _all_lessons_done(locked, edition):
        return None
    return _complete(locked, edition, at)


def _refuse_too_quick(progress: LessonProgress, at: datetime) -> None:
    left = seconds_left(opened_at=progress.opened_at, at=at, minimum_seconds=settings.LESSON_MINIMUM_SECONDS)
    if left:
        raise LessonTooQuick(seconds=left)


def _all_lessons_done(enrolment: Enrolment, edition: ModuleEdition) -> bool:
    done = LessonProgress.objects.filter(enrolment=enrolment, edition=edition, completed_at__isnull=False)
    return is_complete(
        lessons=[lesson["key"] for lesson in edition.lessons], completed=set(done.values_list("lesson_key", flat=True))
    )


def _complete(enrolment: Enrolment, edition: ModuleEdition, at: datetime) -> Completion:
    posting = posting_on(enrolment.staff_id, civil_day(at))
    if posting is None:
        raise PostingMissing(day=civil_day(at))
    completion = Completion.objects.create(
        enrolment=enrolment,
        edition=edition,
        at=at,
        minutes=edition.minutes,
        unit_id=posting.unit_id,
        position_id=posting.position_id,
    )
    enrolment.state = Enrolment.State.COMPLETED
    enrolment.save(update_fields=["state"])
    act = Act(
        verb="module.completed",
        object_kind="completion",
        object_uid=str(completion.uid),
        subject_uid=enrolment.staff.uid,
        detail={"code": edition.code, "edition": edition.number, "sha256": edition.sha256},
    )
    record(act, at=at)
    module_completed.send(
        sender=Completion,
        staff_id=enrolment.staff_id,
        module_uid=enrolment.module_uid,
        completed_on=civil_day(at),
        at=at,
    )
    return completion
