"""Giving training as a duty, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from core.clock import civil_day
from core.models import User
from core.services.audit import Act, record
from organization.models import OrganizationUnit
from training.domain.due import due_on
from training.errors import AssignmentCancelled, AudienceEmpty, ModuleUnpublished
from training.models import AssignmentTarget, Enrolment, LessonProgress, ModuleEdition, TrainingAssignment
from training.selectors.audience import audience_of


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an assignment reaches: exactly one of a unit (optionally narrowed to a position) or a person."""

    unit_id: int | None = None
    with_below: bool = True
    position_id: int | None = None
    staff_id: int | None = None

    @property
    def kind(self) -> str:
        """Return the word of `AssignmentTarget.Kind`."""
        if self.staff_id is not None:
            return AssignmentTarget.Kind.PERSON
        return AssignmentTarget.Kind.POSITION if self.position_id is not None else AssignmentTarget.Kind.UNIT


@transaction.atomic
def assign_module(
    *,
    module_uid: UUID,
    title: str,
    owner_unit: OrganizationUnit,
    targets: Sequence[Target],
    by: User | None,
    at: datetime,
    due: date | None = None,
    due_after_days: int | None = None,
    mandatory: bool = True,
    basis: str = "",
) -> TrainingAssignment:
    """Give a module to everybody whom the targets reach on that day.

    People who study it already get the due date; people who have completed it are left alone, whatever the edition.

    Raises:
        ModuleUnpublished: there is nothing to study yet.
        AudienceEmpty: the targets reach nobody.
        DueRuleRefused: a last day and a number of days are both given.
    """
    last_day = due_on(fixed=due, after_days=due_after_days, assigned_on=civil_day(at))
    if not ModuleEdition.objects.filter(module_uid=module_uid).exists():
        raise ModuleUnpublished
    audience = audience_of(targets, civil_day(at))
    if not audience:
        raise AudienceEmpty
    assignment = TrainingAssignment.objects.create(
        title=title,
        module_uid=module_uid,
        mandatory=mandatory,
        due_on=due,
        due_after_days=due_after_days,
        basis=basis,
        assigned_by=by,
        assigned_at=at,
        owner_unit=owner_unit,
    )
    AssignmentTarget.objects.bulk_create(_target_rows(assignment, targets))
    _enrol_audience(assignment, module_uid, audience, last_day, at)
    detail = {"title": title, "people": len(audience), "due_on": str(last_day or "")}
    _audit("training.assigned", assignment, detail, by, at)
    return assignment


@transaction.atomic
def cancel_assignment(*, assignment: TrainingAssignment, reason: str, by: User | None, at: datetime) -> int:
    """Take an assignment back; return how many enrolments ended with it.

    Whoever has opened a lesson goes on studying of free will, without a due date; what is completed stays so.

    Raises:
        AssignmentCancelled: it was taken back already.
    """
    row = TrainingAssignment.objects.select_for_update(of=("self",)).select_related("owner_unit").get(pk=assignment.pk)
    if row.cancelled_at is not None:
        raise AssignmentCancelled
    row.cancelled_at = at
    row.save(update_fields=["cancelled_at"])
    given = Enrolment.objects.filter(assignment=row, state=Enrolment.State.OPEN)
    begun = Exists(LessonProgress.objects.filter(enrolment=OuterRef("pk")))
    ended = given.filter(~begun).update(state=Enrolment.State.CANCELLED)
    given.update(assignment=None, due_on=None)
    _audit("training.assignment_cancelled", row, {"reason": reason.strip(), "ended": ended}, by, at)
    return ended


def _target_rows(assignment: TrainingAssignment, targets: Sequence[Target]) -> list[AssignmentTarget]:
    return [
        AssignmentTarget(
            assignment=assignment,
            kind=target.kind,
            unit_id=target.unit_id,
            with_below=target.with_below,
            position_id=target.position_id,
            staff_id=target.staff_id,
        )
        for target in targets
    ]


def _enrol_audience(
    assignment: TrainingAssignment, module_uid: UUID, audience: frozenset[int], last_day: date | None, at: datetime
) -> None:
    here = Enrolment.objects.filter(module_uid=module_uid, staff_id__in=audience)
    here.filter(state=Enrolment.State.OPEN).update(assignment=assignment, due_on=last_day)
    studying = here.exclude(state=Enrolment.State.CANCELLED).values_list("staff_id", flat=True)
    cycles = dict(here.order_by("cycle").values_list("staff_id", "cycle"))
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                staff_id=staff_id,
                module_uid=module_uid,
                assignment=assignment,
                cycle=cycles.get(staff_id, 0) + 1,
                enrolled_at=at,
                due_on=last_day,
            )
            for staff_id in sorted(audience.difference(studying))
        ],
        batch_size=500,
    )


def _audit(verb: str, assignment: TrainingAssignment, detail: dict[str, Any], by: User | None, at: datetime) -> None:
    act = Act(
        verb=verb,
        object_kind="training_assignment",
        object_uid=str(assignment.uid),
        actor_uid=by.uid if by else None,
        unit_uid=assignment.owner_unit.uid,
        detail=detail,
    )
    record(act, at=at)
