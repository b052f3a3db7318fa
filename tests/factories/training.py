"""Rows of training for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page

from cms.models import HomePage
from core.models import User
from organization.models import OrganizationUnit, Position, StaffMember
from training.models import (
    Completion,
    Enrolment,
    LessonProgress,
    ModuleEdition,
    ModuleIndexPage,
    ModulePage,
    TrainingAssignment,
)

PUBLISHED_AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
STUDIED_AT = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)


def root_page() -> Page:
    """Wagtail's root page, made where migrations have not left one."""
    Locale.objects.get_or_create(language_code="vi")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def make_home(*, title: str = "Trang chủ", introduction: str = "") -> HomePage:
    """The first page, live, below the root; belongs to no site."""
    return root_page().add_child(instance=HomePage(title=title, slug="trang-chu", introduction=introduction))


def make_index(*, home: Page | None = None) -> ModuleIndexPage:
    """The place of the modules."""
    parent = home or root_page()
    return parent.add_child(instance=ModuleIndexPage(title="Chuyên đề", slug="chuyen-de"))


def lesson(title: str, *body: tuple[str, Any], minutes: int = 10) -> tuple[str, dict[str, Any]]:
    """A lesson block; one paragraph unless blocks are given."""
    return (
        "lesson",
        {
            "title": title,
            "minutes": minutes,
            "body": list(body) or [("paragraph", "<p>Nội dung của bài.</p>")],
        },
    )


def make_module_page(
    *,
    index: ModuleIndexPage,
    code: str = "KSTTHC",
    title: str = "Kiểm soát thủ tục hành chính",
    summary: str = "",
    lessons: Sequence[tuple[str, dict[str, Any]]] = (),
    exam_code: str = "",
    live: bool = True,
    owner: User | None = None,
    owner_unit: OrganizationUnit | None = None,
    shared_down: bool = True,
) -> ModulePage:
    """A page of a module, live unless told; publishes no edition."""
    page = ModulePage(
        title=title,
        slug=code.lower(),
        code=code,
        summary=summary,
        exam_code=exam_code,
        live=live,
        owner=owner,
        owner_unit=owner_unit,
        shared_down=shared_down,
    )
    page.lessons = list(lessons) or [lesson("Bài một"), lesson("Bài hai")]
    return index.add_child(instance=page)


def make_edition(
    *,
    page: ModulePage,
    number: int = 1,
    keys: Sequence[str] = ("bai-1", "bai-2"),
    minutes: int = 10,
    published_at: datetime = PUBLISHED_AT,
    **columns: Any,
) -> ModuleEdition:
    """An edition with one lesson per key, of so many minutes each; it need not be what the page says."""
    lessons = [
        {"key": key, "title": f"Bài {place}", "minutes": minutes, "html": f"<p>Nội dung {key}</p>", "text": key}
        for place, key in enumerate(keys, start=1)
    ]
    values = {"exam_code": page.exam_code, "title": page.title, "summary": page.summary} | columns
    return ModuleEdition.objects.create(
        module_uid=page.module_uid,
        code=page.code,
        number=number,
        minutes=minutes * len(keys),
        lessons=lessons,
        sha256=f"{number:064}",
        published_at=published_at,
        **values,
    )


def make_assignment(
    *,
    module_uid: UUID,
    owner_unit: OrganizationUnit,
    title: str = "Học chuyên đề",
    mandatory: bool = True,
    due_on: date | None = None,
) -> TrainingAssignment:
    """A duty without targets and without enrolments."""
    return TrainingAssignment.objects.create(
        title=title,
        module_uid=module_uid,
        mandatory=mandatory,
        due_on=due_on,
        assigned_at=PUBLISHED_AT,
        owner_unit=owner_unit,
    )


def make_enrolment(
    *,
    staff: StaffMember,
    module_uid: UUID,
    assignment: TrainingAssignment | None = None,
    cycle: int = 1,
    due_on: date | None = None,
    state: str = Enrolment.State.OPEN,
) -> Enrolment:
    """An enrolment without progress; a completed one still lacks its completion."""
    return Enrolment.objects.create(
        staff=staff,
        module_uid=module_uid,
        assignment=assignment,
        cycle=cycle,
        enrolled_at=PUBLISHED_AT,
        due_on=due_on,
        state=state,
    )


def make_progress(
    *,
    enrolment: Enrolment,
    edition: ModuleEdition,
    key: str = "bai-1",
    opened_at: datetime = STUDIED_AT,
    completed_at: datetime | None = STUDIED_AT,
) -> LessonProgress:
    """A lesson opened and, unless told, completed."""
    return LessonProgress.objects.create(
        enrolment=enrolment, edition=edition, lesson_key=key, opened_at=opened_at, completed_at=completed_at
    )


def make_completion(
    *,
    staff: StaffMember,
    edition: ModuleEdition,
    unit: OrganizationUnit,
    position: Position,
    at: datetime = STUDIED_AT,
) -> Completion:
    """A completed enrolment in the edition's module with its completion; no progress of single lessons."""
    enrolment = make_enrolment(staff=staff, module_uid=edition.module_uid, state=Enrolment.State.COMPLETED)
    return Completion.objects.create(
        enrolment=enrolment, edition=edition, at=at, minutes=edition.minutes, unit=unit, position=position
    )
