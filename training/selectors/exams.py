"""The exam of a module, and the exams that wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.admission import Refusal, RefusalCode
from assessments.models import Attempt, Candidate, Exam, ExamSession
from assessments.selectors.offers import offer_for, refusal_for
from core.clock import civil_day, in_vietnam
from organization.models import StaffMember
from organization.selectors import Posting, unit_tree
from training.models import ModuleEdition

STATES = {
    RefusalCode.ALREADY_PASSED: "passed",
    RefusalCode.MODULE_NOT_COMPLETED: "locked",
    RefusalCode.WAITING: "failed",
    RefusalCode.NO_ATTEMPTS_LEFT: "failed",
}
RUNNING = (Attempt.State.PREPARED, Attempt.State.OPEN)


@dataclass(frozen=True, slots=True)
class ModuleExam:
    """The exam of a module for one person; `state` is open, locked, passed or failed.

    An open exam may still have to be waited for: `can_begin` tells whether an attempt may begin or go on now.
    """

    title: str
    url: str
    state: str
    note: str
    can_begin: bool


@dataclass(frozen=True, slots=True)
class WaitingExam:
    """An exam that the person may sit or is called to; see docs/screens.md. `attempts_left` None: without limit."""

    title: str
    url: str
    opens_at: datetime | None
    closes_at: datetime | None
    minutes: int
    place: str
    candidate_number: str
    attempts_left: int | None


def module_exam(staff: StaffMember, edition: ModuleEdition, *, at: datetime) -> ModuleExam | None:
    """Return how the module's exam stands for the person, or None when it has none that concerns the person."""
    offer = offer_for(staff, edition.exam_code, at=at) if edition.exam_code else None
    if offer is None:
        return None
    refusal = refusal_for(offer, staff, at=at)
    if refusal is not None and _is_running(staff, edition.exam_code):
        refusal = None
    return ModuleExam(
        title=offer.exam.title,
        url=reverse("exam_intro", args=[edition.exam_code]),
        state=STATES.get(refusal.code, "open") if refusal else "open",
        note=_note(refusal),
        can_begin=refusal is None and offer.may_sit,
    )


def unsettled_exams(staff: StaffMember, exam_codes: Collection[str]) -> frozenset[str]:
    """Return the published exams among the codes that the person has still to pass. Two queries, none without codes.

    A result that is not shown yet settles the exam for the time being: nobody reads a fail between the lines.
    """
    if not exam_codes:
        return frozenset()
    published = Exam.objects.filter(code__in=exam_codes, status=Exam.Status.PUBLISHED).values_list("code", flat=True)
    shown_fail = Q(passed=False, exam__review_when=Exam.ReviewWhen.SUBMIT)
    sealed = Attempt.objects.filter(staff=staff, exam_code__in=exam_codes, state=Attempt.State.SEALED)
    return frozenset(published).difference(sealed.exclude(shown_fail).values_list("exam_code", flat=True))


def waiting_exams(
    staff: StaffMember, posting: Posting | None, unsettled: Collection[str], *, at: datetime
) -> list[WaitingExam]:
    """Return the exams to show on the learner's home: sessions not over yet, then tests that a module has opened.

    At most five queries whatever their number.

    Args:
        staff: the person.
        posting: where the person stands that day.
        unsettled: codes of the tests of completed modules that are still to be passed.
        at: the instant of the page.
    """
    sessions = _sessions_for(staff, posting, at)
    numbers = dict(Candidate.objects.filter(staff=staff, session__in=sessions).values_list("session_id", "number"))
    exams = Exam.objects.filter(code__in=unsettled, status=Exam.Status.PUBLISHED)
    held = {session.exam.code for session in sessions}
    alone = [exam for exam in exams if exam.code not in held]
    tries = _Tries.of(staff, held.union(exam.code for exam in alone))
    offered = [(session.exam, session) for session in sessions] + [(exam, None) for exam in alone]
    return [
        _waiting(exam, session, numbers.get(session.pk, "") if session else "", tries)
        for exam, session in offered
        if tries.may_go_on(exam, session)
    ]


