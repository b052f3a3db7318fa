"""The sessions of two years: who was called, who came, who tried again, and what followed each evening."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from assessments.models import Candidate, Exam, ExamSession
from assessments.services.exams import SessionPlan, open_session
from assessments.services.finalize import finalize_pending
from certificates.services.issuing import issue_pending
from config.demo.accounts import account
from config.demo.bank import EXAM_CODE
from config.demo.days import Timetable, moment, working_days
from config.demo.history.calling import Round, call, concerned, in_list_order, studied_by
from config.demo.history.sittings import ExamRoom
from config.demo.history.values import Examinee, Sitting
from config.demo.history.writing import write_sittings
from config.demo.structure import unit
from core.clock import civil_day
from core.sampling import Sampler
from organization.models import OrganizationUnit, StaffMember

NOTICE = timedelta(days=7)
_LENGTH, _WAIT = timedelta(days=14), timedelta(days=2)
_ABSENT, _TRIES_AGAIN = 80, 850
# Skill lies within half of this around zero; each further attempt adds some practice. In thousandths.
_SKILL, _PRACTICE = 420, 90


def announce(plan: Round, timetable: Timetable) -> ExamSession:
    """Announce a session of the exam published at that time, and call people to it."""
    first = timetable.before(plan.days_before)
    announced = moment(first - NOTICE, 9)
    owner = _owner(plan, first)
    is_open = plan.open_until is not None
    last = first + _LENGTH if plan.open_until is None else timetable.after(plan.open_until)
    session = open_session(
        exam=Exam.objects.get(code=EXAM_CODE, status=Exam.Status.PUBLISHED),
        plan=SessionPlan(
            code=f"{EXAM_CODE}-{first:%Y-%m}",
            title=f"Đợt kiểm tra kiến thức cải cách hành chính tháng {first:%m/%Y}",
            opens_at=moment(first, 7),
            closes_at=moment(last, 17),
            mode=ExamSession.Mode.OPEN if is_open else ExamSession.Mode.CANDIDATES,
            basis=plan.basis,
        ),
        owner_unit=owner,
        by=account("noivu"),
        at=announced,
    )
    if not is_open:
        call(session, concerned(plan, session, civil_day(announced)), announced)
    return session


def hold(plan: Round, session: ExamSession, timetable: Timetable) -> int:
    """Hold a session to its end, or to the eve of the last day; return how many attempts there were.

    Each evening the worker has told of the gradings, and the certificates of the day are issued.
    """
    first = timetable.before(plan.days_before)
    days = working_days(first, plan.working_days, until=timetable.today)
    sittings = _play(session, _examinees(plan, session, first), days)
    for day in sorted(sittings):
        write_sittings(sorted(sittings[day], key=_start))
        finalize_pending(at=moment(day, 18))
        issue_pending(moment(day, 18, 5))
    return sum(map(len, sittings.values()))


def _owner(plan: Round, day: date) -> OrganizationUnit:
    """Return the district while it lives and only its people are called, else the province."""
    district = OrganizationUnit.objects.on(day).filter(code="VS").first()
    return district if district is not None and plan.open_until is None else unit("SL")


def _examinees(plan: Round, session: ExamSession, day: date) -> list[tuple[Examinee, int]]:
    """Return who may sit, each with the seconds of extra time: the called ones, or in an open session who wants to.

    Where a module opens the exam, only those who have completed it.
    """
    studied = studied_by(session, day)
    extra = dict(Candidate.objects.filter(session=session).values_list("staff_id", "extra_seconds"))
    invited = concerned(plan, session, day) if plan.open_until is not None else in_list_order(extra)
    return [
        (Examinee(staff, _skill(staff)), extra.get(staff.pk, 0))
        for staff in invited
        if studied is None or staff.pk in studied
    ]


def _skill(staff: StaffMember) -> int:
    return Sampler(f"skill {staff.sort_key}").below(_SKILL) - _SKILL // 2 - 20


def _play(session: ExamSession, examinees: list[tuple[Examinee, int]], days: list[date]) -> dict[date, list[Sitting]]:
    room = ExamRoom(session)
    found: defaultdict[date, list[Sitting]] = defaultdict(list)
    for one, extra in examinees:
        draw = Sampler(f"{session.code} {one.staff.sort_key}")
        if days and draw.below(1000) >= _ABSENT:
            _attempts(room, one, days, draw, extra, found)
    return found


def _attempts(
    room: ExamRoom, one: Examinee, days: list[date], draw: Sampler, extra: int, found: defaultdict[date, list[Sitting]]
) -> None:
    """Play the attempts of one person: until passed, at most as often as allowed, as long as the days last."""
    day = draw.choice(days)
    for number in range(1, (room.exam.attempts_allowed or 3) + 1):
        practised = Examinee(one.staff, one.skill + _PRACTICE * (number - 1))
        at = moment(day, 8 + draw.below(8), draw.below(60), draw.below(60))
        sitting = room.play(practised, at=at, number=number, sampler=draw, extra_seconds=extra)
        if sitting is None:
            return
        found[day].append(sitting)
        later = [other for other in days if other >= day + _WAIT]
        if sitting.outcome["passed"] or not later or draw.below(1000) >= _TRIES_AGAIN:
            return
        day = later[draw.below(min(3, len(later)))]


def _start(sitting: Sitting) -> tuple[object, ...]:
    return (sitting.row.started_at, sitting.staff.pk)
