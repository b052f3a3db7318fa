"""The process that does what no request should wait for."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from core import jobs, worker
from core.worker import RETRY_SECONDS, Duty, Rounds
from tests.support.postgres import FAST_AND_FORGETFUL, ThrowawayPostgres
from tests.support.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


class Steady:
    """A steady clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady():
    return Steady()


@pytest.fixture
def said():
    return []


@pytest.mark.django_db
class TestRounds:
    def test_duty_runs_at_once_and_again_when_its_time_has_come(self, steady, said):
        runs = []
        rounds = Rounds([Duty("link", 3, lambda at: runs.append(at) or 0)], said.append, steady)

        for elapsed in (0, 2.9, 0.1, 0.1):
            steady.now += elapsed
            rounds.run_due()

        assert len(runs) == 2
        assert all(at.tzinfo is not None for at in runs)

    def test_one_line_is_said_for_a_duty_that_did_something(self, steady, said):
        rounds = Rounds([Duty("idle", 1, lambda at: 0), Duty("link", 1, lambda at: 7)], said.append, steady)

        assert rounds.run_due()

        assert said == ["link: 7"]

    def test_failing_duty_is_logged_and_tried_again_soon_and_others_go_on(self, steady, said, caplog):
        failures = []

        def fails(at):
            failures.append(at)
            raise RuntimeError("no")

        rounds = Rounds([Duty("daily", 86_400, fails), Duty("link", 1, lambda at: 1)], said.append, steady)

        with caplog.at_level(logging.ERROR, "thao.worker"):
            assert not rounds.run_due()

        assert said == ["link: 1"]
        assert "The duty daily failed" in caplog.text
        steady.now += RETRY_SECONDS
        rounds.run_due()
        assert len(failures) == 2

    def test_told_to_stop_it_begins_no_other_duty(self, steady, said):
        rounds = Rounds([], said.append, steady)
        rounds.duties = [Duty("first", 1, lambda at: rounds.stop() or 1), Duty("second", 1, lambda at: 1)]

        rounds.run_until_stopped()

        assert said == ["first: 1"]


@task(backend="jobs")
def add(one: int, two: int) -> int:
    """A job."""
    return one + two


@task(backend="jobs")
def fail() -> None:
    """A job that does not succeed."""
    raise ValueError("no")


@pytest.mark.django_db
class TestJobs:
    def test_queued_jobs_are_run_in_order_and_counted(self):
        results = [add.enqueue(number, 1) for number in range(3)]

        assert jobs.run_jobs() == 3

        for number, result in enumerate(results):
            result.refresh()
            assert result.return_value == number + 1
        assert jobs.run_jobs() == 0

    def test_failing_job_is_kept_as_failed_and_the_next_one_runs(self):
        failed, good = fail.enqueue(), add.enqueue(1, 1)

        assert jobs.run_jobs() == 2

        failed.refresh()
        good.refresh()
        assert failed.errors[0].exception_class is ValueError
        assert good.return_value == 2

    def test_round_ends_after_its_time_even_if_jobs_are_left(self, monkeypatch):
        for number in range(3):
            add.enqueue(number, 1)
        # Read before the loop, before each of two jobs, and after them.
        times = iter([0.0, 0.0, 4.9, 5.0])
        monkeypatch.setattr(jobs.time, "monotonic", lambda: next(times))

        assert jobs.run_jobs() == 2

    def test_job_whose_worker_was_killed_is_given_up_after_an_hour(self):
        add.enqueue(1, 1)
        row = DBTaskResult.objects.get()
        row.claim("gone")
        DBTaskResult.objects.update(started_at=AT)

        assert jobs.give_up_lost_jobs(at=AT + timedelta(hours=1)) == 0
        assert jobs.give_up_lost_jobs(at=AT + timedelta(hours=1, seconds=1)) == 1
        row.refresh_from_db()
        assert row.status == "FAILED"

    def test_jobs_that_ended_long_ago_are_forgotten(self):
        add.enqueue(1, 1)
        add.enqueue(2, 2)
        jobs.run_jobs()
        old = DBTaskResult.objects.first()
        DBTaskResult.objects.update(finished_at=AT)
        DBTaskResult.objects.filter(pk=old.pk).update(finished_at=AT - timedelta(days=15))

        assert jobs.forget_old_jobs(at=AT) == 1
        assert not DBTaskResult.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db
class TestCommand:
    def test_once_runs_every_duty_once(self, monkeypatch):
        monkeypatch.setattr(worker, "_DUTIES", {})
        worker.register_duty("link", 3, lambda at: 7)
        out = StringIO()

        call_command("work", "--once", stdout=out)

        assert out.getvalue().endswith(" link: 7\n")

    def test_once_ends_with_an_error_when_a_duty_fails(self, monkeypatch):
        monkeypatch.setattr(worker, "_DUTIES", {})
        worker.register_duty("fails", 3, lambda at: 1 // 0)

        with pytest.raises(CommandError):
            call_command("work", "--once", stdout=StringIO())

    def test_registered_duties_all_run_on_an_empty_installation(self):
        names = {duty.name for duty in worker.duties()}

        assert {"jobs", "audit_link", "role_groups", "sessions_expired"} <= names
        call_command("work", "--once", stdout=StringIO())


def start_worker(database_url, script="from django.core.management import call_command; call_command('work')"):
    """A worker in a process of its own, which prints what it does."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-0123456789",
    }
    code = f"import django; django.setup(); {script}"
    return subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_process_survives_failing_duties_and_ends_cleanly_when_told(how, tmp_path):
    # The database is empty, so that every duty fails.
    process = start_worker(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    lines = [process.stdout.readline()]
    while "The duty" not in lines[-1]:
        lines.append(process.stdout.readline())

    process.send_signal(how)
    rest, _ = process.communicate(timeout=30)

    assert process.returncode == 0, rest
    assert rest.splitlines()[-1].endswith(" ended")


BEAT = """
from django.db import connection
from django.core.management import call_command
from core import worker
def beat(at):
    with connection.cursor() as cursor:
        cursor.execute('select 1')
        return cursor.fetchone()[0]
worker._DUTIES.clear()
worker.RETRY_SECONDS = 0.2
worker.register_duty('beat', 0.2, beat)
call_command('work')
"""


@pytest.mark.kill
@pytest.mark.slow
def test_worker_goes_on_after_the_database_was_killed_and_came_back():
    with ThrowawayPostgres(FAST_AND_FORGETFUL) as server:
        process = start_worker(server.url(), f"exec({BEAT!r})")
        try:
            read_until(process, "beat: 1")

            server.kill()
            read_until(process, "The duty beat failed")
            server.start()

            read_until(process, "beat: 1")
        finally:
            process.terminate()
            process.communicate(timeout=30)
        assert process.returncode == 0


def read_until(process, words):
    wait_until(lambda: words in process.stdout.readline(), within=60, what=words, every=0)
