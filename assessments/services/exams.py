"""Exams and the sessions in which they are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from assessments.bank_permissions import can_approve_exam, can_author, can_hold_session
from assessments.domain.drawing import BankTooSmall
from assessments.models import Candidate, Exam, ExamSection, ExamSession, ExamSlot
from assessments.selectors.bank import bank_sufficiency
from core.clock import civil_day
from core.errors import DomainError, NotAllowed
from core.services.audit import Act, record, record_many
from core.vietnamese.folding import clean_spaces
from organization.models import StaffMember

if TYPE_CHECKING:
    from assessments.models import Question, QuestionCategory, QuestionEntry
    from competencies.models import Competency
    from core.models import User
    from organization.models import OrganizationUnit


class ExamRefused(DomainError):
    """A command about exams that is refused.

    Codes: `exam_empty`, `exam_not_draft`, `exam_approver_is_author`, `exam_slot_ambiguous` (params `section`, `slot`,
    counted from 1), `exam_pass_fraction`, `session_exam_not_published`, `session_backward`, `session_exists` (params
    `number`), `session_over`, `candidate_extra_without_reason`, `candidate_number_taken` (params `number`).
    """


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """A line of the blueprint: one `entry`, or a rule that draws `count` questions of a kind.

    An entry stands for its ready version, or for the one `pinned`. What a rule leaves at None takes any.
    """

    count: int = 1
    max_mark: Decimal = field(default=Decimal(1))
    entry: QuestionEntry | None = None
    pinned: Question | None = None
    category: QuestionCategory | None = None
    competency: Competency | None = None
    level_from: int | None = None
    level_to: int | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether it names a question and a rule, or a version without its question, or no number of questions."""
        rule = self.category or self.competency or self.level_from or self.level_to or self.count != 1
        half = (self.level_from is None) != (self.level_to is None)
        return bool(self.entry and rule) or bool(self.pinned and not self.entry) or half or self.count < 1


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A part of an exam. `min_fraction` None asks for no share of its own."""

    title: str
    slots: Sequence[SlotPlan]
    shuffles: bool = True
    min_fraction: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """What an exam is: its rules and its blueprint. Times are seconds; no `attempts_allowed` means without limit."""

    code: str
    title: str
    sections: Sequence[SectionPlan]
    time_limit_seconds: int
    instructions: str = ""
    pass_fraction: Decimal = field(default=Decimal("0.5"))
    attempts_allowed: int | None = None
    waiting_seconds: int = 0
    grace_seconds: int = 60
    counting: str = Exam.Counting.HIGHEST
    late_policy: str = Exam.Late.BOARD
    takeover_policy: str = Exam.Takeover.FREE
    review_when: str = Exam.ReviewWhen.SUBMIT
    review_answers: bool = True
    review_explanations: bool = True
    review_grounds: bool = True
    retake_after_pass: bool = False
    evidence_months: int = 24
    gate_module_uid: UUID | None = None
    shared_down: bool = True


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """When and for whom an exam is held; `basis` is the plan or decision that says so."""

    code: str
    title: str
    opens_at: datetime
    closes_at: datetime
    mode: str = ExamSession.Mode.CANDIDATES
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A person called to a session. Without a `number` the next one free is given, in the order of exam lists."""

    staff: StaffMember
    number: str = ""
    extra_seconds: int = 0
    extra_reason: str = ""


_RULES = tuple(name for name in ExamPlan.__slots__ if name not in ("code", "sections"))


@transaction.atomic
def create_exam(*, plan: ExamPlan, owner_unit: OrganizationUnit, by: User, at: datetime) -> Exam:
    """Write the next version of an exam, a draft; the published one stays until the new one is approved.

    Raises:
        NotAllowed: the account may not write exams of the unit.
        ExamRefused: `exam_slot_ambiguous`, `exam_pass_fraction`.
    """
    if not can_author(by, owner_unit.pk, civil_day(at)):
        raise NotAllowed
    _check_plan(plan)
    last = Exam.objects.filter(code=plan.code).aggregate(last=Max("version"))["last"] or 0
    rules = {name: getattr(plan, name) for name in _RULES}
    exam = Exam.objects.create(
        code=plan.code, version=last + 1, author=by, owner_unit=owner_unit, created_at=at, **rules
    )
    sections = ExamSection.objects.bulk_create(
        ExamSection(
            exam=exam, order=order, title=section.title, shuffles=section.shuffles, min_fraction=section.min_fraction
        )
        for order, section in enumerate(plan.sections, start=1)
    )
    ExamSlot.objects.bulk_create(
        _slot(section, order, slot)
        for section, section_plan in zip(sections, plan.sections, strict=True)
        for order, slot in enumerate(section_plan.slots, start=1)
    )
    record(_exam_act("written", exam, by), at=at)
    return exam


