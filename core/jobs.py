"""Queued jobs: slow work that a request handed over. They run inside `manage.py work`, one after the other."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as JobWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from core.sampling import fresh_token

JOBS_BACKEND = "jobs"
# A round ends after so long, so that duties keep their rhythm and the process ends soon after it is told to.
ROUND_SECONDS = 5.0
# No job takes that long: its worker was killed.
LOST_AFTER = timedelta(hours=1)
KEPT_FOR = timedelta(days=14)


def run_jobs() -> int:
    """Run queued jobs for a few seconds at most; return how many. A job that raises is kept as failed.

    Each job is claimed under a lock, so several workers share the queue.
    """
    worker = _job_worker()
    done = 0
    until = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < until and (job := _claim(worker.worker_id)) is not None:
        worker.run_task(job)
        done += 1
    return done


def give_up_lost_jobs(*, at: datetime) -> int:
    """Mark as failed the jobs whose worker was killed in the middle, so that they are seen and asked for again."""
    lost = DBTaskResult.objects.running().filter(backend_name=JOBS_BACKEND, started_at__lt=at - LOST_AFTER)
    return lost.update(
        status=TaskResultStatus.FAILED, finished_at=at, traceback="The worker ended while this job was running."
    )


def forget_old_jobs(*, at: datetime) -> int:
    """Delete jobs that ended long ago; return how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT_FOR).delete()[0]


def _claim(worker_id: str) -> DBTaskResult | None:
    ready = DBTaskResult.objects.ready().filter(backend_name=JOBS_BACKEND)
    # Looking first keeps an idle worker from taking SQLite's only write lock every second.
    if not ready.exists():
        return None
    with exclusive_transaction(ready.db):
        job: DBTaskResult | None = ready.get_locked()
        if job is not None:
            job.claim(worker_id)
    return job


def _job_worker() -> JobWorker:
    # Its own loop would drop our connections and has no end by time; what runs a job and keeps its outcome is used.
    return JobWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=JOBS_BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"work-{fresh_token(9)}",
        excluded_queue_names=[],
    )
