"""Beginning an attempt: once, with a paper of its own and a deadline by the clock of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext

from assessments.domain.drawing import draw
from assessments.domain.lifecycle import deadline
from assessments.domain.paper import Paper
from assessments.models import Attempt, AttemptTime
from assessments.selectors.attempts import is_time_over, running_attempt
from assessments.selectors.bank import draw_rules, pool_of
from assessments.selectors.offers import Offer, offer_for, refusal_for
from assessments.services.sealing import seal_if_over
from assessments.services.snapshot import AttemptRules, rules_of
from core.clock import civil_day
from core.errors import Conflict, DomainError
from core.sampling import fresh_seed
from core.services.audit import Act, record
from organization.models import StaffMember

if TYPE_CHECKING:
    from core.models import User
    from organization.selectors import Posting

# Parallel starts find what the first of them wrote; more than one retry means that attempts end meanwhile.
_TRIES = 3


class StartRefused(DomainError):
    """An attempt that may not begin.

    Codes: those of `domain.admission.RefusalCode` (param `until`: from when, or None), `not_candidate`, `no_posting`.
    """


class ExamUnknown(DomainError):
    """There is no exam of that code, or none that concerns the person."""

    code = "exam_unknown"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that a new attempt is made of."""

    offer: Offer
    posting: Posting
    rules: AttemptRules
    paper: Paper
    seed: str


def start_attempt(*, staff: StaffMember, exam_code: str, start_key: UUID, by: User, at: datetime) -> Attempt:
    """Begin an attempt and return it; a repeated or parallel start returns the same one.

    Whoever has an attempt under way gets that one. An attempt whose time is over is sealed first. Not to be called
    within a transaction.

    Args:
        staff: who sits the exam.
        exam_code: which exam; the version and session are chosen by `offer_for`.
        start_key: made by the page that offers the start, so that a double click starts once.
        by: the account.
        at: now, by the clock of the database.

    Raises:
        ExamUnknown: nothing under this code concerns the person.
        StartRefused: see its codes.
        BankTooSmall: no paper can be drawn today.
        Conflict: attempts began and ended meanwhile; asking again helps.
    """
    for _ in range(_TRIES):
        present = _present(staff, exam_code, start_key, at)
        if present is not None:
            return present
        try:
            return _write(_plan(staff, exam_code, at), staff, start_key, by, at)
        except IntegrityError:
            # The same person was faster elsewhere.
            continue
        except StartRefused:
            # So it may be here: the attempt that leaves none over is the one that was just begun.
            present = _present(staff, exam_code, start_key, at)
            if present is None:
                raise
            return present
    raise Conflict


def _present(staff: StaffMember, exam_code: str, start_key: UUID, at: datetime) -> Attempt | None:
    same: Attempt | None = Attempt.objects.filter(staff=staff, exam_code=exam_code, start_key=start_key).first()
    if same is not None:
        return same
    running = running_attempt(staff, exam_code)
    if running is None or not is_time_over(running, at):
        return running
    seal_if_over(running.uid)
    return None


def _plan(staff: StaffMember, exam_code: str, at: datetime) -> _Plan:
    offer = offer_for(staff, exam_code, at=at)
    if offer is None:
        raise ExamUnknown
    if not offer.may_sit:
        raise StartRefused("not_candidate")
    _check(offer, staff, at)
    if offer.posting is None:
        raise StartRefused("no_posting")
    rules = draw_rules(offer.exam)
    day, seed = civil_day(at), fresh_seed()
    paper = draw(rules, pool_of(rules, day), seed=seed, on=day)
    return _Plan(offer, offer.posting, rules_of(offer.exam, extra_seconds=offer.extra_seconds), paper, seed)


def _check(offer: Offer, staff: StaffMember, at: datetime) -> None:
    refusal = refusal_for(offer, staff, at=at)
    if refusal is not None:
        raise StartRefused(refusal.code.value, until=refusal.until)


@transaction.atomic
def _write(plan: _Plan, staff: StaffMember, start_key: UUID, by: User, at: datetime) -> Attempt:
    # One start of a person at a time, and what the plan rests on looked at again: an attempt may have come and gone
    # since, and would not be counted.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    _check(plan.offer, staff, at)
    attempt = _attempt(plan, staff, start_key, at)
    attempt.save(force_insert=True)
    candidate = plan.offer.candidate
    if candidate is not None and candidate.extra_seconds:
        AttemptTime.objects.create(
            attempt=attempt,
            kind=AttemptTime.Kind.EXTRA,
            seconds=candidate.extra_seconds,
            reason=candidate.extra_reason or gettext("Extra time of the candidate"),
            at=at,
        )
    act = Act(
        "attempt_started",
        "assessments.Attempt",
        str(attempt.uid),
        actor_uid=by.uid,
        subject_uid=staff.uid,
        unit_uid=attempt.unit.uid,
        detail={"exam": attempt.exam_code, "number": attempt.number, "paper": attempt.paper_sha256},
    )
    record(act, at=at)
    return attempt


def _attempt(plan: _Plan, staff: StaffMember, start_key: UUID, at: datetime) -> Attempt:
    offer, exam = plan.offer, plan.offer.exam
    earlier = Attempt.objects.filter(staff=staff, exam_code=exam.code, session=offer.session)
    return Attempt(
        exam=exam,
        exam_code=exam.code,
        session=offer.session,
        staff=staff,
        number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        state=Attempt.State.OPEN,
        seed=plan.seed,
        start_key=start_key,
        prepared_at=at,
        started_at=at,
        deadline=_deadline(offer, at),
        grace_seconds=exam.grace_seconds,
        rules=plan.rules.to_json(),
        unit_id=plan.posting.unit_id,
        position_id=plan.posting.position_id,
        paper=plan.paper.to_json(),
        paper_sha256=plan.paper.sha256,
    )


def _deadline(offer: Offer, at: datetime) -> datetime:
    return deadline(
        started_at=at,
        limit_seconds=offer.exam.time_limit_seconds,
        extra_seconds=offer.extra_seconds,
        window_end=offer.session.closes_at if offer.session else None,
        window_extra_seconds=offer.extra_seconds,
    )
