"""What waits for one learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from competencies.domain.gaps import GapState, gap
from competencies.selectors import columns_in_force, levels_held, requirements_on
from core.clock import civil_day
from organization.models import StaffMember
from organization.selectors import Posting
from training.domain.due import due_state
from training.models import ModuleEdition
from training.selectors.modules import ModuleView, latest_editions, module_views

NEW_WITHIN_DAYS = 60
NEWS_SHOWN = 3
GAPS_SHOWN = 5


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

    @property
    def unsettled_exams(self) -> frozenset[str]:
        """Return the codes of the tests that completed modules have opened and that are still to be passed."""
        return frozenset(item.view.edition.exam_code for item in self.open if item.view.waits_for_exam)


@dataclass(frozen=True, slots=True)
class OwnGap:
    """A competency of which the person's position requires more than is proven; `held` None: not assessed."""

    code: str
    name: str
    held: int | None
    required: int


def learner_work(staff: StaffMember, posting: Posting | None, today: date) -> LearnerWork:
    """Return the person's docket as of `today`. At most seven queries whatever the number of modules."""
    views = module_views(staff, latest_editions(staff, posting, today))
    enrolled = [learner_item(view, today) for view in views if view.enrolment]
    waiting = [item for item in enrolled if item.state != "done"]
    waiting.sort(key=lambda item: (_due(item) is None, _due(item) or today))
    return LearnerWork(
        open=tuple(waiting),
        done=tuple(item for item in enrolled if item.state == "done"),
        new_editions=_new(views, today),
    )


def learner_item(view: ModuleView, today: date) -> LearnerItem:
    """Return how a module that the person is enrolled in stands on `today`."""
    if view.waits_for_exam:
        return LearnerItem(view, "waiting_exam", None)
    due = view.enrolment.due_on if view.enrolment else None
    state, days = due_state(due_on=due, completed=view.is_completed, today=today)
    return LearnerItem(view, state.value, days)


def own_gaps(staff: StaffMember, posting: Posting | None, day: date) -> list[OwnGap]:
    """Return what the position of the day requires and the person does not hold, the widest gap first.

    At most four queries.
    """
    required = requirements_on(day, [posting.position_id]).get(posting.position_id, {}) if posting else {}
    if not required:
        return []
    held = levels_held([staff.pk], day)
    names = {column.code: column.name for column in columns_in_force().competencies}
    gaps = [(code, gap(level, held.get((staff.pk, code)))) for code, level in required.items() if code in names]
    missing = [
        OwnGap(code, names[code], one.held, required[code])
        for code, one in gaps
        if one.state in (GapState.SHORT, GapState.UNASSESSED)
    ]
    # A proven shortage says more than a missing assessment, which is never taken for zero.
    missing.sort(key=lambda one: (one.held is None, (one.held or 0) - one.required, one.name))
    return missing[:GAPS_SHOWN]


def _due(item: LearnerItem) -> date | None:
    return item.view.enrolment.due_on if item.view.enrolment else None


def _new(views: list[ModuleView], today: date) -> tuple[ModuleEdition, ...]:
    fresh = [
        view.edition
        for view in views
        if view.enrolment is None and (today - civil_day(view.edition.published_at)).days <= NEW_WITHIN_DAYS
    ]
    return tuple(sorted(fresh, key=lambda edition: edition.published_at, reverse=True)[:NEWS_SHOWN])
