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
from training.models import Enrolment, ModuleEdition
from training.selectors.citations import citations_of
from training.selectors.exams import module_exam
from training.selectors.modules import LessonView as LessonValue
from training.selectors.modules import ModuleView, competencies_of, module_views
from training.services.learning import complete_lesson, enrol, open_lesson
from training.views.modules import edition_or_404


class LessonView(PersonMixin, TemplateView):
    """One lesson of the newest edition. Opening it is noted, so that progress is the server's own."""

    template_name = "training/lesson_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Note the opening and describe the lesson."""
        edition = edition_or_404(kwargs["code"])
        enrolment = self._open(edition, kwargs["key"])
        view = module_views(self.person, [edition])[0]
        lesson = next(lesson for lesson in view.lessons if lesson.key == kwargs["key"])
        context = _lesson_context(view, lesson) | {
            "complete_url": _complete_url(edition, lesson, enrolment),
            "next": self._next(view, lesson),
            "toc": _toc(view, lesson),
        }
        return super().get_context_data(**kwargs) | context

    def _open(self, edition: ModuleEdition, key: str) -> Enrolment:
        at = clock.now()
        if key not in {lesson["key"] for lesson in edition.lessons}:
            raise Http404
        enrolment = enrol(staff=self.person, module_uid=edition.module_uid, at=at)
        open_lesson(enrolment=enrolment, edition=edition, key=key, at=at)
        return enrolment

    def _next(self, view: ModuleView, lesson: LessonValue) -> dict[str, Any] | None:
        if lesson.number < len(view.lessons):
            return _link(view, view.lessons[lesson.number])
        exam = module_exam(self.person, view.edition, at=clock.now())
        return {"number": None, "title": exam.title, "url": exam.url} if exam else None


def _lesson_context(view: ModuleView, lesson: LessonValue) -> dict[str, Any]:
    edition = view.edition
    rows = competencies_of([edition.module_uid]).get(edition.module_uid, [])
    module_url = reverse("module_detail", args=[edition.code])
    return {
        "module": {"title": edition.title, "url": module_url},
        "lesson": {
            "number": lesson.number,
            "title": lesson.title,
            "minutes": lesson.minutes,
            "competency": rows[0].competency.name if rows else "",
            "level": rows[0].level if rows else None,
            "updated_on": clock.civil_day(edition.published_at),
        },
        "percent": round(100 * view.done / len(view.lessons)),
        # Rendered and cleaned when the edition was written; frozen since.
        "body_html": mark_safe(lesson.html),  # noqa: S308
        "citations": citations_of(edition, clock.today(), lesson_key=lesson.key),
        "previous": _link(view, view.lessons[lesson.number - 2]) if lesson.number > 1 else None,
        "completed_on": clock.civil_day(lesson.completed_at) if lesson.completed_at else None,
        "crumbs": [
            {"title": _("Modules"), "url": reverse("module_index")},
            {"title": edition.title, "url": module_url},
            {"title": lesson.title, "url": None},
        ],
    }


def _complete_url(edition: ModuleEdition, lesson: LessonValue, enrolment: Enrolment) -> str | None:
    if lesson.completed_at is not None:
        return None
    return reverse("lesson_complete", args=[edition.code, lesson.key])


def _link(view: ModuleView, lesson: LessonValue) -> dict[str, Any]:
    return {
        "number": lesson.number,
        "title": lesson.title,
        "url": reverse("lesson", args=[view.edition.code, lesson.key]),
    }


def _toc(view: ModuleView, current: LessonValue) -> list[dict[str, Any]]:
    lines = []
    for lesson in view.lessons:
        state = "current" if lesson is current else "done" if lesson.completed_at else "open"
        lines.append(_link(view, lesson) | {"kind": "lesson", "state": state})
    return lines


@require_POST
def complete(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Complete the lesson and go on to the next one, or to the module when it was the last."""
    person = person_of(request)
    edition = edition_or_404(code)
    at = clock.now()
    enrolment = enrol(staff=person, module_uid=edition.module_uid, at=at)
    try:
        completion = complete_lesson(enrolment=enrolment, edition=edition, key=key, at=at)
    except DomainError as error:
        messages.error(request, message_of(error))
        known = key in {lesson["key"] for lesson in edition.lessons}
        return redirect("lesson", code=code, key=key) if known else redirect("module_detail", code=code)
    if completion is not None:
        messages.success(request, _("You have completed the topic “%(title)s”.") % {"title": edition.title})
    following = _following(edition, key)
    if following is None:
        return redirect("module_detail", code=code)
    return redirect("lesson", code=code, key=following)


def _following(edition: ModuleEdition, key: str) -> str | None:
    keys = [lesson["key"] for lesson in edition.lessons]
    index = keys.index(key) + 1
    return keys[index] if index < len(keys) else None
