"""Reading attempts: one's own, what its paper shows, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from assessments.delivery import statements
from assessments.domain.lifecycle import closes_at, is_over
from assessments.domain.paper import Paper, PaperSlot
from assessments.domain.questions.base import Body
from assessments.domain.questions.registry import question_type
from assessments.domain.questions.screens import Presentation
from assessments.domain.questions.shapes import Payload
from assessments.models import Attempt, Candidate, Response
from assessments.selectors.questions import bodies_of

if TYPE_CHECKING:
    from core.models import User
    from organization.models import StaffMember


@dataclass(frozen=True, slots=True)
class AskedSlot:
    """One question as the examinee sees it, with the present answer marked in it."""

    slot: PaperSlot
    presentation: Presentation
    value: Payload


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A part of the paper."""

    title: str
    slots: tuple[AskedSlot, ...]


def own_attempt(user: User, uid: UUID) -> Attempt | None:
    """Return the attempt of that address if it is this account's own, with exam, session and person. One query."""
    rows = Attempt.objects.filter(staff__user=user).select_related("exam", "session", "staff")
    found: Attempt | None = rows.filter(uid=uid).first()
    return found


def running_attempt(staff: StaffMember, exam_code: str) -> Attempt | None:
    """Return the attempt of a person that is under way under an exam's code; its time may be over. One query."""
    running = [Attempt.State.PREPARED, Attempt.State.OPEN]
    found: Attempt | None = Attempt.objects.filter(staff=staff, exam_code=exam_code, state__in=running).first()
    return found


def stands_as_pass(uid: UUID) -> bool:
    """Tell whether the attempt of that address is handed in, not void, and passed by its latest grading. One query."""
    return Attempt.objects.filter(uid=uid, state=Attempt.State.SEALED, passed=True).exists()


def latest_pass(staff: StaffMember, exam_code: str) -> Attempt | None:
    """Return the attempt by which a person passed last under an exam's code, not a void one. One query.

    A result that is still withheld by the exam's review policy is not told to anybody, so it does not count yet.
    """
    passes = Attempt.objects.filter(staff=staff, exam_code=exam_code, state=Attempt.State.SEALED, passed=True)
    told = passes.filter(gradings__finalized_at__isnull=False).distinct()
    found: Attempt | None = told.order_by("-sealed_at", "-pk").first()
    return found


def is_time_over(attempt: Attempt, at: datetime) -> bool:
    """Tell whether an attempt is past deadline and grace at `at`, by the clock of the database."""
    if attempt.deadline is None:
        return False
    return is_over(closes_at=closes_at(attempt.deadline, attempt.grace_seconds), at=at)


def asked_sections(paper: Paper, values: dict[int, Payload]) -> tuple[AskedSection, ...]:
    """Return the whole paper as the examinee sees it, made of bodies alone. At most one query."""
    bodies = bodies_of(paper)
    asked = [_asked(slot, bodies[slot.question], values.get(slot.slot)) for slot in paper.slots]
    return tuple(
        AskedSection(section.title, tuple(one for one in asked if one.slot.section == index))
        for index, section in enumerate(paper.sections)
    )


def present_values(attempt: Attempt) -> dict[int, Payload]:
    """Return the answers that count, by slot. One query."""
    return {answer.slot: answer.value for answer in statements.present_answers(attempt.pk)}


def highest_revision(attempt: Attempt) -> int:
    """Return the highest revision that ever arrived, whatever became of it; 0 when none did. One query."""
    rows = Response.objects.using(settings.EXAM_DATABASE).filter(attempt=attempt.pk)
    highest: int | None = rows.aggregate(highest=Max("revision"))["highest"]
    return highest or 0


def candidate_number(attempt: Attempt) -> str:
    """Return the candidate number of an attempt in a session, else an empty text. At most one query."""
    if attempt.session_id is None:
        return ""
    rows = Candidate.objects.filter(session_id=attempt.session_id, staff_id=attempt.staff_id)
    return rows.values_list("number", flat=True).first() or ""


def _asked(slot: PaperSlot, body: Body, value: Payload) -> AskedSlot:
    presentation = question_type(slot.type).presentation(body, slot.layout)
    return AskedSlot(slot, presentation.with_answer(value), value)
