"""Postings: giving, ending, voiding. Rows are never deleted; a mistake is voided and written anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from core.errors import DomainError
from core.models import User
from core.periods import Period
from core.services.audit import Act, record
from organization.domain.postings import PositionKey, Posting, PostingKind, PostingProblem, check_postings
from organization.domain.units import UnitKey
from organization.models import JobAssignment, OrganizationUnit, Position, StaffMember
from organization.services.structure import name_of


class PostingRefused(DomainError):
    """A posting that cannot stand or be changed.

    Codes: those of `PostingProblemCode` (params `unit`, `position`, `day`), `posting_voided`,
    `posting_end_outside` (params `day`).
    """

    code = "posting_two_main"


@transaction.atomic
def post_staff(
    *,
    staff: StaffMember,
    unit: OrganizationUnit,
    position: Position,
    valid_from: date,
    by: User | None,
    at: datetime,
    kind: str = JobAssignment.Kind.MAIN,
    valid_to: date | None = None,
    decision: str = "",
    transfer: bool = False,
) -> JobAssignment:
    """Post a person to a position of a unit for a period; a valid_to of None is without a known end.

    With `transfer`, the main posting that the person holds on that day gives way to the new main one: it ends then,
    or, if it began on the very day, is voided as a mistake.

    Raises:
        PostingRefused: it would be a second main posting on some day, or lies outside the life of unit or position.
        PeriodRefused: the period holds no day.
    """
    period = Period(valid_from, valid_to)
    # Units first, people second, in every command: nobody waits for each other. The unit's row keeps its life still.
    unit = OrganizationUnit.objects.select_for_update().get(pk=unit.pk)
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    if transfer and kind == JobAssignment.Kind.MAIN:
        _give_way(staff, valid_from, by, at)
    _check_new(staff, unit, position, PostingKind(kind), period)
    row = JobAssignment.objects.create(
        staff=staff,
        unit=unit,
        position=position,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=decision,
        recorded_at=at,
        recorded_by=by,
    )
    act = posting_act(
        "posting.given", row, by, position=position.code, kind=str(kind), start=str(valid_from), decision=decision
    )
    record(act, at=at)
    return row


@transaction.atomic
def end_posting(
    *, posting: JobAssignment, on: date, by: User | None, at: datetime, decision: str = ""
) -> JobAssignment:
    """End a posting: `on` is the first day without it.

    Raises:
        PostingRefused: it is voided, or `on` is not inside its period.
    """
    row = _locked(posting)
    if on <= row.valid_from or (row.valid_to is not None and on >= row.valid_to):
        raise PostingRefused("posting_end_outside", day=on)
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    record(posting_act("posting.ended", row, by, on=str(on), decision=decision), at=at)
    return row


@transaction.atomic
def void_posting(*, posting: JobAssignment, reason: str, by: User | None, at: datetime) -> JobAssignment:
    """Void a posting that was recorded by mistake: it counts on no day, and stays on record.

    Raises:
        PostingRefused: it is voided already.
    """
    row = _locked(posting)
    row.voided_at = at
    row.save(update_fields=["voided_at"])
    record(posting_act("posting.voided", row, by, reason=reason), at=at)
    return row


def posting_act(verb: str, row: JobAssignment, by: User | None, **detail: str) -> Act:
    """Return the audit entry about a posting; staff and unit of the row are read."""
    return Act(
        verb=verb,
        object_kind="job_assignment",
        object_uid=str(row.uid),
        actor_uid=by.uid if by else None,
        subject_uid=row.staff.uid,
        unit_uid=row.unit.uid,
        detail=dict(detail),
    )


def posting_value(row: JobAssignment) -> Posting:
    """Return a row as the rules see it."""
    period = Period(row.valid_from, row.valid_to)
    return Posting(row.staff_id, row.unit_id, row.position_id, period, PostingKind(row.kind))


def refusal(problem: PostingProblem, unit: OrganizationUnit, position: Position) -> PostingRefused:
    """Return the error for a broken rule, naming unit, position and the day that matters."""
    day = problem.other.period.start if problem.other else problem.posting.period.start
    return PostingRefused(problem.code.value, unit=name_of(unit, day), position=position.name, day=day)


def _locked(posting: JobAssignment) -> JobAssignment:
    StaffMember.objects.select_for_update().get(pk=posting.staff_id)
    row = JobAssignment.objects.select_related("staff", "unit").get(pk=posting.pk)
    if row.voided_at is not None:
        raise PostingRefused("posting_voided")
    return row


def _main_rows(staff: StaffMember) -> Iterable[JobAssignment]:
    return JobAssignment.objects.filter(staff=staff, kind=JobAssignment.Kind.MAIN, voided_at__isnull=True)


def _give_way(staff: StaffMember, on: date, by: User | None, at: datetime) -> None:
    for row in _main_rows(staff):
        if not Period(row.valid_from, row.valid_to).contains(on):
            continue
        if row.valid_from == on:
            void_posting(posting=row, reason="transfer on the same day", by=by, at=at)
        else:
            end_posting(posting=row, on=on, by=by, at=at)


def _check_new(
    staff: StaffMember, unit: OrganizationUnit, position: Position, kind: PostingKind, period: Period
) -> None:
    new = Posting(staff.pk, unit.pk, position.pk, period, kind)
    others = [posting_value(row) for row in _main_rows(staff)]
    lives: dict[UnitKey, Period] = {unit.pk: Period(unit.valid_from, unit.valid_to)}
    positions: dict[PositionKey, Period] = {position.pk: Period(position.valid_from, position.valid_to)}
    for problem in check_postings([*others, new], lives, positions):
        # The others stand already, whatever became of their units since: only what the new one breaks is refused.
        if new in (problem.posting, problem.other):
            raise refusal(problem, unit, position)
