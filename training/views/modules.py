"""The list of modules and the page of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from core import clock
from core.vietnamese.folding import fold
from organization.access import PersonMixin, person_of
from training.domain.due import due_state
from training.models import Enrolment, ModuleEdition
from training.selectors.citations import citations_of
from training.selectors.exams import ModuleExam, module_exam
from training.selectors.modules import (
    ModuleView,
    competencies_of,
    latest_editions,
    module_by_code,
    module_views,
)
from training.services.learning import enrol, open_lesson

PER_PAGE = 20


def edition_or_404(code: str) -> ModuleEdition:
    """Return the newest edition of the live module, or answer 404."""
    edition = module_by_code(code)
    if edition is None:
        raise Http404
    return edition


class ModuleIndexView(PersonMixin, TemplateView):
    """All live modules, with a search that needs no marks and a filter by state."""

    template_name = "training/module_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filter, page and describe."""
        query = self.request.GET.get("q", "").strip()[:100]
        state = self.request.GET.get("trang-thai", "")
        cards = [_card(view) for view in module_views(self.person, latest_editions())]
        named = [card for card in cards if fold(query) in fold(f"{card['title']} {card['summary']}")]
        found = [card for card in named if not state or card["state"] == state]
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("trang"))
        _add_competencies(page.object_list)
        context = {
            "query": query,
            "filters": [_state_filter(named, state)],
            "active_filters": _active(query, state),
            "clear_url": reverse("module_index"),
            "modules": page.object_list,
            "total": len(found),
            "pager": _pager(page, query, state),
        }
        return super().get_context_data(**kwargs) | context


def _card(view: ModuleView) -> dict[str, Any]:
    enrolment = view.enrolment
    return {
        "module_uid": view.edition.module_uid,
        "title": view.edition.title,
        "url": reverse("module_detail", args=[view.edition.code]),
        "summary": view.edition.summary,
        "competencies": [],
        "lessons": len(view.lessons),
        "minutes": view.edition.minutes,
        "updated_on": clock.civil_day(view.edition.published_at),
        "state": _state(view),
        "percent": round(100 * view.done / len(view.lessons)) if view.lessons and enrolment else None,
        "due_on": enrolment.due_on if enrolment else None,
        "valid_until": None,
    }


def _state(view: ModuleView) -> str:
    if view.enrolment is None:
        return "none"
    if view.enrolment.state == Enrolment.State.COMPLETED:
        return "done"
    return "studying" if view.done else "assigned"


def _add_competencies(cards: list[dict[str, Any]]) -> None:
    found = competencies_of([card["module_uid"] for card in cards])
    for card in cards:
        card["competencies"] = [row.competency.name for row in found.get(card["module_uid"], [])]


def _state_labels() -> dict[str, str]:
    return {
        "assigned": _("Not begun"),
        "studying": _("In progress"),
        "done": _("Completed"),
        "none": _("Not enrolled"),
    }


def _state_filter(cards: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    options = [
        {"value": value, "label": label, "count": sum(card["state"] == value for card in cards)}
        for value, label in _state_labels().items()
    ]
    for option in options:
        option["checked"] = option["value"] == chosen
    return {"name": "trang-thai", "legend": _("State"), "options": options}


def _active(query: str, state: str) -> list[dict[str, str]]:
    active = []
    if query:
        active.append({"label": f"“{query}”", "remove_url": f"?trang-thai={state}" if state else "?"})
    if state in _state_labels():
        active.append({"label": _state_labels()[state], "remove_url": f"?q={query}" if query else "?"})
    return active


def _pager(page: Any, query: str, state: str) -> dict[str, Any] | None:
    if page.paginator.num_pages == 1:
        return None
    address = f"?q={query}&trang-thai={state}&trang="
    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": f"{address}{page.previous_page_number()}" if page.has_previous() else None,
        "next_url": f"{address}{page.next_page_number()}" if page.has_next() else None,
    }


class ModuleDetailView(PersonMixin, TemplateView):
    """One module: its lessons, my progress, its test and what it rests on."""

    template_name = "training/module_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the newest edition for this person."""
        edition = edition_or_404(kwargs["code"])
        today = clock.today()
        view = module_views(self.person, [edition])[0]
        exam = module_exam(self.person, edition, at=clock.now())
        citations = citations_of(edition, today)
        context = {
            "module": _module(edition),
            "lessons": [_lesson_line(view, number) for number in range(len(view.lessons))],
            "enrolment": _enrolment(view, today),
            "action": _action(view, exam),
            "exam": exam,
            "citations": citations,
            "outdated": any(citation.state == "expired" for citation in citations),
            "crumbs": [
                {"title": _("Modules"), "url": reverse("module_index")},
                {"title": edition.title, "url": None},
            ],
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
        "updated_on": clock.civil_day(edition.published_at),
        "competencies": [{"name": row.competency.name, "level": row.level} for row in rows],
    }


def _lesson_line(view: ModuleView, index: int) -> dict[str, Any]:
    lesson = view.lessons[index]
    state = "done" if lesson.completed_at else "current" if lesson == view.next_lesson else "open"
    return {
        "number": lesson.number,
        "title": lesson.title,
        "url": reverse("lesson", args=[view.edition.code, lesson.key]),
        "minutes": lesson.minutes,
        "state": state,
    }


def _enrolment(view: ModuleView, today: Any) -> dict[str, Any] | None:
    enrolment = view.enrolment
    if enrolment is None:
        return None
    completed_on = view.completed_on
    state, days = due_state(due_on=enrolment.due_on, completed=completed_on is not None, today=today)
    assignment = enrolment.assignment
    return {
        "due_on": enrolment.due_on,
        "state": state,
        "days": days,
        "mandatory": bool(assignment and assignment.mandatory),
        "assigned_by": assignment.basis if assignment else "",
        "progress_done": view.done,
        "progress_total": len(view.lessons),
        "completed_on": completed_on,
    }


def _action(view: ModuleView, exam: ModuleExam | None) -> dict[str, str] | None:
    lesson = view.next_lesson
    if view.enrolment is None:
        return {"label": _("Begin"), "url": reverse("module_start", args=[view.edition.code]), "method": "post"}
    if lesson is not None:
        label = _("Continue lesson %(number)s") if view.done else _("Begin lesson %(number)s")
        url = reverse("lesson", args=[view.edition.code, lesson.key])
        return {"label": label % {"number": lesson.number}, "url": url, "method": "get"}
    if exam is not None and exam.state in {"open", "failed"}:
        return {"label": _("To the test"), "url": exam.url, "method": "get"}
    return None


@require_POST
def start_module(request: HttpRequest, code: str) -> HttpResponse:
    """Enrol me and open the first lesson."""
    person = person_of(request)
    edition = edition_or_404(code)
    at = clock.now()
    enrolment = enrol(staff=person, module_uid=edition.module_uid, at=at)
    if not edition.lessons:
        return redirect("module_detail", code=code)
    key = edition.lessons[0]["key"]
    open_lesson(enrolment=enrolment, edition=edition, key=key, at=at)
    return redirect("lesson", code=code, key=key)
