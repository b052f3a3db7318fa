"""How somebody works through a paper: pace, slips, second thoughts, blanks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessments.delivery.values import StoredAnswer
from assessments.domain.paper import Paper, PaperSlot
from config.demo.history.answers import AnswerBook
from core.sampling import Sampler

# Chances of a right answer in thousandths, by level, for somebody of average skill.
_CHANCES = {1: 890, 2: 800, 3: 690, 4: 590, 5: 480}
_BLANK, _CHANGE, _SLOW = 25, 80, 15
_LEAST, _MOST = 60, 985
# Seconds of one question: the least, and what pace and question add; a few people are so slow that time ends it.
_LEAST_SECONDS, _PACE, _QUESTION, _SLOWER = 14, 38, 40, 70
_SAVED_AFTER = timedelta(milliseconds=1100)
_FIRST_THOUGHT = -400


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was sent."""

    slot: int
    revision: int
    value: Any
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work. `book` tells what can be answered to a question, by its key."""

    skill: int
    book: Callable[[int], AnswerBook]
    sampler: Sampler

    def answers(self, paper: Paper, started_at: datetime, deadline: datetime) -> Iterator[Given]:
        """Yield the answers in the order in which they are sent, as far as the time suffices."""
        draw = self.sampler
        clock, revision = started_at, 0
        pace = _LEAST_SECONDS + draw.below(_PACE) + (_SLOWER if draw.below(1000) < _SLOW else 0)
        for slot in paper.slots:
            clock += timedelta(seconds=pace + draw.below(_QUESTION), milliseconds=draw.below(1000))
            if draw.below(1000) < _BLANK:
                continue
            thoughts = (_FIRST_THOUGHT, self.skill) if draw.below(1000) < _CHANGE else (self.skill,)
            for skill in thoughts:
                if clock >= deadline:
                    return
                revision += 1
                yield Given(slot.slot, revision, self._value(slot, skill), clock + _SAVED_AFTER)
                clock += timedelta(seconds=6 + draw.below(20))

    def _value(self, slot: PaperSlot, skill: int) -> Any:
        chance = min(max(_CHANCES[slot.level] + skill, _LEAST), _MOST)
        is_right = self.sampler.below(1000) < chance
        return self.book(slot.question).answer(right=is_right, layout=slot.layout, sampler=self.sampler)


def present_answers(given: Iterable[Given]) -> tuple[StoredAnswer, ...]:
    """Return the answers that count: the latest of each slot, in the order of the slots."""
    latest = {one.slot: one for one in given}
    return tuple(StoredAnswer(one.slot, 1, one.revision, one.value) for _, one in sorted(latest.items()))
