"""Modules as learners see them: the latest edition of each, and how far one person has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from core.clock import civil_day
from organization.models import StaffMember
from training.models import Enrolment, LessonProgress, ModuleCompetency, ModuleEdition, ModulePage


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson of an edition for one person."""

    number: int
    key: str
    title: str
    minutes: int
    html: str
    opened: bool
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module's latest edition with one person's progress; `enrolment` None means never begun nor assigned."""

    edition: ModuleEdition
    enrolment: Enrolment | None
    lessons: tuple[LessonView, ...]

    @property
    def done(self) -> int:
        """Return the number of completed lessons."""
        return sum(lesson.completed_at is not None for lesson in self.lessons)

    @property
    def next_lesson(self) -> LessonView | None:
        """Return the first lesson not completed."""
        return next((lesson for lesson in self.lessons if lesson.completed_at is None), None)

    @property
    def minutes_left(self) -> int:
        """Return the minutes of the lessons not completed."""
        return sum(lesson.minutes for lesson in self.lessons if lesson.completed_at is None)

    @property
    def completed_on(self) -> date | None:
        """Return the civil day of completion, or None."""
        if self.enrolment is None or self.enrolment.state != Enrolment.State.COMPLETED:
            return None
        return civil_day(self.enrolment.completion.at)


def latest_editions(module_uids: Sequence[UUID] | None = None) -> list[ModuleEdition]:
    """Return the newest edition of each live module (or of those named), by code. One query."""
    newest = ModuleEdition.objects.filter(module_uid=OuterRef("module_uid")).order_by("-number").values("pk")[:1]
    editions = ModuleEdition.objects.filter(pk=Subquery(newest)).order_by("code")
    if module_uids is not None:
        return list(editions.filter(module_uid__in=module_uids))
    return list(editions.filter(module_uid__in=ModulePage.objects.live().values("module_uid")))


def module_by_code(code: str) -> ModuleEdition | None:
    """Return the newest edition of the live module with that code, or None."""
    page = ModulePage.objects.live().filter(code=code).first()
    if page is None:
        return None
    return ModuleEdition.objects.filter(module_uid=page.module_uid).order_by("-number").first()


def module_views(staff: StaffMember, editions: Sequence[ModuleEdition]) -> list[ModuleView]:
    """Return the person's view of each edition, in the same order. Two queries whatever their number."""
    uids = [edition.module_uid for edition in editions]
    enrolments = {
        enrolment.module_uid: enrolment
        for enrolment in Enrolment.objects.filter(staff=staff, module_uid__in=uids)
        .select_related("completion", "assignment", "assignment__owner_unit")
        .order_by("cycle")
    }
    progress = _progress_of(enrolments.values(), editions)
    return [_view(edition, enrolments.get(edition.module_uid), progress) for edition in editions]


ProgressKey = tuple[int, int, str]


def _progress_of(
    enrolments: Iterable[Enrolment], editions: Sequence[ModuleEdition]
) -> dict[ProgressKey, LessonProgress]:
    rows = LessonProgress.objects.filter(enrolment__in=list(enrolments), edition__in=editions)
    return {(row.enrolment_id, row.edition_id, row.lesson_key): row for row in rows}


def _view(
    edition: ModuleEdition, enrolment: Enrolment | None, progress: Mapping[ProgressKey, LessonProgress]
) -> ModuleView:
    lessons = []
    for number, lesson in enumerate(edition.lessons, start=1):
        row = progress.get((enrolment.pk, edition.pk, lesson["key"])) if enrolment else None
        lessons.append(
            LessonView(
                number=number,
                key=lesson["key"],
                title=lesson["title"],
                minutes=lesson["minutes"],
                html=lesson["html"],
                opened=row is not None,
                completed_at=row.completed_at if row else None,
            )
        )
    return ModuleView(edition, enrolment, tuple(lessons))


def competencies_of(module_uids: Sequence[UUID]) -> dict[UUID, list[ModuleCompetency]]:
    """Return the competencies that each module builds. One query."""
    rows = ModuleCompetency.objects.filter(page__module_uid__in=module_uids).select_related("competency", "page")
    found: dict[UUID, list[ModuleCompetency]] = {}
    for row in rows:
        found.setdefault(row.page.module_uid, []).append(row)
    return found


def is_module_completed(staff_id: int, module_uid: UUID) -> bool:
    """Tell whether the person holds a completion of the module that was not withdrawn."""
    return Enrolment.objects.filter(
        staff_id=staff_id, module_uid=module_uid, completion__isnull=False, completion__withdrawal__isnull=True
    ).exists()
