"""When a lesson and a module are complete, and what a later edition changes about it: nothing."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class LessonStudy:
    """One lesson of one edition as the server saw it. `completed_at` of None: opened only."""

    lesson: str
    opened_at: datetime
    completed_at: datetime | None = None
    minimum_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Lessons completed out of all, and the first one that is still to do (None at the end)."""

    done: int
    total: int
    next_lesson: str | None

    @property
    def percent(self) -> int:
        """Return the whole percent completed, rounded down: 100 means everything."""
        return 100 * self.done // self.total if self.total else 0


class ModuleState(StrEnum):
    """Chưa hoàn thành; đã hoàn thành; đã hoàn thành, nay có bản mới."""

    OPEN = "open"
    COMPLETED = "completed"
    COMPLETED_EARLIER_EDITION = "completed_earlier_edition"


def seconds_left(*, opened_at: datetime, at: datetime, minimum_seconds: int) -> int:
    """Return how many seconds a lesson must still stay open before it may be completed; 0 when it may be now.

    Both instants are the server's: nothing that a browser claims to have measured counts.
    """
    return max(0, math.ceil(minimum_seconds - (at - opened_at).total_seconds()))


def completed_lessons(studied: Iterable[LessonStudy]) -> frozenset[str]:
    """Return the lessons that were completed and stayed open long enough before."""
    return frozenset(one.lesson for one in studied if _is_completed(one))


def is_complete(*, lessons: Sequence[str], completed: Collection[str]) -> bool:
    """Tell whether every lesson of an edition is completed. An edition without lessons never is.

    Args:
        lessons: the keys of the edition's lessons.
        completed: keys completed in that same edition; others are ignored.
    """
    return bool(lessons) and all(lesson in completed for lesson in lessons)


def progress(*, lessons: Sequence[str], completed: Collection[str]) -> Progress:
    """Return how far the edition is studied. Lessons may be taken in any order."""
    waiting = [lesson for lesson in lessons if lesson not in completed]
    return Progress(len(lessons) - len(waiting), len(lessons), waiting[0] if waiting else None)


def module_state(*, completed_edition: int | None, latest_edition: int) -> ModuleState:
    """Return how a module stands for a person who completed an edition, or none (None).

    A completion names its edition and stands. A newer edition is pointed out and reopens nothing; studying it again
    is a new cycle.
    """
    if completed_edition is None:
        return ModuleState.OPEN
    if completed_edition < latest_edition:
        return ModuleState.COMPLETED_EARLIER_EDITION
    return ModuleState.COMPLETED


def _is_completed(study: LessonStudy) -> bool:
    if study.completed_at is None:
        return False
    return seconds_left(opened_at=study.opened_at, at=study.completed_at, minimum_seconds=study.minimum_seconds) == 0
