"""How long a certificate holds, and from when a renewed one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count

from core.errors import DomainError
from core.periods import add_months


class ValidityRefused(DomainError):
    """No last day can be given (`fixed_day_missing`, or `fixed_day_passed` with params `fixed_until`)."""

    code = "fixed_day_missing"


class RenewalRule(StrEnum):
    """From when the months count: completion, the end of the certificate before, or up to a fixed day."""

    COMPLETION = "completion"
    PREVIOUS_EXPIRY = "previous_expiry"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class ValidityRule:
    """The rule of a certification. `months` of None: the certificate has no end, or the fixed day stands once."""

    months: int | None
    renewal: RenewalRule = RenewalRule.COMPLETION
    fixed_until: date | None = None


def valid_until(rule: ValidityRule, completed_on: date, previous_until: date | None = None) -> date | None:
    """Return the last day on which a certificate earned on `completed_on` holds, or None when it has no end.

    Twelve months from 15/03/2026 end with the 15/03/2027.

    COMPLETION counts from the day of completion. PREVIOUS_EXPIRY counts from the end of the certificate before while
    that still holds, so that early renewal loses no day; else from completion. FIXED gives the fixed day, moved on in
    steps of `months` until it is not before the completion.

    Raises:
        ValidityRefused: FIXED without a fixed day, or with one that has passed and no months to move it by.
    """
    if rule.renewal is RenewalRule.FIXED:
        return _fixed_day(rule, completed_on)
    if rule.months is None:
        return None
    renewed_early = rule.renewal is RenewalRule.PREVIOUS_EXPIRY and previous_until and completed_on <= previous_until
    return add_months(previous_until if renewed_early and previous_until else completed_on, rule.months)


def renewal_opens_on(until: date, window_days: int) -> date:
    """Return the first day on which a certificate valid to `until` may be renewed."""
    return until - timedelta(days=window_days)


def _fixed_day(rule: ValidityRule, completed_on: date) -> date:
    if rule.fixed_until is None:
        raise ValidityRefused
    if rule.fixed_until >= completed_on:
        return rule.fixed_until
    if not rule.months:
        raise ValidityRefused("fixed_day_passed", fixed_until=rule.fixed_until)
    # Always counted from the first fixed day: month by month a 31st would become a 28th and stay one.
    days = (add_months(rule.fixed_until, steps * rule.months) for steps in count(1))
    return next(day for day in days if day >= completed_on)
