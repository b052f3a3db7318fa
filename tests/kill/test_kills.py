"""No acknowledged answer is lost: not when workers of the application are killed, not when the database is."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.appserver import ROOT, AppServer
from tests.support.examinees import Acknowledged, Examinees, Seat
from tests.support.postgres import ThrowawayPostgres

pytestmark = [pytest.mark.kill, pytest.mark.slow]

WORKER_KILLS, DATABASE_KILLS, CONTROL_KILLS = 20, 10, 2
SEATS, SLOTS = 24, 20
# So many answers are confirmed between two kills, so that each falls amid saving.
CONFIRMED = 30
# A worker that is told to end while it is still starting would keep the server waiting for half a minute.
IMPATIENT = ["--workers-kill-timeout", "2"]


@pytest.fixture(scope="module")
def postgres() -> Iterator[ThrowawayPostgres]:
    """A server of our own, durable as delivered."""
    with ThrowawayPostgres() as server:
        yield server


@pytest.fixture(scope="module")
def environment(postgres: ThrowawayPostgres, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the application finds in its environment."""
    return {
        "DATABASE_URL": postgres.create_database("thao"),
        "DJANGO_SETTINGS_MODULE": "tests.kill.settings",
        # Workers start dozens of times: compiled once, they are back in half the time, and nothing lies in our folders.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode")),
    }


@pytest.fixture(scope="module")
def seats(environment: dict[str, str]) -> list[Seat]:
    """Open attempts in the database."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.kill.seats", str(SEATS), str(SLOTS)],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return [Seat(*seat) for seat in json.loads(made.stdout.splitlines()[-1])]


def lost(postgres: ThrowawayPostgres, journal: list[Acknowledged]) -> list[Acknowledged]:
    """What was acknowledged and does not stand in the database as an accepted answer."""
    with psycopg.connect(postgres.url("thao")) as connection:
        rows = connection.execute(
            "select a.uid, r.slot, r.revision, r.payload #>> '{}' from assessments_response r"
            " join assessments_attempt a on a.id = r.attempt_id where r.standing = 0"
        ).fetchall()
    stored = {Acknowledged(str(uid), slot, revision, value) for uid, slot, revision, value in rows}
    return [one for one in journal if one not in stored]


def forget_answers(postgres: ThrowawayPostgres) -> None:
    """An empty journal begins with an empty table."""
    with psycopg.connect(postgres.url("thao"), autocommit=True) as connection:
        connection.execute("truncate assessments_response")


def kill_workers(server: AppServer, examinees: Examinees, kills: int) -> int:
    """Kills a worker so many times, each time in the middle of saving."""
    chance, done = random.Random(20261123), 0
    while done < kills:
        examinees.wait_for(CONFIRMED)
        time.sleep(chance.uniform(0, 0.1))
        done += server.kill_worker(chance) is not None
    examinees.wait_for(CONFIRMED)
    return done


def test_killed_workers_lose_no_acknowledged_answer(postgres, environment, seats, tmp_path):
    forget_answers(postgres)
    with (
        AppServer(environment, workers=2, extra=IMPATIENT) as server,
        Examinees(server.url, seats, tmp_path / "journal") as examinees,
    ):
        killed = kill_workers(server, examinees, WORKER_KILLS)

    journal = examinees.journal()
    assert killed == WORKER_KILLS
    assert len(journal) >= CONFIRMED * WORKER_KILLS
    assert lost(postgres, journal) == []
    # What broke is the line; nobody saw an error page.
    assert set(examinees.statuses) <= {0, 200, 503}


def test_build_that_acknowledges_before_it_stores_is_caught(postgres, environment, seats, tmp_path):
    forget_answers(postgres)
    with (
        AppServer(environment, workers=2, app="tests.kill.careless:application", extra=IMPATIENT) as server,
        Examinees(server.url, seats, tmp_path / "journal") as examinees,
    ):
        kill_workers(server, examinees, CONTROL_KILLS)

    assert lost(postgres, examinees.journal()) != []


def kill_database(postgres: ThrowawayPostgres, examinees: Examinees, kills: int) -> list[float]:
    """Kills the database so many times in the middle of saving; how long each restart took, recovery included."""
    restarts, chance = [], random.Random(20261123)
    for _ in range(kills):
        examinees.wait_for(CONFIRMED)
        time.sleep(chance.uniform(0, 0.1))
        postgres.kill()
        began = time.monotonic()
        postgres.start()
        restarts.append(time.monotonic() - began)
    examinees.wait_for(CONFIRMED)
    return restarts


def test_killed_database_loses_no_acknowledged_answer(postgres, environment, seats, tmp_path):
    forget_answers(postgres)
    with (
        AppServer(environment, workers=2, extra=IMPATIENT) as server,
        Examinees(server.url, seats, tmp_path / "journal") as examinees,
    ):
        restarts = kill_database(postgres, examinees, DATABASE_KILLS)

    journal = examinees.journal()
    assert len(restarts) == DATABASE_KILLS
    assert len(journal) >= CONFIRMED * DATABASE_KILLS
    assert lost(postgres, journal) == []
    assert set(examinees.statuses) <= {0, 200, 503}


def test_database_that_does_not_wait_for_its_disk_is_caught(postgres, environment, seats, tmp_path):
    forget_answers(postgres)
    postgres.options["synchronous_commit"] = "off"
    postgres.restart()
    try:
        with (
            AppServer(environment, workers=2, extra=IMPATIENT) as server,
            Examinees(server.url, seats, tmp_path / "journal") as examinees,
        ):
            kill_database(postgres, examinees, CONTROL_KILLS)
    finally:
        del postgres.options["synchronous_commit"]
        postgres.restart()

    assert lost(postgres, examinees.journal()) != []
