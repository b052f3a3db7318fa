"""The blueprint of an exam: sections, and in each the rules by which its questions are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from assessments.domain.questions.registry import question_type
from legal.domain.effect import Effect, in_force_on


@dataclass(frozen=True, slots=True)
class PoolItem:
    """One version of a question that could be drawn.

    `entry_id` is the question across its versions. `category_path` begins with the paths of all categories above.
    `grounds` are the effects of the cited provisions; none at all counts as unknown.
    """

    question_id: int
    entry_id: int
    sha: str
    type: str
    competency: str
    level: int
    category_path: str
    body: Mapping[str, object]
    grounds: tuple[Effect, ...] = ()
    ready: bool = True

    def is_drawable(self, on: date) -> bool:
        """Tell whether the question may be drawn on a civil day.

        It is ready, its type can be delivered, and each ground is in force or of unknown effect.
        """
        return self.ready and question_type(self.type).deliverable and in_force_on(self.grounds, on).are_drawable


@dataclass(frozen=True, slots=True)
class FixedSlot:
    """One named entry: its ready version, or the pinned version if `question_id` says which."""

    entry_id: int
    question_id: int | None = None
    max_mark: Decimal = field(default=Decimal(1))

    @property
    def count(self) -> int:
        """Return how many questions it stands for."""
        return 1

    def admits(self, item: PoolItem) -> bool:
        """Tell whether the question may stand here."""
        return item.entry_id == self.entry_id and self.question_id in (None, item.question_id)


@dataclass(frozen=True, slots=True)
class DrawnSlot:
    """`count` questions of a kind. An empty path, and None for the competency, take any; levels are included."""

    count: int
    category_path: str = ""
    competency: str | None = None
    level_from: int = 1
    level_to: int = 5
    max_mark: Decimal = field(default=Decimal(1))

    def admits(self, item: PoolItem) -> bool:
        """Tell whether the question may stand here."""
        return (
            item.category_path.startswith(self.category_path)
            and self.competency in (None, item.competency)
            and self.level_from <= item.level <= self.level_to
        )


SlotRule: TypeAlias = FixedSlot | DrawnSlot


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A part of the exam. With `shuffles` its questions stand in another order in each paper."""

    title: str
    slots: tuple[SlotRule, ...]
    shuffles: bool = True


@dataclass(frozen=True, slots=True)
class DrawRules:
    """The whole blueprint."""

    sections: tuple[SectionRule, ...]

    def slots(self) -> Iterator[tuple[int, int, SlotRule]]:
        """Yield section index, index within the section (both from 0) and rule, in the order of the paper."""
        for section, rule in enumerate(self.sections):
            for slot, slot_rule in enumerate(rule.slots):
                yield section, slot, slot_rule
