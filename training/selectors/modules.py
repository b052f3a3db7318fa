"""Modules as learners see them: the latest edition of each, and how far one person has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from core.clock import civil_day
from organization.models import StaffMember
from organization.selectors import Posting, unit_names, unit_tree
from training.domain.completion import Progress, progress
from training.models import Enrolment, LessonProgress, ModuleCompetency, ModuleEdition, ModulePage
from training.selectors.exams import unsettled_exams


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson of an edition for one person."""

    number: int
    key: str
    title: str
    minutes: int
    html: str
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module's latest edition with one person's progress; `enrolment` None means never begun nor assigned.

    `waits_for_exam`: all lessons are done and the module's test is still to be passed. `assigned_by` names the unit
    that gave the module as a duty, empty when nobody did.
    """

    edition: ModuleEdition
    enrolment: Enrolment | None
    lessons: tuple[LessonView, ...]
    waits_for_exam: bool
    assigned_by: str

    @property
    def progress(self) -> Progress:
        """Return the progress in the latest edition; whoever completed an earlier one has nothing left to do."""
        keys = [lesson.key for lesson in self.lessons]
        done = keys if self.is_completed else [lesson.key for lesson in self.lessons if lesson.completed_at]
        return progress(lessons=keys, completed=done)

    @property
    def next_lesson(self) -> LessonView | None:
        """Return the first lesson that is still to do."""
        key = self.progress.next_lesson
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    @property
    def minutes_left(self) -> int:
        """Return the minutes of the lessons that are still to do."""
        if self.is_completed:
            return 0
        return sum(lesson.minutes for lesson in self.lessons if lesson.completed_at is None)

    @property
    def is_completed(self) -> bool:
        """Tell whether the module is completed, in whatever edition."""
        return self.enrolment is not None and self.enrolment.state == Enrolment.State.COMPLETED

    @property
    def completed_on(self) -> date | None:
        """Return the civil day of completion, or None."""
        if self.enrolment is None or not self.is_completed:
            return None
        return civil_day(self.enrolment.completion.at)

    @property
    def is_mandatory(self) -> bool:
        """Tell whether the module was given as a duty that must be done."""
        assignment = self.enrolment.assignment if self.enrolment else None
        return assignment is not None and assignment.mandatory


def open_modules(staff: StaffMember, posting: Posting | None, day: date) -> QuerySet[ModulePage]:
    """Return the live modules that a person may study, standing on `day` where `posting` says. One query, at once.

    Those without an owner, those of the person's unit, those which a unit above it shares with what is below, and
    whatever the person has begun or was given.
    """
    enrolled = Enrolment.objects.filter(staff=staff).exclude(state=Enrolment.State.CANCELLED).values("module_uid")
    may_study = Q(owner_unit=None) | Q(module_uid__in=enrolled)
    if posting is not None:
        above = unit_tree(day).ancestors(posting.unit_id)
        may_study |= Q(owner_unit=posting.unit_id) | Q(owner_unit__in=above, shared_down=True)
    return ModulePage.objects.live().filter(may_study)


def latest_editions(staff: StaffMember, posting: Posting | None, day: date) -> list[ModuleEdition]:
    """Return the newest edition of each module that is open to the person, by code. Two queries."""
    newest = ModuleEdition.objects.filter(module_uid=OuterRef("module_uid")).order_by("-number").values("pk")[:1]
    here = open_modules(staff, posting, day).values("module_uid")
    return list(ModuleEdition.objects.filter(pk=Subquery(newest), module_uid__in=here).order_by("code"))


def module_by_code(code: str, staff: StaffMember, posting: Posting | None, day: date) -> ModuleEdition | None:
    """Return the newest edition of the module with that code if it is open to the person, or None. Two queries."""
    here = open_modules(staff, posting, day).filter(code=code).values("module_uid")
    return ModuleEdition.objects.filter(module_uid__in=here).order_by("-number").first()


def module_views(staff: StaffMember, editions: Sequence[ModuleEdition]) -> list[ModuleView]:
    """Return the person's view of each edition, in the same order.

    At most five queries whatever their number: enrolments and progress, units that assigned, tests still to pass.
    """
    uids = [edition.module_uid for edition in editions]
    enrolments = {
        enrolment.module_uid: enrolment
        for enrolment in Enrolment.objects.filter(staff=staff, module_uid__in=uids)
        .exclude(state=Enrolment.State.CANCELLED)
        .select_related("completion", "assignment")
        .order_by("cycle")
    }
    progress_rows = _progress_of(enrolments.values(), editions)
    assigners = _assigners(enrolments.values())
    unsettled = unsettled_exams(staff, _tests_of_completed(enrolments, editions))
    return [
        _view(edition, enrolments.get(edition.module_uid), progress_rows, assigners, unsettled) for edition in editions
    ]


ProgressKey = tuple[int, int, str]


def _progress_of(
    enrolments: Iterable[Enrolment], editions: Sequence[ModuleEdition]
) -> dict[ProgressKey, LessonProgress]:
    rows = LessonProgress.objects.filter(enrolment__in=list(enrolments), edition__in=editions)
    return {(row.enrolment_id, row.edition_id, row.lesson_key): row for row in rows}


def _assigners(enrolments: Iterable[Enrolment]) -> dict[int, str]:
    """Return the last known names of the units that assigned, by assignment."""
    units = {one.assignment_id: one.assignment.owner_unit_id for one in enrolments if one.assignment}
    names = unit_names(set(units.values()), date.max)
    return {assignment: names.get(unit, "") for assignment, unit in units.items() if assignment is not None}


def _tests_of_completed(enrolments: Mapping[UUID, Enrolment], editions: Iterable[ModuleEdition]) -> set[str]:
    completed = {uid for uid, enrolment in enrolments.items() if enrolment.state == Enrolment.State.COMPLETED}
    return {edition.exam_code for edition in editions if edition.exam_code and edition.module_uid in completed}


def _view(
    edition: ModuleEdition,
    enrolment: Enrolment | None,
    rows: Mapping[ProgressKey, LessonProgress],
    assigners: Mapping[int, str],
    unsettled: frozenset[str],
) -> ModuleView:
    lessons = []
    for number, lesson in enumerate(edition.lessons, start=1):
        row = rows.get((enrolment.pk, edition.pk, lesson["key"])) if enrolment else None
        completed_at = row.completed_at if row else None
        lessons.append(
            LessonView(number, lesson["key"], lesson["title"], lesson["minutes"], lesson["html"], completed_at)
        )
    is_completed = enrolment is not None and enrolment.state == Enrolment.State.COMPLETED
    return ModuleView(
        edition=edition,
        enrolment=enrolment,
        lessons=tuple(lessons),
        waits_for_exam=is_completed and edition.exam_code in unsettled,
        assigned_by=assigners.get(enrolment.assignment_id or 0, "") if enrolment else "",
    )


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
