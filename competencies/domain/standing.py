"""Where a person stands in one competency on one day, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proof of one competency of one person, as far as standing needs it.

    Args:
        key: how the caller knows the row.
        level: 1 to 5, or None when the proof was not enough ground for any level.
        observed_on: the first day on which it counts.
        expires_on: the first day on which it no longer counts; None means never.
        withdrawn: it was taken back and counts on no day.
    """

    key: Hashable
    level: int | None
    observed_on: date
    expires_on: date | None = None
    withdrawn: bool = False


class Weight(StrEnum):
    """What a proof means for the standing of the day."""

    DECIDES = "decides"
    LOWER = "lower"
    OLDER = "older"
    NO_LEVEL = "no_level"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proof and what it means."""

    evidence: Evidence
    weight: Weight


class StandingState(StrEnum):
    """Có mức, chưa đủ căn cứ, chưa đánh giá."""

    HELD = "held"
    INSUFFICIENT = "insufficient"
    UNASSESSED = "unassessed"


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer to "mức hiện có" and to "vì sao mức này?".

    `level` is None for "chưa đánh giá" and "chưa đủ căn cứ", never zero. `weighed` holds every proof known, the
    newest first.
    """

    level: int | None
    state: StandingState
    weighed: tuple[Weighed, ...]

    @property
    def decided_by(self) -> Evidence | None:
        """Return the proof that gives the level, or None when there is no level."""
        return next((one.evidence for one in self.weighed if one.weight is Weight.DECIDES), None)


def standing_on(evidence: Iterable[Evidence], day: date) -> Standing:
    """Return the standing on `day`: the best valid proof decides, of equal ones the newest.

    Proofs that are withdrawn, expired or younger than `day` have no say. A later, lower result takes nothing away.
    """
    newest_first = sorted(evidence, key=lambda one: (one.observed_on, str(one.key)), reverse=True)
    valid = [one for one in newest_first if _invalid(one, day) is None]
    best = max((one for one in valid if one.level is not None), key=lambda one: one.level or 0, default=None)
    weighed = tuple(Weighed(one, _weight(one, best, day)) for one in newest_first)
    if best is not None:
        return Standing(best.level, StandingState.HELD, weighed)
    return Standing(None, StandingState.INSUFFICIENT if valid else StandingState.UNASSESSED, weighed)


def _invalid(evidence: Evidence, day: date) -> Weight | None:
    if evidence.withdrawn:
        return Weight.WITHDRAWN
    if evidence.observed_on > day:
        return Weight.NOT_YET
    if evidence.expires_on is not None and evidence.expires_on <= day:
        return Weight.EXPIRED
    return None


def _weight(evidence: Evidence, best: Evidence | None, day: date) -> Weight:
    invalid = _invalid(evidence, day)
    if invalid is not None:
        return invalid
    if evidence.level is None or best is None or best.level is None:
        return Weight.NO_LEVEL
    if evidence is best:
        return Weight.DECIDES
    return Weight.OLDER if evidence.level == best.level else Weight.LOWER
