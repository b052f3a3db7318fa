"""What is known of a unit: values with dates. A unit is named by any hashable key, usually its row's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.periods import Period

UnitKey = Hashable


@dataclass(frozen=True, slots=True)
class DatedName:
    """What a unit was called within a period."""

    unit: UnitKey
    name: str
    short_name: str
    period: Period


@dataclass(frozen=True, slots=True)
class Placement:
    """Under which unit a unit stood within a period; a parent of None is the top."""

    unit: UnitKey
    parent: UnitKey | None
    period: Period


class ChangeKind(StrEnum):
    """How a unit ended: nhập, chia hoặc tách, giải thể."""

    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class Change:
    """One successor of a unit that ended on `effective_on`, the first day on which it is gone.

    `heir` marks the successor that takes everybody without an own posting that begins on that day.
    A successor of None says that nothing takes over.
    """

    kind: ChangeKind
    predecessor: UnitKey
    successor: UnitKey | None
    heir: bool
    effective_on: date


def name_on(names: Iterable[DatedName], unit: UnitKey, day: date) -> DatedName | None:
    """Return the name that `unit` bore on `day`, or None when none is known for that day."""
    return next((name for name in names if name.unit == unit and name.period.contains(day)), None)
