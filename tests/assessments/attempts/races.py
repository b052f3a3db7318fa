"""The harness of saving against handing in: many rounds on real connections, each looked over afterwards.

A build is how answers are saved and how an attempt is handed in. The product's build must come through every round;
builds with the protection taken out must be caught by the same harness.
"""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from assessments.delivery import statements
from assessments.delivery.values import Answer, Verdict
from assessments.models import Response
from assessments.services.grading import receipt_of
from assessments.services.submitting import hand_in

SAVERS = 3
SAVES_EACH = 3

Save = Callable[[UUID, Answer], bool]
HandIn = Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Build:
    """`save` tells whether the answer counts as saved; `hand_in` returns the receipt."""

    save: Save
    hand_in: HandIn


def save_by_product(uid: UUID, answer: Answer) -> bool:
    """The product's statement."""
    saved = statements.save(uid, 1, (answer,))
    return saved.verdicts[0].verdict is Verdict.OK


def hand_in_by_product(uid: UUID) -> str:
    """The product's service."""
    return hand_in(uid, epoch=1, revisions={}).receipt


PRODUCT = Build(save_by_product, hand_in_by_product)


@dataclass(slots=True)
class Findings:
    """What the rounds showed. All but the count of real races must be empty."""

    rounds: int = 0
    sealed_amid: int = 0
    receipt_differs: set[UUID] = field(default_factory=set)
    acknowledged_and_lost: set[UUID] = field(default_factory=set)
    accepted_after_seal: set[UUID] = field(default_factory=set)

    @property
    def faults(self) -> int:
        """In how many rounds something went wrong."""
        return len(self.receipt_differs | self.acknowledged_and_lost | self.accepted_after_seal)


class Race:
    """Savers and one who hands in, released together in every round."""

    def __init__(self, build: Build, attempts: Iterable[UUID], values: list[str], seed: int = 20261123) -> None:
        self._build = build
        self._attempts = list(attempts)
        self._values = values
        self._chance = random.Random(seed)
        self._start = threading.Barrier(SAVERS + 1)
        # How long savers need for a round, learned while running: the seal shall fall among the saves.
        self._usual = 0.01
        self._acknowledged: dict[UUID, list[bool]] = defaultdict(list)
        self._receipts: dict[UUID, str] = {}
        self._failures: list[BaseException] = []

    def run(self) -> Findings:
        """All rounds, then the looking over."""
        threads = [threading.Thread(target=self._guarded, args=(self._save_rounds, number)) for number in range(SAVERS)]
        threads.append(threading.Thread(target=self._guarded, args=(self._hand_in_rounds, 0)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failures:
            raise self._failures[0]
        return self._look_over()

    def _guarded(self, work: Callable[[int], None], number: int) -> None:
        try:
            work(number)
        except threading.BrokenBarrierError:
            pass
        except BaseException as error:
            self._failures.append(error)
            self._start.abort()
        finally:
            connection.close()

    def _save_rounds(self, number: int) -> None:
        for attempt in self._attempts:
            self._start.wait()
            began = time.monotonic()
            slots = range(number * SAVES_EACH + 1, (number + 1) * SAVES_EACH + 1)
            oks = [self._build.save(attempt, Answer(slot, 1, self._values[slot - 1])) for slot in slots]
            self._usual += 0.1 * (time.monotonic() - began - self._usual)
            self._acknowledged[attempt] += oks

    def _hand_in_rounds(self, number: int) -> None:
        for attempt in self._attempts:
            delay = self._chance.uniform(0, 1.1) * self._usual
            self._start.wait()
            time.sleep(delay)
            self._receipts[attempt] = self._build.hand_in(attempt)

    def _look_over(self) -> Findings:
        found = Findings(rounds=len(self._attempts))
        accepted = defaultdict(int)
        for attempt, sealed_at, arrived_at in Response.objects.filter(standing=0).values_list(
            "attempt__uid", "attempt__sealed_at", "arrived_at"
        ):
            accepted[attempt] += 1
            if arrived_at > sealed_at:
                found.accepted_after_seal.add(attempt)
        for attempt in self._attempts:
            oks = sum(self._acknowledged[attempt])
            found.sealed_amid += 0 < oks < SAVERS * SAVES_EACH
            row = statements.attempt_row(attempt)
            stored = receipt_of(row, statements.present_answers(row.id)).sha256
            if not stored == row.receipt == self._receipts[attempt]:
                found.receipt_differs.add(attempt)
            if accepted[attempt] < oks:
                found.acknowledged_and_lost.add(attempt)
        return found
