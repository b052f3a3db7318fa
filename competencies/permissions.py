"""Who may bring frameworks into force and take proofs back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from competencies.models import CompetencyEvidence, CompetencyFramework
from organization.models import Role
from organization.permissions import covered_units, has_role

if TYPE_CHECKING:
    from organization.permissions import Account


def can_publish_framework(user: Account, framework: CompetencyFramework, on: date) -> bool:
    """Tell whether an account may bring a framework into force: a home-affairs officer of the unit that owns it."""
    return has_role(user, Role.TRAINING_OFFICER, on, framework.owner_unit_id)


def can_withdraw_evidence(user: Account, evidence: CompetencyEvidence, on: date) -> bool:
    """Tell whether an account may take a proof back.

    A home-affairs officer, for the unit in which the proof was earned and never for the own proof.
    """
    if evidence.staff.user_id == user.pk:
        return False
    return evidence.unit_id in covered_units(user, [Role.TRAINING_OFFICER], on, placed_on=evidence.observed_on)