@transaction.atomic
def publish_exam(*, exam: Exam, by: User, at: datetime) -> Exam:
    """Approve a draft: from now on it is frozen, and the version published before retires.

    Each line of the blueprint can be filled from the bank today, all together.

    Raises:
        NotAllowed: no reviewer's right in the owner unit.
        ExamRefused: `exam_approver_is_author`, `exam_not_draft`, `exam_empty`.
        BankTooSmall: the first line that cannot be filled.
    """
    row = Exam.objects.select_for_update(of=("self",)).select_related("owner_unit").get(pk=exam.pk)
    today = civil_day(at)
    if row.author_id == by.pk:
        raise ExamRefused("exam_approver_is_author")
    if not can_approve_exam(by, row, today):
        raise NotAllowed
    if row.status != Exam.Status.DRAFT:
        raise ExamRefused("exam_not_draft")
    if not ExamSlot.objects.filter(section__exam=row).exists():
        raise ExamRefused("exam_empty")
    if shortages := bank_sufficiency(row, today):
        raise BankTooSmall(shortages[0])
    Exam.objects.filter(code=row.code, status=Exam.Status.PUBLISHED).update(status=Exam.Status.RETIRED)
    row.status, row.approver, row.published_at = Exam.Status.PUBLISHED, by, at
    row.save(update_fields=["status", "approver", "published_at"])
    record(_exam_act("published", row, by), at=at)
    return row


@transaction.atomic
def open_session(*, exam: Exam, plan: SessionPlan, owner_unit: OrganizationUnit, by: User, at: datetime) -> ExamSession:
    """Announce a session of a published exam.

    The bank must be able to fill the exam on the day on which the session opens.

    Raises:
        NotAllowed: the account may not hold sessions of the unit.
        ExamRefused: `session_exam_not_published`, `session_backward`, `session_over`, `session_exists`.
        BankTooSmall: the first line that could not be filled that day.
    """
    if not can_hold_session(by, owner_unit.pk, civil_day(at)):
        raise NotAllowed
    # The lock keeps the exam from being retired by another version meanwhile.
    row = Exam.objects.select_for_update(of=("self",)).get(pk=exam.pk)
    if row.status != Exam.Status.PUBLISHED:
        raise ExamRefused("session_exam_not_published")
    _check_window(plan, at)
    if shortages := bank_sufficiency(row, civil_day(max(plan.opens_at, at))):
        raise BankTooSmall(shortages[0])
    session = ExamSession.objects.create(
        code=plan.code,
        title=plan.title,
        exam=row,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        mode=plan.mode,
        owner_unit=owner_unit,
        basis=plan.basis,
    )
    record(_session_act("opened", session, by, {"code": session.code, "exam": row.code, "version": row.version}), at=at)
    return session


@transaction.atomic
def add_candidates(*, session: ExamSession, calls: Iterable[Call], by: User, at: datetime) -> list[Candidate]:
    """Call people to a session and return those newly called; who was called before stays as they were.

    Raises:
        NotAllowed: the account may not hold sessions of the unit.
        ExamRefused: `session_over`, `candidate_extra_without_reason`, `candidate_number_taken`.
    """
    row = ExamSession.objects.select_for_update(of=("self",)).select_related("owner_unit").get(pk=session.pk)
    if not can_hold_session(by, row.owner_unit_id, civil_day(at)):
        raise NotAllowed
    if row.closes_at <= at:
        raise ExamRefused("session_over")
    known = dict(Candidate.objects.filter(session=row).values_list("staff_id", "number"))
    new = list({call.staff.pk: call for call in calls if call.staff.pk not in known}.values())
    if any(call.extra_seconds and not clean_spaces(call.extra_reason) for call in new):
        raise ExamRefused("candidate_extra_without_reason")
    numbers = _numbers(new, set(known.values()))
    rows = Candidate.objects.bulk_create(
        Candidate(
            session=row,
            staff=call.staff,
            number=numbers[call.staff.pk],
            extra_seconds=call.extra_seconds,
            extra_reason=clean_spaces(call.extra_reason) if call.extra_seconds else "",
        )
        for call in new
    )
    record_many([_candidate_act("called", candidate, by, row) for candidate in rows], at=at)
    return rows