@dataclass(frozen=True, slots=True)
class _Tries:
    """What the person has tried so far: counts and passes per exam code and session, and codes under way."""

    used: Counter[tuple[str, int | None]]
    passed: frozenset[tuple[str, int | None]]
    running: frozenset[str]

    @classmethod
    def of(cls, staff: StaffMember, codes: Collection[str]) -> _Tries:
        """Read them. One query."""
        rows = list(
            Attempt.objects.filter(staff=staff, exam_code__in=codes)
            .exclude(state=Attempt.State.VOID)
            .values_list("exam_code", "session_id", "state", "passed", "exam__review_when")
        )
        shown = Exam.ReviewWhen.SUBMIT
        return cls(
            used=Counter((code, session) for code, session, *_rest in rows),
            passed=frozenset((code, session) for code, session, _s, passed, when in rows if passed and when == shown),
            running=frozenset(code for code, _session, state, *_rest in rows if state in RUNNING),
        )

    def left(self, exam: Exam, session: ExamSession | None) -> int | None:
        """Return the attempts left, None without a limit."""
        if exam.attempts_allowed is None:
            return None
        return max(0, exam.attempts_allowed - self.used[exam.code, session.pk if session else None])

    def may_go_on(self, exam: Exam, session: ExamSession | None) -> bool:
        """Tell whether there is something left to do: an attempt under way, or one that may still begin."""
        if exam.code in self.running:
            return True
        is_done = (exam.code, session.pk if session else None) in self.passed and not exam.retake_after_pass
        return not is_done and self.left(exam, session) != 0


def _sessions_for(staff: StaffMember, posting: Posting | None, at: datetime) -> list[ExamSession]:
    """Return the sessions that are not over and that the person is called to or that are open to the unit."""
    mine = Candidate.objects.filter(staff=staff)
    called = Q(pk__in=mine.filter(status=Candidate.Status.REGISTERED).values("session"))
    open_here = Q(mode=ExamSession.Mode.OPEN, owner_unit__in=_units_above(posting, at))
    excluded = mine.filter(status=Candidate.Status.EXCLUDED).values("session")
    rows = ExamSession.objects.filter(called | open_here, closes_at__gt=at).exclude(pk__in=excluded)
    nearest: dict[str, ExamSession] = {}
    for session in rows.exclude(exam__published_at=None).select_related("exam").order_by("opens_at", "pk"):
        nearest.setdefault(session.exam.code, session)
    return list(nearest.values())


def _units_above(posting: Posting | None, at: datetime) -> Iterable[object]:
    if posting is None:
        return ()
    return (posting.unit_id, *unit_tree(civil_day(at)).ancestors(posting.unit_id))


def _waiting(exam: Exam, session: ExamSession | None, number: str, tries: _Tries) -> WaitingExam:
    return WaitingExam(
        title=session.title if session else exam.title,
        url=reverse("exam_intro", args=[exam.code]),
        opens_at=session.opens_at if session else None,
        closes_at=session.closes_at if session else None,
        minutes=exam.time_limit_seconds // 60,
        place="",
        candidate_number=number,
        attempts_left=tries.left(exam, session),
    )


def _is_running(staff: StaffMember, exam_code: str) -> bool:
    return Attempt.objects.filter(staff=staff, exam_code=exam_code, state__in=RUNNING).exists()


def _note(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    if refusal.code is RefusalCode.WINDOW_CLOSED:
        return _("The session is over.")
    if refusal.code is RefusalCode.NO_ATTEMPTS_LEFT:
        return _("No attempt is left.")
    if refusal.code is RefusalCode.RESULT_PENDING:
        return _("The result of your last attempt has not been announced yet.")
    if refusal.until is None:
        return ""
    words = {"until": in_vietnam(refusal.until).strftime("%H:%M %d/%m/%Y")}
    if refusal.code is RefusalCode.NOT_OPEN_YET:
        return _("Opens at %(until)s.") % words
    return _("The next attempt is possible from %(until)s.") % words
