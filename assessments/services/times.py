"""Time given to a running attempt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from assessments.domain.lifecycle import AttemptState, accepts_answers, closes_at
from assessments.models import Attempt, AttemptTime
from core.errors import DomainError
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces

if TYPE_CHECKING:
    from core.models import User


class TimeRefused(DomainError):
    """Time that cannot be given. Codes: `attempt_is_over`, `time_not_positive`, `time_reason_missing`."""


@transaction.atomic
def give_time(
    uid: UUID,
    *,
    seconds: int,
    reason: str,
    by: User | None,
    at: datetime,
    kind: AttemptTime.Kind = AttemptTime.Kind.EXTRA,
) -> AttemptTime:
    """Move the deadline of an open attempt and write down why. The browser learns of it with its next request.

    Args:
        uid: the attempt.
        seconds: what is added, more than 0.
        reason: what the record says; not empty.
        by: who gives it; None for the server itself.
        at: now, by the clock of the database.
        kind: extra time, pause or outage.

    Raises:
        Attempt.DoesNotExist: there is no such attempt.
        TimeRefused: the attempt is sealed, void or past deadline and grace; no seconds; no reason.
    """
    reason = clean_spaces(reason)
    if seconds <= 0:
        raise TimeRefused("time_not_positive")
    if not reason:
        raise TimeRefused("time_reason_missing")
    # A full lock: a saver must see the old deadline or the new one, and the seal must wait.
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("staff", "unit").get(uid=uid)
    if not _is_running(attempt, at):
        raise TimeRefused("attempt_is_over")
    attempt.deadline += timedelta(seconds=seconds)
    attempt.save(update_fields=["deadline"])
    given = AttemptTime.objects.create(attempt=attempt, kind=kind, seconds=seconds, reason=reason, by=by, at=at)
    record(_act(attempt, given), at=at)
    return given


def _is_running(attempt: Attempt, at: datetime) -> bool:
    if attempt.deadline is None:
        return False
    end = closes_at(attempt.deadline, attempt.grace_seconds)
    return accepts_answers(AttemptState(attempt.state), closes_at=end, at=at)


def _act(attempt: Attempt, given: AttemptTime) -> Act:
    return Act(
        "attempt_time_given",
        "assessments.Attempt",
        str(attempt.uid),
        actor_uid=given.by.uid if given.by else None,
        subject_uid=attempt.staff.uid,
        unit_uid=attempt.unit.uid,
        detail={"kind": given.kind, "seconds": given.seconds, "reason": given.reason},
    )