@transaction.atomic
def exclude_candidate(*, candidate: Candidate, reason: str, by: User, at: datetime) -> Candidate:
    """Take a person off a session; the row stays, and so does an attempt under way.

    Raises:
        NotAllowed: the account may not hold sessions of the unit.
    """
    session = ExamSession.objects.select_related("owner_unit").get(pk=candidate.session_id)
    if not can_hold_session(by, session.owner_unit_id, civil_day(at)):
        raise NotAllowed
    row = Candidate.objects.select_for_update(of=("self",)).select_related("staff").get(pk=candidate.pk)
    row.status = Candidate.Status.EXCLUDED
    row.save(update_fields=["status"])
    record(_candidate_act("excluded", row, by, session, reason=clean_spaces(reason)), at=at)
    return row


def _check_plan(plan: ExamPlan) -> None:
    if not 0 < plan.pass_fraction <= 1:
        raise ExamRefused("exam_pass_fraction")
    for place, section in enumerate(plan.sections, start=1):
        for number, slot in enumerate(section.slots, start=1):
            if slot.is_ambiguous:
                raise ExamRefused("exam_slot_ambiguous", section=place, slot=number)


def _slot(section: ExamSection, order: int, plan: SlotPlan) -> ExamSlot:
    return ExamSlot(
        section=section,
        order=order,
        max_mark=plan.max_mark,
        entry=plan.entry,
        pinned=plan.pinned,
        category=plan.category,
        competency=plan.competency,
        level_from=plan.level_from,
        level_to=plan.level_to,
        count=plan.count,
    )


def _check_window(plan: SessionPlan, at: datetime) -> None:
    if plan.closes_at <= plan.opens_at:
        raise ExamRefused("session_backward")
    if plan.closes_at <= at:
        raise ExamRefused("session_over")
    if ExamSession.objects.filter(code=plan.code).exists():
        raise ExamRefused("session_exists", number=plan.code)


def _numbers(calls: Sequence[Call], taken: set[str]) -> dict[int, str]:
    """Return the candidate number of each person: the one asked for, else the next free one, 001 and on."""
    given: dict[int, str] = {}
    for call in calls:
        if call.number:
            if call.number in taken:
                raise ExamRefused("candidate_number_taken", number=call.number)
            taken.add(call.number)
            given[call.staff.pk] = call.number
    count = 0
    for call in sorted(calls, key=_exam_list_order):
        if not call.number:
            count += 1
            while f"{count:03}" in taken:
                count += 1
            given[call.staff.pk] = f"{count:03}"
    return given


def _exam_list_order(call: Call) -> tuple[str, int]:
    return call.staff.sort_key, call.staff.pk


def _exam_act(verb: str, exam: Exam, by: User) -> Act:
    return Act(
        f"exam.{verb}",
        "exam",
        str(exam.uid),
        actor_uid=by.uid,
        unit_uid=exam.owner_unit.uid,
        detail={"code": exam.code, "version": exam.version},
    )


def _session_act(verb: str, session: ExamSession, by: User, detail: dict[str, object]) -> Act:
    return Act(
        f"exam_session.{verb}",
        "exam_session",
        str(session.uid),
        actor_uid=by.uid,
        unit_uid=session.owner_unit.uid,
        detail=detail,
    )


def _candidate_act(verb: str, candidate: Candidate, by: User, session: ExamSession, **detail: object) -> Act:
    return Act(
        f"candidate.{verb}",
        "candidate",
        str(candidate.uid),
        actor_uid=by.uid,
        subject_uid=candidate.staff.uid,
        unit_uid=session.owner_unit.uid,
        detail={"session": session.code, "number": candidate.number, **detail},
    )
