"""Rows of attempts for tests, and the smallest world in which an exam can be sat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from assessments.domain.paper import Paper, PaperSection, PaperSlot
from assessments.domain.questions.registry import question_type
from assessments.models import Attempt, Exam, ExamSession, Question
from assessments.services.snapshot import rules_of
from core.models import User
from core.sampling import Sampler
from organization.models import OrganizationUnit, Position, StaffMember
from tests.factories import assessments as bank
from tests.factories.competencies import make_competency, make_framework, make_level_rule
from tests.factories.organization import make_position, make_posting, make_staff, make_unit, make_user

DAY = date(2026, 11, 23)
STARTED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FAR_AWAY = datetime(2126, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """A unit with a person who may sit a published exam that asks one question of each given type, in order."""

    unit: OrganizationUnit
    position: Position
    staff: StaffMember
    user: User
    exam: Exam
    questions: tuple[Question, ...]


def make_world(
    *,
    types: Sequence[str] = ("single",),
    keys: Mapping[str, Mapping[str, Any]] | None = None,
    max_mark: str = "1",
    **rules: Any,
) -> World:
    """Unit, position, person with account and posting, framework, level rule, bank, and the exam with its blueprint.

    `keys` gives the questions of a type another key than the sample of the type.
    """
    unit, position = make_unit(code="XA-1", name="Xã Vân Sơn"), make_position()
    author, reviewer = make_user(username="ra"), make_user(username="tham")
    make_level_rule()
    competency = make_competency(framework=make_framework(owner_unit=unit))
    category = bank.make_category()
    exam = bank.make_exam(owner_unit=unit, author=author, approver=reviewer, **rules)
    section = bank.make_section(exam=exam, shuffles=False)
    questions = []
    for order, kind in enumerate(types, start=1):
        entry = bank.make_entry(code=f"C-{order:03}", category=category, owner_unit=unit)
        question = bank.make_question(
            entry=entry,
            competency=competency,
            author=author,
            reviewer=reviewer,
            type=kind,
            stem=f"Câu hỏi số {order}",
            key=(keys or {}).get(kind),
        )
        bank.make_slot(section=section, order=order, entry=entry, max_mark=max_mark)
        questions.append(question)
    staff, user = make_examinee(unit=unit, position=position)
    return World(unit, position, staff, user, exam, tuple(questions))


def make_examinee(
    *, unit: OrganizationUnit, position: Position, username: str = "hocvien", full_name: str = "Nguyễn Thị Bình"
) -> tuple[StaffMember, User]:
    """A person with an account and a main posting."""
    staff = make_staff(full_name=full_name)
    user = make_user(username=username, staff=staff)
    make_posting(staff=staff, unit=unit, position=position)
    return staff, user


def make_attempt(
    world: World,
    *,
    staff: StaffMember | None = None,
    questions: Sequence[Question] | None = None,
    session: ExamSession | None = None,
    number: int = 1,
    started_at: datetime = STARTED_AT,
    deadline: datetime = FAR_AWAY,
    grace_seconds: int = 60,
    epoch: int = 1,
    seed: str = "hat giong",
    **columns: Any,
) -> Attempt:
    """An open attempt at all questions of the world in order; the deadline lies a hundred years ahead unless told."""
    paper = make_paper(questions or world.questions, seed=seed)
    values = {"state": Attempt.State.OPEN, "start_key": uuid4(), "prepared_at": started_at} | columns
    return Attempt.objects.create(
        exam=world.exam,
        exam_code=world.exam.code,
        session=session,
        staff=staff or world.staff,
        number=number,
        seed=seed,
        started_at=started_at,
        deadline=deadline,
        grace_seconds=grace_seconds,
        epoch=epoch,
        rules=rules_of(world.exam, extra_seconds=0).to_json(),
        unit=world.unit,
        position=world.position,
        paper=paper.to_json(),
        paper_sha256=paper.sha256,
        **values,
    )


def make_attempts(world: World, count: int) -> list[Attempt]:
    """So many open attempts at one and the same paper, each of another person, who has neither account nor posting."""
    first = make_attempt(world)
    columns = {column.attname: getattr(first, column.attname) for column in Attempt._meta.concrete_fields}
    people = StaffMember.objects.bulk_create(
        StaffMember(given_name="Thi", full_name=f"Thí sinh {number}", sort_key="", folded="")
        for number in range(count - 1)
    )
    others = [
        Attempt(**columns | {"id": None, "uid": uuid4(), "start_key": uuid4(), "staff_id": staff.pk})
        for staff in people
    ]
    return [first, *Attempt.objects.bulk_create(others)]


def make_paper(questions: Sequence[Question], *, seed: str = "hat giong") -> Paper:
    """A paper of one section with these questions, options shuffled under aliases. Of any type, drawn or not."""
    sampler = Sampler(seed)
    slots = []
    for number, question in enumerate(questions, start=1):
        kind = question_type(question.type)
        layout = kind.layout(kind.parse_body(question.body), sampler.child(str(number)))
        slots.append(
            PaperSlot(
                slot=number,
                section=0,
                question=question.pk,
                sha=question.content_sha256,
                type=question.type,
                competency=question.competency.code,
                level=question.level,
                max_mark=Decimal(1),
                layout=layout,
            )
        )
    return Paper((PaperSection("Phần chung"),), tuple(slots))


def aliases(attempt: Attempt, slot: int, group: str = "options") -> dict[str, str]:
    """The attempt's alias of each option id of a slot."""
    return {identifier: alias for alias, identifier in attempt.paper["slots"][slot - 1][group]}
