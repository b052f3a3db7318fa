"""The level that one attempt proves: the level rule, and its reasons in a form that can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question of the paper that was about the competency, and what its answer was worth."""

    level: int
    answered: bool
    mark: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class LevelCount:
    """The questions of one level in a paper: how many, how many answered, marks won and possible."""

    level: int
    items: int
    answered: int
    mark: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class LevelRule:
    """When a knowledge test proves a level. Editable data; evidence names the version that judged it.

    The level held is the highest L with at least `min_items_up_to` questions of level L or lower in the paper, at
    least `min_items_at` of them at L, and at least `min_fraction` of the marks of the questions of level L or lower.
    """

    version: int
    min_items_up_to: int
    min_items_at: int
    min_fraction: Decimal


RULE_V1 = LevelRule(version=1, min_items_up_to=5, min_items_at=2, min_fraction=Decimal("0.7"))


class Verdict(StrEnum):
    """What the rule says of one level; the first condition that fails is named."""

    PROVED = "proved"
    TOO_FEW_ITEMS = "too_few_items"
    TOO_FEW_AT_LEVEL = "too_few_at_level"
    TOO_FEW_MARKS = "too_few_marks"


@dataclass(frozen=True, slots=True)
class LevelCheck:
    """The figures behind one level: questions up to it, questions at it, marks won and possible up to it."""

    level: int
    items_up_to: int
    items_at: int
    mark: Decimal
    maximum: Decimal
    verdict: Verdict


def count_items(items: Iterable[ItemResult]) -> tuple[LevelCount, ...]:
    """Return the counts per level, lowest first, of the levels that the paper asked."""
    by_level: dict[int, list[ItemResult]] = {}
    for item in items:
        by_level.setdefault(item.level, []).append(item)
    return tuple(_count(level, by_level[level]) for level in sorted(by_level))


def level_held(counts: Iterable[LevelCount], rule: LevelRule) -> int | None:
    """Return the level that the counts prove, or None: "chưa đủ căn cứ", which is not level zero."""
    proved = [check.level for check in level_checks(counts, rule) if check.verdict is Verdict.PROVED]
    return max(proved, default=None)


def level_checks(counts: Iterable[LevelCount], rule: LevelRule) -> tuple[LevelCheck, ...]:
    """Return what the rule says of each of the five levels, lowest first. Fractions are compared unrounded."""
    every = list(counts)
    return tuple(_check(level, every, rule) for level in LEVELS)


def write_counts(counts: Iterable[LevelCount]) -> dict[str, dict[str, int | str]]:
    """Return the counts as evidence stores them, marks spelled as text."""
    return {
        str(count.level): {
            "items": count.items,
            "answered": count.answered,
            "mark": str(count.mark),
            "maximum": str(count.maximum),
        }
        for count in counts
    }


def read_counts(stored: Mapping[str, Mapping[str, int | str]]) -> tuple[LevelCount, ...]:
    """Return the counts that `write_counts` spelled, lowest level first."""
    found = (
        LevelCount(
            level=int(level),
            items=int(count["items"]),
            answered=int(count["answered"]),
            mark=Decimal(str(count["mark"])),
            maximum=Decimal(str(count["maximum"])),
        )
        for level, count in stored.items()
    )
    return tuple(sorted(found, key=lambda count: count.level))


def _count(level: int, items: list[ItemResult]) -> LevelCount:
    return LevelCount(
        level=level,
        items=len(items),
        answered=sum(item.answered for item in items),
        mark=sum((item.mark for item in items), Decimal(0)),
        maximum=sum((item.maximum for item in items), Decimal(0)),
    )


def _check(level: int, counts: list[LevelCount], rule: LevelRule) -> LevelCheck:
    below = [count for count in counts if count.level <= level]
    items_up_to = sum(count.items for count in below)
    items_at = sum(count.items for count in below if count.level == level)
    mark = sum((count.mark for count in below), Decimal(0))
    maximum = sum((count.maximum for count in below), Decimal(0))
    if items_up_to < rule.min_items_up_to:
        verdict = Verdict.TOO_FEW_ITEMS
    elif items_at < rule.min_items_at:
        verdict = Verdict.TOO_FEW_AT_LEVEL
    elif maximum <= 0 or mark < rule.min_fraction * maximum:
        verdict = Verdict.TOO_FEW_MARKS
    else:
        verdict = Verdict.PROVED
    return LevelCheck(level, items_up_to, items_at, mark, maximum, verdict)
