"""Studying the module: read lesson by lesson, completed by most and left open by some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.demo.days import Timetable, moment, working_days
from config.demo.history.journal import record_all
from config.demo.structure import unit
from core.sampling import Sampler
from core.services.audit import Act
from organization.selectors import Posting, postings_on
from training.models import Completion, Enrolment, LessonProgress, ModuleEdition

_BATCH = 500
# The learner of the demo begins from nothing.
_NOT_BEGUN = ("hocvien",)


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of days in which people study: thousandths of the open enrolments completed, and begun only."""

    from_before: int
    until_before: int
    completed: int
    begun: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    enrolment: Enrolment
    posting: Posting
    begins_at: datetime
    lessons: int


def read(plan: Reading, timetable: Timetable, edition: ModuleEdition) -> int:
    """Let people study in a stretch of days; return how many completed the module."""
    start, end = timetable.before(plan.from_before), timetable.before(plan.until_before)
    days = working_days(start, (end - start).days, until=min(end, timetable.today))
    readers = list(_readers(plan, edition, days)) if days else []
    LessonProgress.objects.bulk_create(
        [row for reader in readers for row in _progress(reader, edition)], batch_size=_BATCH
    )
    _complete([one for one in readers if one.lessons == len(edition.lessons)], edition)
    return sum(one.lessons == len(edition.lessons) for one in readers)


def _readers(plan: Reading, edition: ModuleEdition, days: Sequence[date]) -> Iterable[_Reader]:
    rows = Enrolment.objects.filter(module_uid=edition.module_uid, state=Enrolment.State.OPEN)
    rows = rows.filter(progress__isnull=True, enrolled_at__lt=moment(days[0])).exclude(
        staff__user__username__in=_NOT_BEGUN
    )
    wanted = {unit(code).pk for code in plan.units}
    draw = Sampler(f"reading {days[0]} {plan.units}")
    postings = {day: postings_on(None, day) for day in days}
    for row in rows.select_related("staff").order_by("staff__sort_key", "pk"):
        day = draw.choice(days)
        posting = postings[day].get(row.staff_id)
        begins_at = moment(day, 8 + draw.below(8), draw.below(60))
        luck = draw.below(1000)
        lessons = 1 + draw.below(len(edition.lessons) - 1)
        if posting is None or (wanted and posting.unit_id not in wanted):
            continue
        if luck < plan.completed:
            yield _Reader(row, posting, begins_at, len(edition.lessons))
        elif luck < plan.completed + plan.begun:
            yield _Reader(row, posting, begins_at, lessons)


def _progress(reader: _Reader, edition: ModuleEdition) -> Iterable[LessonProgress]:
    clock = reader.begins_at
    for lesson in edition.lessons[: reader.lessons]:
        opened, clock = clock, clock + timedelta(minutes=max(lesson["minutes"] - 2, 1), seconds=20)
        yield LessonProgress(
            enrolment=reader.enrolment,
            edition=edition,
            lesson_key=lesson["key"],
            opened_at=opened,
            completed_at=clock,
        )


def _end(reader: _Reader, edition: ModuleEdition) -> datetime:
    return max(row.completed_at for row in _progress(reader, edition) if row.completed_at is not None)


def _complete(readers: Sequence[_Reader], edition: ModuleEdition) -> None:
    in_order = sorted(readers, key=lambda reader: _end(reader, edition))
    completions = Completion.objects.bulk_create(
        [
            Completion(
                enrolment=reader.enrolment,
                edition=edition,
                at=_end(reader, edition),
                minutes=edition.minutes,
                unit_id=reader.posting.unit_id,
                position_id=reader.posting.position_id,
            )
            for reader in in_order
        ],
        batch_size=_BATCH,
    )
    Enrolment.objects.filter(pk__in=[reader.enrolment.pk for reader in readers]).update(state=Enrolment.State.COMPLETED)
    record_all(
        (completion.at, _act(completion, reader, edition))
        for completion, reader in zip(completions, in_order, strict=True)
    )


def _act(completion: Completion, reader: _Reader, edition: ModuleEdition) -> Act:
    return Act(
        verb="module.completed",
        object_kind="completion",
        object_uid=str(completion.uid),
        subject_uid=reader.enrolment.staff.uid,
        detail={"code": edition.code, "edition": edition.number},
    )
