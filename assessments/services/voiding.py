"""Declaring an attempt void."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from assessments.domain.lifecycle import AttemptState, check_move
from assessments.models import Attempt
from assessments.services.finalize import withdraw_evidence_of
from core.errors import DomainError
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces

if TYPE_CHECKING:
    from core.models import User


class VoidRefused(DomainError):
    """An attempt that cannot be declared void. Code: `void_reason_missing`."""


@transaction.atomic
def void_attempt(uid: UUID, *, reason: str, by: User, at: datetime) -> Attempt:
    """Declare an attempt void: it accepts nothing more, counts for nothing, and what it proved is taken back.

    Answers, receipt and gradings stay where they are. A certificate earned by it is a matter for its office.

    Raises:
        Attempt.DoesNotExist: there is no such attempt.
        MoveRefused: it is void already.
        VoidRefused: no reason.
    """
    reason = clean_spaces(reason)
    if not reason:
        raise VoidRefused("void_reason_missing")
    attempt: Attempt = Attempt.objects.select_for_update(of=("self",)).select_related("staff", "unit").get(uid=uid)
    check_move(AttemptState(attempt.state), AttemptState.VOID)
    was, attempt.state = attempt.state, Attempt.State.VOID
    attempt.save(update_fields=["state"])
    withdraw_evidence_of(attempt, reason=reason, by=by, at=at)
    record(_act(attempt, by, {"reason": reason, "was": was}), at=at)
    return attempt


def _act(attempt: Attempt, by: User, detail: dict[str, object]) -> Act:
    return Act(
        "attempt_voided",
        "assessments.Attempt",
        str(attempt.uid),
        actor_uid=by.uid,
        subject_uid=attempt.staff.uid,
        unit_uid=attempt.unit.uid,
        detail=detail,
    )
