""" "Việc học của tôi": what waits for me, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import clock
from organization.access import PersonMixin
from organization.selectors import posting_on
from training.home import sections_of
from training.models import ModuleEdition
from training.selectors.exams import waiting_exams
from training.selectors.home import LearnerItem, LearnerWork, OwnGap, learner_work, own_gaps
from training.views.cards import lesson_action

SHOWS_DONE = "da-xong"


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
        """Collect the docket, exams, gaps, news and what higher apps add."""
        at = clock.now()
        today = clock.civil_day(at)
        posting = posting_on(self.person.pk, today)
        work = learner_work(self.person, posting, today)
        shows_done = SHOWS_DONE in self.request.GET
        context = {
            "today": today,
            "counts": {"assigned": len(work.open), "overdue": work.overdue},
            "next_step": _next_step(work),
            "items": [_card(item) for item in (work.all if shows_done else work.open)],
            "done_count": 0 if shows_done else len(work.done),
            "done_url": f"?{SHOWS_DONE}=1",
            "news": [_news(edition) for edition in work.new_editions],
            "exams": waiting_exams(self.person, posting, work.unsettled_exams, at=at),
            "gaps": [_gap(one) for one in own_gaps(self.person, posting, today)],
        }
        return super().get_context_data(**kwargs) | context | sections_of(self.person, today)


def _card(item: LearnerItem) -> WorkItemCard:
    view = item.view
    name = "exam_intro" if view.waits_for_exam else "module_detail"
    code = view.edition.exam_code if view.waits_for_exam else view.edition.code
    return WorkItemCard(
        title=view.edition.title,
        url=reverse(name, args=[code]),
        kind="module",
        due_on=view.enrolment.due_on if view.enrolment else None,
        state=item.state,
        days=item.days,
        mandatory=view.is_mandatory,
        minutes=view.minutes_left or None,
        assigned_by=view.assigned_by,
        progress_done=view.progress.done,
        progress_total=view.progress.total,
    )


def _next_step(work: LearnerWork) -> dict[str, Any] | None:
    view = next((item.view for item in work.open if item.view.next_lesson), None)
    action = lesson_action(view) if view else None
    if view is None or action is None:
        return None
    return {
        "kicker": _("Next step"),
        "title": view.edition.title,
        "url": action.url,
        "action": action.label,
        "progress_done": view.progress.done,
        "progress_total": view.progress.total,
        "minutes_left": view.minutes_left,
    }


def _news(edition: ModuleEdition) -> dict[str, Any]:
    return {
        "title": edition.title,
        "url": reverse("module_detail", args=[edition.code]),
        "on": clock.civil_day(edition.published_at),
        "summary": edition.summary,
    }


def _gap(one: OwnGap) -> dict[str, Any]:
    url = f"{reverse('own_profile')}?{urlencode({'nang-luc': one.code})}#vi-sao"
    return {"name": one.name, "url": url, "held": one.held, "required": one.required}
