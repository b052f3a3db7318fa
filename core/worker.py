"""The process beside the web server: periodic duties of every app, queued jobs among them.

An app registers its duties when it is ready. A duty takes the instant and returns how many things it did. It must be
safe to run twice, also at the same time in two workers: it locks what it works on, or finds nothing left to do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connections

from core import clock

# A duty that failed is tried again soon, even if it is a daily one.
RETRY_SECONDS = 60.0
_TICK_SECONDS = 0.25

logger = logging.getLogger("thao.worker")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done again and again. `function` takes the instant and returns how many things it did."""

    name: str
    every_seconds: float
    function: Callable[[datetime], int]


_DUTIES: dict[str, Duty] = {}


def register_duty(name: str, every_seconds: float, function: Callable[[datetime], int]) -> None:
    """Add a duty of an app. A name belongs to one duty: registering it again replaces it."""
    _DUTIES[name] = Duty(name, every_seconds, function)


def duties() -> tuple[Duty, ...]:
    """Return all duties, in the order in which they were registered."""
    return tuple(_DUTIES.values())


@dataclass(slots=True)
class Rounds:
    """Runs duties when they are due, and survives whatever one of them raises."""

    duties: Iterable[Duty]
    say: Callable[[str], None]
    steady: Callable[[], float] = time.monotonic
    stopping: bool = False
    _due: dict[str, float] = field(default_factory=dict)

    def stop(self) -> None:
        """End after the duty that is running."""
        self.stopping = True

    def run_due(self) -> bool:
        """Run every duty that is due; tell whether all of them succeeded."""
        fine = True
        for duty in self.duties:
            if self.stopping:
                break
            if self._due.get(duty.name, 0.0) <= self.steady():
                fine = self._run(duty) and fine
        return fine

    def run_until_stopped(self) -> None:
        """Run duties as they become due, until `stop` is called."""
        while not self.stopping:
            self.run_due()
            # Short naps: a signal does not cut a long sleep short.
            if not self.stopping:
                time.sleep(_TICK_SECONDS)

    def _run(self, duty: Duty) -> bool:
        pause = duty.every_seconds
        try:
            _drop_old_connections()
            done = duty.function(clock.now())
        except Exception:
            logger.exception("The duty %s failed and will be tried again", duty.name)
            _drop_connections()
            pause = min(pause, RETRY_SECONDS)
            return False
        else:
            if done:
                self.say(f"{duty.name}: {done}")
            return True
        finally:
            self._due[duty.name] = self.steady() + pause


def _drop_old_connections() -> None:
    """Let go of connections that are broken or have served their time, as a request does when it begins."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _drop_connections() -> None:
    """Close the database connections, so that the next duty begins with new ones after a restart of the database."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
