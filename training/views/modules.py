"""The page of one module, and beginning it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from core import clock
from organization.access import PersonMixin, person_of
from training.models import ModuleEdition
from training.selectors.citations import citations_of
from training.selectors.exams import ModuleExam, module_exam
from training.selectors.home import learner_item
from training.selectors.modules import LessonView, ModuleView, competencies_of, module_views
from training.services.learning import enrol
from training.views.cards import Action, crumbs_to, edition_or_404, lesson_action, lesson_url, published_on


class ModuleDetailView(PersonMixin, TemplateView):
    """One module: its lessons, my progress, its test and what it rests on."""

    template_name = "training/module_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the newest edition for this person."""
        edition = edition_or_404(kwargs["code"], self.person)
        at = clock.now()
        today = clock.civil_day(at)
        view = module_views(self.person, [edition])[0]
        exam = module_exam(self.person, edition, at=at)
        citations = citations_of(edition, today)
        context = {
            "module": _module(edition),
            "body_html": "",
            "lessons": [_lesson_line(view, lesson) for lesson in view.lessons],
            "enrolment": _enrolment(view, today),
            "action": _action(view, exam),
            "exam": exam,
            "citations": citations,
            "outdated": any(citation.state == "expired" for citation in citations),
            "crumbs": crumbs_to(edition),
        }
        return super().get_context_data(**kwargs) | context


def _module(edition: ModuleEdition) -> dict[str, Any]:
    rows = competencies_of([edition.module_uid]).get(edition.module_uid, [])
    return {
        "title": edition.title,
        "code": edition.code,
        "summary": edition.summary,
        "minutes": edition.minutes,
        "edition": edition.number,
        "updated_on": published_on(edition),
        "competencies": [{"name": row.competency.name, "level": row.level} for row in rows],
    }


def _lesson_line(view: ModuleView, lesson: LessonView) -> dict[str, Any]:
    is_next = lesson == view.next_lesson
    return {
        "number": lesson.number,
        "title": lesson.title,
        "url": lesson_url(view, lesson),
        "minutes": lesson.minutes,
        "state": "done" if lesson.completed_at else "current" if is_next else "open",
    }


def _enrolment(view: ModuleView, today: date) -> dict[str, Any] | None:
    if view.enrolment is None:
        return None
    item = learner_item(view, today)
    return {
        "due_on": view.enrolment.due_on,
        "state": item.state,
        "days": item.days,
        "mandatory": view.is_mandatory,
        "assigned_by": view.assigned_by,
        "progress_done": view.progress.done,
        "progress_total": view.progress.total,
        "completed_on": view.completed_on,
    }


def _action(view: ModuleView, exam: ModuleExam | None) -> Action | None:
    if view.enrolment is None:
        return Action(_("Begin"), reverse("module_start", args=[view.edition.code]), "post")
    if view.waits_for_exam and exam is not None and exam.can_begin:
        return Action(_("To the test"), exam.url)
    return lesson_action(view)


@require_POST
def start_module(request: HttpRequest, code: str) -> HttpResponse:
    """Enrol me and go to the first lesson that is still to do."""
    person = person_of(request)
    edition = edition_or_404(code, person)
    enrol(staff=person, module_uid=edition.module_uid, at=clock.now())
    view = module_views(person, [edition])[0]
    return redirect(lesson_url(view, view.next_lesson) if view.next_lesson else reverse("module_detail", args=[code]))
