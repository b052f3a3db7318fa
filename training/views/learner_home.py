""" "Việc học của tôi": what waits for me, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import clock
from organization.access import PersonMixin
from training.home import sections_of
from training.selectors.home import LearnerWork, learner_work
from training.selectors.modules import ModuleView


@dataclass(frozen=True, slots=True)
class WorkItemCard:
    """One line of the docket; see docs/screens.md."""

    title: str
    url: str
    kind: str
    due_on: date | None
    state: str
    days: int | None
    mandatory: bool
    minutes: int | None
    assigned_by: str
    progress_done: int
    progress_total: int


class LearnerHomeView(PersonMixin, TemplateView):
    """The first page after signing in."""

    template_name = "training/learner_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect the docket, exams, news and what higher apps add."""
        today = clock.today()
        work = learner_work(self.person, today)
        shows_done = "da-xong" in self.request.GET
        context = {
            "today": today,
            "counts": {"assigned": len(work.open), "overdue": work.overdue},
            "next_step": _next_step(work),
            "items": [_card(item.view, item.state, item.days) for item in (work.all if shows_done else work.open)],
            "done_count": 0 if shows_done else len(work.done),
            "done_url": "?da-xong=1",
            "news": [
                {
                    "title": edition.title,
                    "url": reverse("module_detail", args=[edition.code]),
                    "on": clock.civil_day(edition.published_at),
                    "summary": edition.summary,
                }
                for edition in work.new_editions
            ],
        }
        return super().get_context_data(**kwargs) | context | sections_of(self.person, today)


def _card(view: ModuleView, state: str, days: int | None) -> WorkItemCard:
    enrolment = view.enrolment
    assignment = enrolment.assignment if enrolment else None
    return WorkItemCard(
        title=view.edition.title,
        url=reverse("module_detail", args=[view.edition.code]),
        kind="module",
        due_on=enrolment.due_on if enrolment else None,
        state=state,
        days=days,
        mandatory=bool(assignment and assignment.mandatory),
        minutes=view.minutes_left or view.edition.minutes,
        assigned_by=assignment.basis if assignment else "",
        progress_done=view.done,
        progress_total=len(view.lessons),
    )


def _next_step(work: LearnerWork) -> dict[str, Any] | None:
    item = next(iter(work.open), None)
    if item is None:
        return None
    view = item.view
    lesson = view.next_lesson
    if lesson is None:
        return None
    url = reverse("lesson", args=[view.edition.code, lesson.key])
    action = _("Continue lesson %(number)s") if view.done else _("Begin lesson %(number)s")
    return {
        "kicker": _("Next step"),
        "title": view.edition.title,
        "url": url,
        "action": action % {"number": lesson.number},
        "progress_done": view.done,
        "progress_total": len(view.lessons),
        "minutes_left": view.minutes_left,
    }
