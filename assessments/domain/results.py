"""Results of several attempts, learning classes, and how marks are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core.periods import Period
from core.vietnamese.formatting import number

_HUNDREDTH = Decimal("0.01")
_TEN = Decimal(10)


class CountingRule(StrEnum):
    """Which of several attempts counts."""

    HIGHEST = "highest"
    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """The present result of one attempt. `number` counts the attempts of a person from 1; `fraction` is unrounded."""

    number: int
    fraction: Decimal
    passed: bool


def counting_attempt(results: Sequence[AttemptResult], rule: CountingRule) -> AttemptResult | None:
    """Return the attempt that counts, or None when there is none. Of equal highest ones the earliest counts."""
    if not results:
        return None
    ordered = sorted(results, key=_number)
    if rule is CountingRule.FIRST:
        return ordered[0]
    if rule is CountingRule.LAST:
        return ordered[-1]
    return max(ordered, key=_fraction)


@dataclass(frozen=True, slots=True)
class ClassBand:
    """One learning class: its name, and the fraction from which it is held (included)."""

    name: str
    from_fraction: Decimal


@dataclass(frozen=True, slots=True)
class ClassScale:
    """The learning classes valid in a period. A learning scale: never a rating of civil servants."""

    period: Period
    bands: tuple[ClassBand, ...]


def learning_class(fraction: Decimal, scales: Sequence[ClassScale], on: date) -> ClassBand | None:
    """Return the class of an unrounded fraction by the scale valid on a civil day.

    None: no scale is valid that day, or the fraction lies below all its bands. Of scales that overlap the one that
    began last decides.
    """
    valid = [scale for scale in scales if scale.period.contains(on)]
    if not valid:
        return None
    bands = max(valid, key=_start).bands
    reached = [band for band in bands if fraction >= band.from_fraction]
    return max(reached, key=_from_fraction, default=None)


def shown_mark(mark: Decimal) -> Decimal:
    """Return a mark for display, rounded half up to two places. For comparisons take the mark itself."""
    return mark.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def ten_point_text(fraction: Decimal) -> str:
    """Return a fraction on the scale of ten as Vietnamese offices write it, at most two decimals: 8,5; 6,67; 10."""
    return number(fraction * _TEN, 2)


def _number(result: AttemptResult) -> int:
    return result.number


def _fraction(result: AttemptResult) -> Decimal:
    return result.fraction


def _start(scale: ClassScale) -> date:
    return scale.period.start


def _from_fraction(band: ClassBand) -> Decimal:
    return band.from_fraction
