"""What a proof reports: findings, each named by a code, and how many things were looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise

T = TypeVar("T")

# Enough for few round trips, little enough for any memory.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: what (a code of `sentences`), and which row, named so that it can be found."""

    code: str
    where: str


@dataclass(slots=True)
class Tally:
    """Counts what a part of the proof looked at, so that an empty database is not taken for a sound one."""

    checked: int = 0

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """Yield things, counting them."""
        for thing in things:
            self.checked += 1
            yield thing


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the proof."""

    code: str
    title: str | Promise
    prove: Callable[[Tally], Iterator[Finding]]


def in_batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield lists of at most `size` things."""
    batch: list[T] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
