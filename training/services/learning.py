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
from training.errors import LessonTooQuick, LessonUnknown, ModuleUnpublished
from training.models import Completion, Enrolment, LessonProgress, ModuleEdition


def enrol(*, staff: StaffMember, module_uid: UUID, at: datetime) -> Enrolment:
    """Return the person's open or latest enrolment in the module, or begin the first cycle.

    Raises:
        ModuleUnpublished: there is nothing to study yet.
    """
    existing = Enrolment.objects.filter(staff=staff, module_uid=module_uid).order_by("-cycle").first()
    if existing:
        return existing
    if not ModuleEdition.objects.filter(module_uid=module_uid).exists():
        raise ModuleUnpublished
    try:
        with transaction.atomic():
            return Enrolment.objects.create(staff=staff, module_uid=module_uid, enrolled_at=at)
    except IntegrityError:  # the same person in another tab was quicker
        return Enrolment.objects.get(staff=staff, module_uid=module_uid, cycle=1)


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
    """
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
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


def _complete(enrolment: Enrolment, edition: ModuleEdition, at: datetime) -> Completion | None:
    posting = posting_on(enrolment.staff_id, civil_day(at))
    if posting is None:
        return None
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
        detail={"code": edition.code, "edition": edition.number},
    )
    record(act, at=at)
    return completion
