"""Parts that several pages of training show; see docs/screens.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from organization.models import StaffMember
from organization.selectors import posting_on
from training.models import ModuleEdition
from training.selectors.modules import LessonView, ModuleView, module_by_code


@dataclass(frozen=True, slots=True)
class Action:
    """A button: `method` is get or post."""

    label: str
    url: str
    method: str = "get"


def edition_or_404(code: str, person: StaffMember) -> ModuleEdition:
    """Return the newest edition of the module if it is open to the person today, or answer 404."""
    today = clock.today()
    edition = module_by_code(code, person, posting_on(person.pk, today), today)
    if edition is None:
        raise Http404
    return edition


def lesson_action(view: ModuleView) -> Action | None:
    """Return the button that leads to the next lesson, or None when there is none left."""
    lesson = view.next_lesson
    if lesson is None:
        return None
    label = _("Continue lesson %(number)s") if view.progress.done else _("Begin lesson %(number)s")
    return Action(label % {"number": lesson.number}, lesson_url(view, lesson))


def lesson_url(view: ModuleView, lesson: LessonView) -> str:
    """Return the address of a lesson."""
    return reverse("lesson", args=[view.edition.code, lesson.key])


def crumbs_to(edition: ModuleEdition, *further: str) -> list[dict[str, Any]]:
    """Return the way to a module and below it; the last place has no address."""
    places = [
        (_("Topics"), reverse("module_index")),
        (edition.title, reverse("module_detail", args=[edition.code])),
        *((title, None) for title in further),
    ]
    return [{"title": title, "url": url} for title, url in places[:-1]] + [{"title": places[-1][0], "url": None}]


def published_on(edition: ModuleEdition) -> Any:
    """Return the civil day of publication."""
    return clock.civil_day(edition.published_at)
