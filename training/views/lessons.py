"""Reading and completing a lesson."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from core import clock
from core.errors import DomainError
from core.messages import message_of
from organization.access import PersonMixin, person_of
from training.models import ModuleEdition
from training.selectors.citations import citations_of
from training.selectors.exams import ModuleExam, module_exam
from training.selectors.modules import LessonView as LessonValue
from training.selectors.modules import ModuleView, competencies_of, module_views
from training.services.learning import complete_lesson, enrol, open_lesson
from training.views.cards import crumbs_to, edition_or_404, lesson_url, published_on


class LessonView(PersonMixin, TemplateView):
    """One lesson of the newest edition. Opening it is noted, so that progress is the server's own."""

    template_name = "training/lesson_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Note the opening and describe the lesson."""
        edition = edition_or_404(kwargs["code"], self.person)
        at = clock.now()
        if kwargs["key"] not in _keys(edition):
            raise Http404
        enrolment = enrol(staff=self.person, module_uid=edition.module_uid, at=at)
        open_lesson(enrolment=enrolment, edition=edition, key=kwargs["key"], at=at)
        view = module_views(self.person, [edition])[0]
        exam = module_exam(self.person, edition, at=at)
        lesson = next(lesson for lesson in view.lessons if lesson.key == kwargs["key"])
        context = _facts(view, lesson) | _ways(view, lesson, exam)
        return super().get_context_data(**kwargs) | context


def _keys(edition: ModuleEdition) -> list[str]:
    return [lesson["key"] for lesson in edition.lessons]


def _facts(view: ModuleView, lesson: LessonValue) -> dict[str, Any]:
    edition = view.edition
    rows = competencies_of([edition.module_uid]).get(edition.module_uid, [])
    return {
        "module": {"title": edition.title, "url": reverse("module_detail", args=[edition.code])},
        "lesson": {
            "number": lesson.number,
            "title": lesson.title,
            "minutes": lesson.minutes,
            "competency": rows[0].competency.name if rows else "",
            "level": rows[0].level if rows else None,
            "updated_on": published_on(edition),
        },
        "percent": view.progress.percent,
        # Rendered and cleaned when the edition was written; frozen since.
        "body_html": mark_safe(lesson.html),  # noqa: S308
        "citations": citations_of(edition, clock.today(), lesson_key=lesson.key),
        "completed_on": clock.civil_day(lesson.completed_at) if lesson.completed_at else None,
        "crumbs": crumbs_to(edition, lesson.title),
    }


def _ways(view: ModuleView, lesson: LessonValue, exam: ModuleExam | None) -> dict[str, Any]:
    code, index = view.edition.code, lesson.number - 1
    return {
        "toc": _toc(view, lesson, exam),
        "previous": _link(view, view.lessons[index - 1]) if index else None,
        "next": _next(view, lesson, exam),
        "complete_url": None if lesson.completed_at else reverse("lesson_complete", args=[code, lesson.key]),
    }


def _next(view: ModuleView, lesson: LessonValue, exam: ModuleExam | None) -> dict[str, Any] | None:
    if lesson.number < len(view.lessons):
        return _link(view, view.lessons[lesson.number])
    others_done = all(one.completed_at for one in view.lessons if one is not lesson)
    return _exam_link(exam) if exam and (others_done or view.is_completed) else None


def _toc(view: ModuleView, current: LessonValue, exam: ModuleExam | None) -> list[dict[str, Any]]:
    lines = []
    for lesson in view.lessons:
        state = "current" if lesson is current else "done" if lesson.completed_at else "open"
        lines.append(_link(view, lesson) | {"kind": "lesson", "state": state})
    if exam is not None:
        lines.append(_exam_link(exam) | {"kind": "exam", "state": "done" if exam.state == "passed" else "open"})
    return lines


def _link(view: ModuleView, lesson: LessonValue) -> dict[str, Any]:
    return {"number": lesson.number, "title": lesson.title, "url": lesson_url(view, lesson)}


def _exam_link(exam: ModuleExam) -> dict[str, Any]:
    return {"number": None, "title": exam.title, "url": exam.url}


@require_POST
def complete(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Complete the lesson and go on to the next one; after the last one to the test or back to the module."""
    person = person_of(request)
    edition = edition_or_404(code, person)
    at = clock.now()
    try:
        enrolment = enrol(staff=person, module_uid=edition.module_uid, at=at)
        completion = complete_lesson(enrolment=enrolment, edition=edition, key=key, at=at)
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect("lesson", code=code, key=key) if key in _keys(edition) else redirect("module_detail", code=code)
    if completion is not None:
        messages.success(request, _("You have completed the topic “%(title)s”.") % {"title": edition.title})
    return redirect(_onward(edition, key, person))


def _onward(edition: ModuleEdition, key: str, person: Any) -> str:
    keys = _keys(edition)
    following = keys.index(key) + 1
    if following < len(keys):
        return reverse("lesson", args=[edition.code, keys[following]])
    view = module_views(person, [edition])[0]
    if view.waits_for_exam:
        return reverse("exam_intro", args=[edition.exam_code])
    return reverse("module_detail", args=[edition.code])
