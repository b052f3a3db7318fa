"""Virtual examinees: they save all the time, try again as the exam page does, and write down what was confirmed."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO
from urllib.parse import urlsplit

TIMEOUT = 15
LONGEST_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Seat:
    """One attempt: where to save, with which token, how many slots; all of them take any number as an answer."""

    attempt: str
    token: str
    slots: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An answer of which the server has said that it is saved."""

    attempt: str
    slot: int
    revision: int
    value: str


class Examinees:
    """Threads that sit at the seats from `start` to `stop`, a thread at several seats in turn.

    Every confirmation is written to the journal before the next request goes out, so that the journal never promises
    more than what the server said, and never less.
    """

    def __init__(self, url: str, seats: Sequence[Seat], journal: Path, *, threads: int = 8, batch: int = 1) -> None:
        self.statuses: Counter[int] = Counter()
        self._address = urlsplit(url)
        self._seats = list(seats)
        self._path = journal
        self._journal: TextIO | None = None
        self._batch = batch
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._count = 0
        self._threads = [
            threading.Thread(target=self._sit, args=(self._seats[number::threads], number), daemon=True)
            for number in range(min(threads, len(self._seats)))
        ]

    def __enter__(self) -> Self:
        self._journal = self._path.open("w", encoding="utf-8")
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._journal.close()

    @property
    def acknowledged(self) -> int:
        """How many answers were confirmed so far."""
        return self._count

    def wait_for(self, more: int, *, within: float = 60) -> None:
        """Returns when so many further answers have been confirmed.

        Raises:
            TimeoutError: they were not.
        """
        wanted, limit = self._count + more, time.monotonic() + within
        while self._count < wanted:
            if time.monotonic() > limit:
                raise TimeoutError(f"no {more} answers were confirmed within {within:g} s: {dict(self.statuses)}")
            time.sleep(0.01)

    def journal(self) -> list[Acknowledged]:
        """Everything that was confirmed, read back from the journal."""
        return [Acknowledged(*json.loads(line)) for line in self._path.read_text(encoding="utf-8").splitlines()]

    def _sit(self, seats: list[Seat], number: int) -> None:
        chance, revisions = random.Random(number), Counter()
        line = self._connect()
        while not self._stopping.is_set():
            seat = chance.choice(seats)
            slots = chance.sample(range(1, seat.slots + 1), self._batch)
            revisions[seat] += 1
            answers = [
                Acknowledged(seat.attempt, slot, revisions[seat], str(chance.randrange(10**6))) for slot in slots
            ]
            # As the exam page does: again and again until it is confirmed.
            while not self._stopping.is_set() and not self._save(line, seat, answers):
                line.close()
                time.sleep(chance.uniform(0, LONGEST_PAUSE))
        line.close()

    def _save(self, line: http.client.HTTPConnection, seat: Seat, answers: list[Acknowledged]) -> bool:
        sent = [{"slot": one.slot, "revision": one.revision, "value": one.value} for one in answers]
        body = json.dumps({"protocol": 1, "epoch": 1, "send": 1, "answers": sent})
        try:
            line.request("PUT", f"/thi/api/{seat.attempt}/answers", body, {"X-Attempt-Token": seat.token})
            response = line.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self._note(0, [])
            return False
        saved = json.loads(content)["results"] if response.status in (200, 409, 410, 422) else []
        ok = {result["slot"] for result in saved if result["status"] == "ok"}
        self._note(response.status, [one for one in answers if one.slot in ok])
        return len(ok) == len(answers)

    def _note(self, status: int, confirmed: list[Acknowledged]) -> None:
        with self._lock:
            self.statuses[status] += 1
            for one in confirmed:
                self._journal.write(json.dumps([one.attempt, one.slot, one.revision, one.value]) + "\n")
            self._journal.flush()
            self._count += len(confirmed)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._address.hostname, self._address.port, timeout=TIMEOUT)
