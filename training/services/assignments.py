"""Giving training as a duty, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core.clock import civil_day
from core.models import User
from core.services.audit import Act, record
from organization.models import OrganizationUnit
from training.domain.due import due_on
from training.errors import AudienceEmpty, ModuleUnpublished
from training.models import AssignmentTarget, Enrolment, ModuleEdition, TrainingAssignment
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
    """Give a module to everybody whom the targets reach on that day; people already enrolled get the due date.

    Raises:
        ModuleUnpublished: there is nothing to study yet.
        AudienceEmpty: the targets reach nobody.
    """
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
    _enrol_audience(assignment, audience, at)
    _audit(assignment, len(audience), by, at)
    return assignment


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


def _enrol_audience(assignment: TrainingAssignment, audience: frozenset[int], at: datetime) -> None:
    due = due_on(fixed=assignment.due_on, after_days=assignment.due_after_days, assigned_on=civil_day(at))
    here = Enrolment.objects.filter(module_uid=assignment.module_uid, staff_id__in=audience)
    here.filter(state=Enrolment.State.OPEN).update(assignment=assignment, due_on=due)
    known = set(here.values_list("staff_id", flat=True))
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                staff_id=staff_id,
                module_uid=assignment.module_uid,
                assignment=assignment,
                enrolled_at=at,
                due_on=due,
            )
            for staff_id in sorted(audience - known)
        ],
        batch_size=500,
    )


def _audit(assignment: TrainingAssignment, people: int, by: User | None, at: datetime) -> None:
    act = Act(
        verb="training.assigned",
        object_kind="training_assignment",
        object_uid=str(assignment.uid),
        actor_uid=by.uid if by else None,
        unit_uid=assignment.owner_unit.uid,
        detail={"title": assignment.title, "people": people, "due_on": str(assignment.due_on or "")},
    )
    record(act, at=at)
