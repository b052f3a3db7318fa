"""Giving each of several wishes its share of things that more than one of them may want.

If all wishes can be met together they are met, whatever the order of the candidates: a wish that finds nothing free
asks the holders of its candidates to take something else, and they ask on (augmenting paths).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """How many of `candidates` are wanted; earlier candidates are preferred."""

    count: int
    candidates: Sequence[int]

    @property
    def slack(self) -> int:
        """Return how many candidates could be missed."""
        return len(self.candidates) - self.count


def fill(wishes: Sequence[Wish]) -> list[list[int]]:
    """Return what each wish gets: at most its count, nothing given twice, as much as possible in all.

    The most constrained wishes choose first, so that a shortage shows where there was most to choose from.
    """
    filling = _Filling(wishes)
    for number in sorted(range(len(wishes)), key=lambda number: wishes[number].slack):
        while len(filling.held[number]) < wishes[number].count and filling.seize_one_more(number):
            pass
    return filling.held


class _Filling:
    """Who holds what so far."""

    def __init__(self, wishes: Sequence[Wish]) -> None:
        self._wishes = wishes
        self._holder: dict[int, int] = {}
        self.held: list[list[int]] = [[] for _ in wishes]

    def seize_one_more(self, wisher: int) -> bool:
        """Get one more candidate for a wish, moving others if need be; tell whether that was possible."""
        # For each wish asked to give something up: who asked, and for what.
        asked: dict[int, tuple[int, int]] = {}
        queue = deque([wisher])
        while queue:
            seeker = queue.popleft()
            for candidate in self._wishes[seeker].candidates:
                holder = self._holder.get(candidate)
                if holder is None:
                    self._hand_on(candidate, seeker, wisher, asked)
                    return True
                if holder != wisher and holder not in asked:
                    asked[holder] = (seeker, candidate)
                    queue.append(holder)
        return False

    def _hand_on(self, candidate: int, seeker: int, wisher: int, asked: dict[int, tuple[int, int]]) -> None:
        """Give a free candidate to the last wish asked, and what each gives up to the one that asked for it."""
        self._give(candidate, seeker)
        while seeker != wisher:
            asker, given_up = asked[seeker]
            self.held[seeker].remove(given_up)
            self._give(given_up, asker)
            seeker = asker

    def _give(self, candidate: int, wisher: int) -> None:
        self._holder[candidate] = wisher
        self.held[wisher].append(candidate)
