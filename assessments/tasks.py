"""Periodic duties of the assessments."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from assessments.services import finalize, sweeping
from core.worker import register_duty

FINALIZE_EVERY_SECONDS = 2


def sweep(at: datetime) -> int:
    """Seal what is over; the instant that counts is the database's, not the worker's."""
    return sweeping.sweep()


def finalize_pending(at: datetime) -> int:
    """Record evidence and send the news of new gradings."""
    return finalize.finalize_pending(at=at)


register_duty("attempt_sweep", settings.SWEEP_EVERY_SECONDS, sweep)
register_duty("attempt_finalize", FINALIZE_EVERY_SECONDS, finalize_pending)
