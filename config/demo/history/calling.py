"""Whom a session concerns: by unit, by lot, without those whose certificate holds for some time yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessments.models import ExamSession
from assessments.services.exams import Call, add_candidates
from certificates.models import Certificate
from config.demo.accounts import account
from config.demo.days import moment
from core.sampling import Sampler
from organization.models import OrganizationUnit, StaffMember
from organization.selectors import postings_on, subtree_ids
from training.models import Completion

# Whoever wrote or appraised the questions does not answer them; the learner of the demo has everything still to do.
_STAYS_AWAY = ("rade", "thamdinh", "hocvien")
_RENEWAL = timedelta(days=60)
_EXTRA_SECONDS, _EXTRA_REASON = 600, "Thị lực yếu, đơn vị đề nghị cộng thời gian"


@dataclass(frozen=True, slots=True)
class Round:
    """A session: when it opens and for how many working days, whom it calls, and how many thousandths of them.

    With `open_until` it is a session that is still open on the last day, for everybody.
    """

    days_before: int
    units: tuple[str, ...]
    share: int
    working_days: int = 10
    open_until: int | None = None
    basis: str = ""


def concerned(plan: Round, session: ExamSession, day: date) -> list[StaffMember]:
    """Return the people of the units concerned, by lot; nobody whose certificate holds for some time yet."""
    wanted = _units(plan, day)
    certified = _certified(day)
    draw = Sampler(f"called {session.code}")
    postings = postings_on(None, day)
    found = []
    for staff in in_list_order(postings):
        is_drawn = draw.below(1000) < plan.share
        if is_drawn and staff.pk not in certified and postings[staff.pk].unit_id in wanted:
            found.append(staff)
    return found


def call(session: ExamSession, people: list[StaffMember], at: datetime) -> None:
    """Call people; the first on the list needs more time."""
    calls = [Call(staff) for staff in people]
    if people:
        calls[0] = Call(people[0], extra_seconds=_EXTRA_SECONDS, extra_reason=_EXTRA_REASON)
    add_candidates(session=session, calls=calls, by=account("noivu"), at=at)


def in_list_order(keys: Iterable[int]) -> list[StaffMember]:
    """Return people as exam lists have them, without those who stay away."""
    people = StaffMember.objects.filter(pk__in=list(keys)).exclude(user__username__in=_STAYS_AWAY)
    return list(people.order_by("sort_key", "pk"))


def studied_by(session: ExamSession, day: date) -> frozenset[int] | None:
    """Return who had completed the module before a day; None when the exam asks for no module."""
    if session.exam.gate_module_uid is None:
        return None
    rows = Completion.objects.filter(enrolment__module_uid=session.exam.gate_module_uid, at__lt=moment(day))
    return frozenset(rows.values_list("enrolment__staff_id", flat=True))


def _units(plan: Round, day: date) -> frozenset[int]:
    alive = OrganizationUnit.objects.on(day).filter(code__in=plan.units)
    return frozenset().union(*(subtree_ids(one.pk, day) for one in alive))


def _certified(day: date) -> frozenset[int]:
    rows = Certificate.objects.filter(issued_on__isnull=False, valid_until__gte=day + _RENEWAL)
    return frozenset(rows.values_list("staff_id", flat=True))
