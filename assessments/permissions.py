"""Who may do what with attempts. What a person sees is `AttemptQuerySet.visible_to`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from organization.models import Role
from organization.permissions import covered_units

if TYPE_CHECKING:
    from assessments.models import Attempt
    from organization.permissions import Account

TIME_ROLES = frozenset({Role.INVIGILATOR, Role.TRAINING_OFFICER})
VOID_ROLES = frozenset({Role.TRAINING_OFFICER})


def can_give_time(user: Account, attempt: Attempt, on: date) -> bool:
    """Tell whether an account may give time to an attempt: whoever invigilates or organises there, never to oneself."""
    return _covers(user, attempt, TIME_ROLES, on)


def can_void_attempt(user: Account, attempt: Attempt, on: date) -> bool:
    """Tell whether an account may declare an attempt void, or have it graded again: an organiser, never one's own."""
    return _covers(user, attempt, VOID_ROLES, on)


def _covers(user: Account, attempt: Attempt, roles: frozenset[Role], on: date) -> bool:
    if attempt.staff.user_id is not None and attempt.staff.user_id == user.pk:
        return False
    unit_id = attempt.session.owner_unit_id if attempt.session else attempt.unit_id
    return unit_id in covered_units(user, roles, on)
