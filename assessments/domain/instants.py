"""One spelling of an instant, for texts whose digest must be computed again years later."""

from __future__ import annotations

from datetime import UTC, datetime


def spelled(instant: datetime) -> str:
    """Return an instant in UTC with microseconds: 2026-11-23T08:30:00.000000Z.

    Raises:
        ValueError: the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
