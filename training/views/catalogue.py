"""The list of modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from core import clock
from core.vietnamese.folding import fold
from organization.access import PersonMixin
from organization.selectors import posting_on
from training.selectors.citations import outdated_editions
from training.selectors.modules import ModuleView, competencies_of, latest_editions, module_views
from training.views.cards import published_on

PER_PAGE = 20
QUERY_LIMIT = 100
STATE, COMPETENCY = "trang-thai", "nang-luc"


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """One line of the list; see docs/screens.md."""

    title: str
    url: str
    summary: str
    competencies: tuple[str, ...]
    lessons: int
    minutes: int
    updated_on: date
    state: str
    percent: int | None
    due_on: date | None
    valid_until: None = None

    @property
    def folded(self) -> str:
        """Return what the search looks through."""
        return fold(" ".join([self.title, self.summary, *self.competencies]))


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader asked for. Several values of one filter widen it, two filters narrow each other."""

    query: str
    states: frozenset[str]
    competencies: frozenset[str]
    sort: str

    @classmethod
    def read(cls, given: QueryDict) -> Choice:
        """Read the address line; unknown words are left out."""
        sort = given.get("sort", "")
        return cls(
            query=given.get("q", "").replace("\x00", "").strip()[:QUERY_LIMIT],
            states=frozenset(given.getlist(STATE)) & frozenset(state_labels()),
            competencies=frozenset(given.getlist(COMPETENCY)),
            sort=sort if sort in sort_labels() else "",
        )

    def matches(self, card: ModuleCard) -> bool:
        """Tell whether the module is wanted."""
        named = all(word in card.folded for word in fold(self.query).split())
        in_state = not self.states or card.state in self.states
        return named and in_state and (not self.competencies or not self.competencies.isdisjoint(card.competencies))

    def address(self, page: int | None = None) -> str:
        """Return the address line that asks for the same, of another page if one is named."""
        pairs = [
            ("q", self.query),
            *((STATE, state) for state in sorted(self.states)),
            *((COMPETENCY, name) for name in sorted(self.competencies)),
            ("sort", self.sort),
            ("trang", page or ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def state_labels() -> dict[str, str]:
    """Return the states that can be chosen, in the order of the filter."""
    return {
        "assigned": pgettext("state of a topic", "Assigned"),
        "studying": _("Studying"),
        "waiting_exam": _("Waiting for the test"),
        "done": _("Completed"),
        "none": _("Not enrolled"),
        "outdated": _("Cites an expired document"),
    }


def sort_labels() -> dict[str, str]:
    """Return the orders that can be chosen; the first one is the usual one."""
    return {"": _("My due date"), "title": _("Title"), "newest": _("Newest edition")}


class ModuleIndexView(PersonMixin, TemplateView):
    """The modules that are open to me, with a search that needs no marks, and filters."""

    template_name = "training/module_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filter, sort, page and describe."""
        choice = Choice.read(self.request.GET)
        today = clock.today()
        editions = latest_editions(self.person, posting_on(self.person.pk, today), today)
        cards = _cards(module_views(self.person, editions), today)
        found = _sorted([card for card in cards if choice.matches(card)], choice.sort)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("trang"))
        context = {
            "unit_name": "",
            "query": choice.query,
            "filters": _filters(cards, choice),
            "active_filters": _active(choice),
            "clear_url": reverse("module_index"),
            "sort": choice.sort,
            "sort_options": [{"value": value, "label": label} for value, label in sort_labels().items()],
            "modules": page.object_list,
            "total": len(found),
            "pager": _pager(page, choice),
        }
        return super().get_context_data(**kwargs) | context


def _cards(views: Sequence[ModuleView], today: date) -> list[ModuleCard]:
    editions = [view.edition for view in views]
    names = competencies_of([edition.module_uid for edition in editions])
    outdated = outdated_editions(editions, today)
    return [
        _card(
            view,
            tuple(row.competency.name for row in names.get(view.edition.module_uid, ())),
            is_outdated=view.edition.pk in outdated,
        )
        for view in views
    ]


def _card(view: ModuleView, competencies: tuple[str, ...], *, is_outdated: bool) -> ModuleCard:
    edition, enrolment = view.edition, view.enrolment
    return ModuleCard(
        title=edition.title,
        url=reverse("module_detail", args=[edition.code]),
        summary=edition.summary,
        competencies=competencies,
        lessons=len(view.lessons),
        minutes=edition.minutes,
        updated_on=published_on(edition),
        state=_state(view, is_outdated=is_outdated),
        percent=view.progress.percent if enrolment else None,
        due_on=enrolment.due_on if enrolment and not view.is_completed else None,
    )


def _state(view: ModuleView, *, is_outdated: bool) -> str:
    """Whoever studies a module sees how far; whoever might begin is warned first."""
    if view.enrolment is None:
        return "outdated" if is_outdated else "none"
    if view.is_completed:
        return "waiting_exam" if view.waits_for_exam else "done"
    return "studying" if view.progress.done else "assigned" if view.assigned_by else "studying"


def _sorted(cards: list[ModuleCard], sort: str) -> list[ModuleCard]:
    """Sort; cards that are alike keep the order of their codes."""
    if sort == "title":
        return sorted(cards, key=lambda card: fold(card.title))
    if sort == "newest":
        return sorted(cards, key=lambda card: card.updated_on, reverse=True)
    return sorted(cards, key=lambda card: (card.due_on is None, card.due_on or date.max))


def _filters(cards: Sequence[ModuleCard], choice: Choice) -> list[dict[str, Any]]:
    """Return the filters; a count tells how many modules each option would show beside the other filter."""
    by_state = [card for card in cards if replace(choice, states=frozenset()).matches(card)]
    by_competency = [card for card in cards if replace(choice, competencies=frozenset()).matches(card)]
    states = [
        _option(value, label, sum(card.state == value for card in by_state), value in choice.states)
        for value, label in state_labels().items()
    ]
    names = sorted({name for card in cards for name in card.competencies}, key=fold)
    competencies = [
        _option(name, name, sum(name in card.competencies for card in by_competency), name in choice.competencies)
        for name in names
    ]
    groups = [(STATE, _("State"), states), (COMPETENCY, _("Competency"), competencies)]
    return [{"name": name, "legend": legend, "options": options} for name, legend, options in groups if options]


def _option(value: str, label: str, count: int, checked: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "count": count, "checked": checked}


def _active(choice: Choice) -> list[dict[str, str]]:
    labels = state_labels()
    active = [(f"“{choice.query}”", replace(choice, query=""))] if choice.query else []
    active += [(labels[one], replace(choice, states=choice.states - {one})) for one in labels if one in choice.states]
    active += [(one, replace(choice, competencies=choice.competencies - {one})) for one in sorted(choice.competencies)]
    return [{"label": label, "remove_url": without.address()} for label, without in active]


def _pager(page: Page[ModuleCard], choice: Choice) -> dict[str, Any] | None:
    if page.paginator.num_pages == 1:
        return None
    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": choice.address(page.previous_page_number()) if page.has_previous() else None,
        "next_url": choice.address(page.next_page_number()) if page.has_next() else None,
    }
