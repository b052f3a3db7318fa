"""Whether a person may begin an exam now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class RefusalCode(StrEnum):
    """Why a start is refused."""

    EXAM_NOT_PUBLISHED = "exam_not_published"
    NOT_OPEN_YET = "not_open_yet"
    WINDOW_CLOSED = "window_closed"
    ALREADY_PASSED = "already_passed"
    RESULT_PENDING = "result_pending"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    MODULE_NOT_COMPLETED = "module_not_completed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused start. `until` is the instant from which this reason no longer holds, None when time does not help."""

    code: RefusalCode
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StartRules:
    """What an exam and its session ask of a start.

    The window is half-open and None where it has no such end; `attempts_allowed` None means without limit. With
    `passing_ends_it` a person who passed may not try again.
    """

    published: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    attempts_allowed: int | None = None
    waiting_seconds: int = 0
    needs_module: bool = False
    passing_ends_it: bool = False


@dataclass(frozen=True, slots=True)
class StartFacts:
    """What is known of the person: attempts that count against the limit, last seal, what was reached.

    `passed` is a pass that the person may know of; `result_pending` says that a result, whichever, is still withheld.
    """

    attempts_used: int = 0
    last_sealed_at: datetime | None = None
    module_completed: bool = False
    passed: bool = False
    result_pending: bool = False


def start_refusal(rules: StartRules, facts: StartFacts, *, at: datetime) -> Refusal | None:
    """Return why a new attempt may not begin at `at`, or None when it may.

    The first reason that holds is given, the ones that nothing helps against before those that time or work removes.
    """
    return (
        _closed(rules, at)
        or _used_up(rules, facts)
        or (Refusal(RefusalCode.MODULE_NOT_COMPLETED) if rules.needs_module and not facts.module_completed else None)
        or _waiting(rules, facts, at)
    )


def _closed(rules: StartRules, at: datetime) -> Refusal | None:
    if not rules.published:
        return Refusal(RefusalCode.EXAM_NOT_PUBLISHED)
    if rules.opens_at is not None and at < rules.opens_at:
        return Refusal(RefusalCode.NOT_OPEN_YET, rules.opens_at)
    if rules.closes_at is not None and at >= rules.closes_at:
        return Refusal(RefusalCode.WINDOW_CLOSED)
    return None


def _used_up(rules: StartRules, facts: StartFacts) -> Refusal | None:
    if rules.passing_ends_it and facts.passed:
        return Refusal(RefusalCode.ALREADY_PASSED)
    if rules.passing_ends_it and facts.result_pending:
        # For a pass and a fail alike: being let in would tell the one, being refused the other.
        return Refusal(RefusalCode.RESULT_PENDING)
    if rules.attempts_allowed is not None and facts.attempts_used >= rules.attempts_allowed:
        return Refusal(RefusalCode.NO_ATTEMPTS_LEFT)
    return None


def _waiting(rules: StartRules, facts: StartFacts, at: datetime) -> Refusal | None:
    if facts.last_sealed_at is None:
        return None
    until = facts.last_sealed_at + timedelta(seconds=rules.waiting_seconds)
    return Refusal(RefusalCode.WAITING, until) if at < until else None
