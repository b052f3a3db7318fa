"""manage.py work: run periodic duties and queued jobs until told to end."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock, worker


class Command(BaseCommand):
    """Runs every duty that the apps registered, and the jobs of the queue."""

    help = "Run periodic duties and queued jobs. Several may run at once; TERM or Ctrl-C ends it cleanly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once."""
        parser.add_argument("--once", action="store_true", help="run every duty once, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        """Run the rounds."""
        rounds = worker.Rounds(worker.duties(), say=self._say)
        if once:
            if not rounds.run_due():
                raise CommandError("a duty failed, see above")
            return
        self._listen(rounds)
        self.stdout.write("Working. TERM or Ctrl-C ends it.")
        self.stdout.flush()
        rounds.run_until_stopped()
        self._say("ended")

    def _say(self, line: str) -> None:
        self.stdout.write(f"{clock.in_vietnam(clock.now()):%Y-%m-%d %H:%M:%S} {line}")
        self.stdout.flush()

    def _listen(self, rounds: worker.Rounds) -> None:
        def end(signum: int, frame: FrameType | None) -> None:
            rounds.stop()
            signal.signal(signum, signal.SIG_DFL)  # a second one ends at once

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
