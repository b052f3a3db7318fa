"""Reading exams and sessions: the version in force, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from assessments.models import Attempt, Candidate, Exam, ExamSession
from core.clock import civil_day
from organization.models import StaffMember
from organization.selectors import Posting, posting_on, unit_tree


@dataclass(frozen=True, slots=True)
class DueExam:
    """A session that a person may sit now or later.

    `attempts_left` None means without limit; `is_running` tells that an attempt is under way.
    """

    code: str
    title: str
    session_title: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    candidate_number: str
    attempts_left: int | None
    is_running: bool

    def is_open(self, at: datetime) -> bool:
        """Tell whether the session is open at an instant."""
        return self.opens_at <= at < self.closes_at


def exam_for_code(code: str) -> Exam | None:
    """Return the published version of an exam, or None. One query."""
    return Exam.objects.filter(code=code, status=Exam.Status.PUBLISHED).first()


def exams_due(staff: StaffMember, at: datetime) -> list[DueExam]:
    """Return the sessions that wait for a person: open or still to come, not passed, with attempts left.

    A session concerns whoever is called to it, and, if it is open, the units below its owner. The one that closes
    soonest comes first. Six queries, whatever the number of sessions.
    """
    rows = _sessions_for(staff, at)
    candidacies = {row.session_id: row for row in Candidate.objects.filter(staff=staff, session__in=rows)}
    attempts = _Attempts(staff, [row.exam.code for row in rows])
    due = [_due(row, candidacies.get(row.pk), attempts) for row in rows if not attempts.ended(row)]
    return [exam for exam in due if exam.attempts_left != 0 or exam.is_running]


def open_sessions_for(staff: StaffMember, at: datetime) -> list[DueExam]:
    """Return those of `exams_due` that are open at an instant."""
    return [exam for exam in exams_due(staff, at) if exam.is_open(at)]


def _sessions_for(staff: StaffMember, at: datetime) -> list[ExamSession]:
    called = Q(candidates__staff=staff, candidates__status=Candidate.Status.REGISTERED)
    excluded = Candidate.objects.filter(staff=staff, status=Candidate.Status.EXCLUDED)
    opened = Q(mode=ExamSession.Mode.OPEN, owner_unit_id__in=_own_and_above(posting_on(staff.pk, civil_day(at)), at))
    rows = ExamSession.objects.filter(called | opened, closes_at__gt=at).exclude(pk__in=excluded.values("session_id"))
    return list(rows.select_related("exam").order_by("closes_at", "pk").distinct())


def _own_and_above(posting: Posting | None, at: datetime) -> tuple[int, ...]:
    if posting is None:
        return ()
    above = unit_tree(civil_day(at)).ancestors(posting.unit_id)
    return (posting.unit_id, *above)  # type: ignore[arg-type]  # keys of the tree are ids here


class _Attempts:
    """What a person has done so far under some codes. One query."""

    def __init__(self, staff: StaffMember, codes: list[str]) -> None:
        rows = Attempt.objects.filter(staff=staff, exam_code__in=codes).exclude(state=Attempt.State.VOID)
        found = list(rows.values_list("exam_code", "session_id", "state", "passed"))
        self._used = Counter((code, session) for code, session, _, _ in found)
        self._passed = {(code, session) for code, session, _, passed in found if passed}
        running = (Attempt.State.PREPARED, Attempt.State.OPEN)
        self._running = {code for code, _, state, _ in found if state in running}

    def ended(self, session: ExamSession) -> bool:
        """Tell whether a pass ended the session for the person."""
        return not session.exam.retake_after_pass and (session.exam.code, session.pk) in self._passed

    def left(self, session: ExamSession) -> int | None:
        """Return how many attempts are left in a session, None when there is no limit."""
        allowed = session.exam.attempts_allowed
        return None if allowed is None else max(0, allowed - self._used[session.exam.code, session.pk])

    def is_running(self, code: str) -> bool:
        """Tell whether an attempt is under way."""
        return code in self._running


def _due(session: ExamSession, candidate: Candidate | None, attempts: _Attempts) -> DueExam:
    exam = session.exam
    return DueExam(
        code=exam.code,
        title=exam.title,
        session_title=session.title,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
        minutes=exam.time_limit_seconds // 60,
        candidate_number=candidate.number if candidate else "",
        attempts_left=attempts.left(session),
        is_running=attempts.is_running(exam.code),
    )
