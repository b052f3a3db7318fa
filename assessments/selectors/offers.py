"""What a person is offered under an exam's code: which version, in which session, on which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from assessments.domain.admission import Refusal, StartFacts, StartRules, start_refusal
from assessments.models import Attempt, Candidate, Exam, ExamSession, ExamSlot
from assessments.querysets import AttemptQuerySet
from assessments.selectors.reviews import is_result_open
from assessments.signals import module_gate_asked
from core.clock import civil_day
from core.periods import add_months
from organization.models import StaffMember
from organization.selectors import Posting, posting_on, subtree_ids


@dataclass(frozen=True, slots=True)
class Offer:
    """An exam as one person may sit it.

    `session` None: the exam is open outside of sessions. `may_sit` False: there are sessions, but the person is called
    to none of them. `posting` None: nobody's unit or position could be written into an attempt.
    """

    exam: Exam
    session: ExamSession | None
    candidate: Candidate | None
    posting: Posting | None
    may_sit: bool = True

    @property
    def extra_seconds(self) -> int:
        """Return the extra time of the candidate."""
        return self.candidate.extra_seconds if self.candidate else 0


def offer_for(staff: StaffMember, exam_code: str, *, at: datetime) -> Offer | None:
    """Return what `staff` is offered under a code at `at`; None when there is nothing that concerns the person.

    Of the sessions that the person may sit an open one comes first (the one that closes soonest), then the next to
    open, then the last that closed. A person without a session gets the published version, if the exam is not held in
    sessions or opens by a module, and the person's unit is one of those that the exam is meant for.
    """
    posting = posting_on(staff.pk, civil_day(at))
    sessions = list(ExamSession.objects.filter(exam__code=exam_code).select_related("exam"))
    candidacies = {row.session_id: row for row in Candidate.objects.filter(staff=staff, session__in=sessions)}
    admitted = [session for session in sessions if _admits(session, candidacies.get(session.pk), posting, at)]
    chosen = _nearest(admitted, at)
    if chosen is not None:
        return Offer(chosen.exam, chosen, candidacies.get(chosen.pk), posting)
    exam = Exam.objects.filter(code=exam_code, status=Exam.Status.PUBLISHED).first()
    if exam is None or not _is_meant_for(exam, posting, at):
        return None
    return Offer(exam, None, None, posting, may_sit=not sessions or exam.gate_module_uid is not None)


def refusal_for(offer: Offer, staff: StaffMember, *, at: datetime) -> Refusal | None:
    """Return why a new attempt may not begin at `at`, or None when it may. A gate is asked only where there is one."""
    return start_refusal(_rules(offer), _facts(offer, staff, at), at=at)


def attempts_used(offer: Offer, staff: StaffMember) -> int:
    """Return how many attempts count against the limit: all but void ones, across the versions of the exam."""
    return _attempts(offer, staff).exclude(state=Attempt.State.VOID).count()


def attempts_left(offer: Offer, staff: StaffMember) -> int | None:
    """Return how many attempts are left, None when there is no limit. At most one query."""
    allowed = offer.exam.attempts_allowed
    return None if allowed is None else max(0, allowed - attempts_used(offer, staff))


def sealed_attempts(staff: StaffMember, offer: Offer) -> list[Attempt]:
    """Return the attempts of a person that are handed in under the code of an offer, newest first. One query."""
    rows = Attempt.objects.filter(staff=staff, exam_code=offer.exam.code, state=Attempt.State.SEALED)
    return list(rows.select_related("exam", "session").order_by("-sealed_at"))


def question_count(exam: Exam) -> int:
    """Return how many questions a paper of an exam holds. One query."""
    return ExamSlot.objects.filter(section__exam=exam).aggregate(total=Sum("count"))["total"] or 0


def published_title(exam_code: str) -> str:
    """Return what the exam of a code is called; an empty text when none is published."""
    rows = Exam.objects.filter(code=exam_code, status=Exam.Status.PUBLISHED)
    return rows.values_list("title", flat=True).first() or ""


def _rules(offer: Offer) -> StartRules:
    exam, session = offer.exam, offer.session
    # A session keeps the version that it was called with, also when a newer one has been published meanwhile.
    published = exam.status == Exam.Status.PUBLISHED or (session is not None and exam.published_at is not None)
    return StartRules(
        published=published,
        opens_at=session.opens_at if session else None,
        closes_at=session.closes_at if session else None,
        attempts_allowed=exam.attempts_allowed,
        waiting_seconds=exam.waiting_seconds,
        needs_module=exam.gate_module_uid is not None,
        passing_ends_it=not exam.retake_after_pass,
    )


def _facts(offer: Offer, staff: StaffMember, at: datetime) -> StartFacts:
    every = Attempt.objects.filter(staff=staff, exam_code=offer.exam.code).exclude(state=Attempt.State.VOID)
    last = every.exclude(sealed_at=None).order_by("-sealed_at").values_list("sealed_at", flat=True).first()
    sealed = _sealed(offer, staff)
    known = [attempt for attempt in sealed if is_result_open(attempt, at=at)]
    return StartFacts(
        attempts_used=attempts_used(offer, staff),
        last_sealed_at=last,
        module_completed=_is_module_completed(offer.exam, staff),
        passed=_has_passed(offer, known, at),
        result_pending=len(known) < len(sealed),
    )


def _attempts(offer: Offer, staff: StaffMember) -> AttemptQuerySet:
    return Attempt.objects.filter(staff=staff, exam_code=offer.exam.code, session=offer.session)


def _is_module_completed(exam: Exam, staff: StaffMember) -> bool:
    if exam.gate_module_uid is None:
        return False
    answers = module_gate_asked.send(sender=Exam, staff_id=staff.pk, module_uid=exam.gate_module_uid)
    return any(answer for _, answer in answers)


def _sealed(offer: Offer, staff: StaffMember) -> list[Attempt]:
    rows = _attempts(offer, staff).filter(state=Attempt.State.SEALED)
    return list(rows.select_related("exam", "session").defer("paper", "rules"))


def _has_passed(offer: Offer, known: Sequence[Attempt], at: datetime) -> bool:
    """A pass ends it within its session; outside of sessions as long as what it proved still counts."""
    passes = [attempt.sealed_at for attempt in known if attempt.passed and attempt.sealed_at]
    if offer.session is not None or not offer.exam.evidence_months:
        return bool(passes)
    today = civil_day(at)
    return any(today < add_months(civil_day(sealed_at), offer.exam.evidence_months) for sealed_at in passes)


def _admits(session: ExamSession, candidate: Candidate | None, posting: Posting | None, at: datetime) -> bool:
    if session.mode == ExamSession.Mode.CANDIDATES:
        return candidate is not None and candidate.status == Candidate.Status.REGISTERED
    if candidate is not None and candidate.status == Candidate.Status.EXCLUDED:
        return False
    return posting is not None and posting.unit_id in subtree_ids(session.owner_unit_id, civil_day(at))


def _is_meant_for(exam: Exam, posting: Posting | None, at: datetime) -> bool:
    if posting is None:
        return False
    if not exam.shared_down:
        return posting.unit_id == exam.owner_unit_id
    return posting.unit_id in subtree_ids(exam.owner_unit_id, civil_day(at))


def _nearest(sessions: Sequence[ExamSession], at: datetime) -> ExamSession | None:
    opened = [session for session in sessions if session.opens_at <= at < session.closes_at]
    coming = [session for session in sessions if at < session.opens_at]
    if opened:
        return min(opened, key=_closing)
    if coming:
        return min(coming, key=_opening)
    return max(sessions, key=_closing, default=None)


def _opening(session: ExamSession) -> datetime:
    return session.opens_at


def _closing(session: ExamSession) -> datetime:
    return session.closes_at
