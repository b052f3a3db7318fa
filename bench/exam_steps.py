"""What each step of an exam costs: `.venv/bin/python -m bench.exam_steps [rounds]`.

CPU of this process and of a PostgreSQL of our own together, per request; the median of rounds. The floor is a token
check and one unguarded upsert on the same connection. Steps are taken in turns, so that a busy machine slows all of
them alike: trust the ratios. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.support.postgres import ThrowawayPostgres
from tests.support.processes import children

QUESTIONS = 40
REPEATS = 30
TICKS = os.sysconf("SC_CLK_TCK")
BACKEND = "django.contrib.auth.backends.ModelBackend"
FLOOR = """
insert into bench_floor (attempt, slot, revision, payload) values (%(uid)s::uuid, %(slot)s::smallint, %(revision)s::int,
%(payload)s::jsonb) on conflict (attempt, slot) do update set revision = excluded.revision, payload = excluded.payload
"""


class Steps:
    """One examinee at a paper of forty questions, step by step."""

    def __init__(self) -> None:
        from django.test import Client

        from tests.factories.attempts import make_world

        self.world = make_world(types=["single", "numeric", "true_false", "multiple"] * (QUESTIONS // 4))
        self.client = Client()
        self.client.force_login(self.world.user, backend=BACKEND)
        self.revision = 0
        self.begin()

    def start(self) -> None:
        """The start, or the way back to what has begun."""
        assert self.client.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())}).status_code == 302

    def begin(self) -> None:
        """A new attempt, or the one that has begun, for the steps that follow."""
        from assessments.models import Attempt, Grading, Response

        # Only the present attempt counts: thousands of earlier ones of one person are no real thing.
        sealed = Attempt.objects.filter(state="sealed")
        Grading.objects.filter(attempt__in=sealed).delete()
        Response.objects.filter(attempt__in=sealed).delete()
        sealed.delete()
        self.start()
        self.attempt = Attempt.objects.select_related("staff").get(state="open")
        self.page_address = f"/thi/bai/{self.attempt.uid}/"

    def end(self) -> None:
        """Clears the way for the next start."""
        self.browser().submit()

    def browser(self):
        """The page's program, calling the exam counter's functions without a handler in between."""
        from tests.assessments.delivery.browser import Browser

        return Browser.of(self.attempt)

    def floor(self) -> None:
        """A token check and one unguarded upsert."""
        from django.db import connections

        from assessments.delivery.tokens import token_epoch

        browser = self.browser()
        token_epoch(browser.token, browser.attempt)
        self.revision += 1
        with connections["exam"].cursor() as cursor:
            cursor.execute(FLOOR, {"uid": self.attempt.uid, "slot": 2, "revision": self.revision, "payload": '"12"'})

    def save(self, count: int) -> None:
        """A batch of so many answers."""
        self.revision += 1
        slots = range(2, QUESTIONS, 4)
        status, _ = self.browser().save(*[(slot, self.revision, str(self.revision)) for slot in slots[:count]])
        assert status == 200

    def save_through_django(self) -> None:
        """One answer through handler, middleware and view."""
        from tests.assessments.delivery.browser import save_body

        self.revision += 1
        headers = {"X-Attempt-Token": self.browser().token}
        body = save_body([(2, self.revision, str(self.revision))])
        path = f"/thi/api/{self.attempt.uid}/answers"
        response = self.client.put(path, body, content_type="application/json", headers=headers)
        assert response.status_code == 200

    def get(self, path: str) -> int:
        """A page; how many bytes it has."""
        response = self.client.get(path)
        assert response.status_code == 200
        return len(response.content)


Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Step:
    """What is measured, and what goes before and after it unmeasured."""

    name: str
    act: Act
    before: Act = bool
    after: Act = bool


def plan(steps: Steps) -> list[Step]:
    """The steps in the order in which they are taken."""
    return [
        Step("floor", steps.floor),
        Step("save one", lambda: steps.save(1)),
        Step("save five", lambda: steps.save(5)),
        Step("save one, Django's handler", steps.save_through_django),
        Step("heartbeat", lambda: steps.browser().beat()),
        Step("exam page", lambda: steps.get(steps.page_address)),
        Step("submit", steps.end, after=steps.begin),
        Step("start", steps.start, before=steps.end, after=steps.begin),
    ]


@contextmanager
def installation() -> Iterator[ThrowawayPostgres]:
    """An empty installation on a durable PostgreSQL of our own, with tables made without their history."""
    with ThrowawayPostgres() as postgres:
        os.environ["DATABASE_URL"] = postgres.create_database("thao")
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", run_syncdb=True, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "create table bench_floor (attempt uuid, slot smallint, revision int, payload jsonb,"
                " primary key (attempt, slot))"
            )
        yield postgres


def cpu_of(pid: int) -> float:
    """User and system seconds of a process, 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure(postgres: ThrowawayPostgres, step: Step) -> float:
    """CPU milliseconds per repetition, our own and the database's."""
    total = 0.0
    for _ in range(REPEATS):
        step.before()
        servers = [postgres.pid, *children(postgres.pid)]
        began = time.process_time() + sum(map(cpu_of, servers))
        step.act()
        total += time.process_time() + sum(map(cpu_of, servers)) - began
        step.after()
    return 1000 * total / REPEATS


def statements(step: Step) -> int:
    """How many statements a step sends, on both connections; BEGIN and COMMIT not counted."""
    from django.db import connections

    sent = []

    def note(execute: Callable[..., object], *arguments: object) -> object:
        sent.append(arguments[0])
        return execute(*arguments)

    step.before()
    with connections["default"].execute_wrapper(note), connections["exam"].execute_wrapper(note):
        step.act()
    step.after()
    return len(sent)


def main(rounds: int) -> None:
    """Prints the table."""
    with installation() as postgres:
        listed = plan(Steps())
        # Twice unmeasured: the process then knows paper and questions, the connection its prepared statements.
        counts = {step.name: [statements(step), statements(step)][1] for step in listed}
        figures: dict[str, list[float]] = {step.name: [] for step in listed}
        for _ in range(rounds):
            for step in listed:
                figures[step.name].append(measure(postgres, step))
        print(f"{'step':<28}{'CPU ms':>8}{'range':>16}{'ratio':>8}{'SQL':>6}")
        for name, values in figures.items():
            ratio = statistics.median(value / floor for value, floor in zip(values, figures["floor"], strict=True))
            spread = f"{min(values):.2f}–{max(values):.2f}"
            print(f"{name:<28}{statistics.median(values):>8.2f}{spread:>16}{ratio:>8.1f}{counts[name]:>6}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
