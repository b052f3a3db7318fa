"""What waits for one learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organization.models import StaffMember
from training.domain.due import due_state
from training.models import Enrolment, ModuleEdition
from training.selectors.modules import ModuleView, latest_editions, module_views

NEW_WITHIN_DAYS = 60
NEWS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LearnerItem:
    """A module the person is enrolled in; `days` counts days left or, when overdue, days over."""

    view: ModuleView
    state: str
    days: int | None


@dataclass(frozen=True, slots=True)
class LearnerWork:
    """The docket: open items by due date (overdue first, without a date last), done items, new modules."""

    open: tuple[LearnerItem, ...]
    done: tuple[LearnerItem, ...]
    new_editions: tuple[ModuleEdition, ...]

    @property
    def all(self) -> tuple[LearnerItem, ...]:
        """Return open items, then done ones."""
        return self.open + self.done

    @property
    def overdue(self) -> int:
        """Return the number of overdue items."""
        return sum(item.state == "overdue" for item in self.open)


def learner_work(staff: StaffMember, today: date) -> LearnerWork:
    """Return the person's docket as of `today`. Three queries whatever the number of modules."""
    views = module_views(staff, latest_editions())
    enrolled = [_item(view, today) for view in views if view.enrolment]
    waiting = [item for item in enrolled if item.state != "done"]
    waiting.sort(key=lambda item: (_due(item) is None, _due(item) or today))
    return LearnerWork(
        open=tuple(waiting),
        done=tuple(item for item in enrolled if item.state == "done"),
        new_editions=_new(views, today),
    )


def _due(item: LearnerItem) -> date | None:
    return item.view.enrolment.due_on if item.view.enrolment else None


def _item(view: ModuleView, today: date) -> LearnerItem:
    enrolment = view.enrolment
    completed = enrolment is not None and enrolment.state == Enrolment.State.COMPLETED
    due = enrolment.due_on if enrolment else None
    state, days = due_state(due_on=due, completed=completed, today=today)
    return LearnerItem(view, state, days)


def _new(views: list[ModuleView], today: date) -> tuple[ModuleEdition, ...]:
    fresh = [
        view.edition
        for view in views
        if view.enrolment is None and (today - view.edition.published_at.date()).days <= NEW_WITHIN_DAYS
    ]
    return tuple(sorted(fresh, key=lambda edition: edition.published_at, reverse=True)[:NEWS_SHOWN])
