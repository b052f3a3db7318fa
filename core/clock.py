"""The owner of now. Nothing else in the project asks a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_DATABASE_NOW = {
    "postgresql": "SELECT statement_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
}


def now() -> datetime:
    """Return the present instant in UTC, by the clock of this machine."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present civil day in Viet Nam."""
    return civil_day(now())


def in_vietnam(instant: datetime) -> datetime:
    """Return `instant` as the wall clock in Viet Nam shows it.

    Raises:
        ValueError: the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIETNAM)


def civil_day(instant: datetime) -> date:
    """Return the civil day in Viet Nam on which `instant` falls: 17:00 UTC begins the next day."""
    return in_vietnam(instant).date()


def start_of_day(day: date) -> datetime:
    """Return the instant, in UTC, at which the civil day `day` begins in Viet Nam."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def database_now(using: str = "default") -> datetime:
    """Return the present instant in UTC by the clock of the database, the one clock of exams. One query.

    On PostgreSQL it is the beginning of the statement, to the microsecond; on SQLite it has milliseconds.
    This is the function that tests replace.
    """
    from django.db import connections

    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE_NOW[connection.vendor])
        (value,) = cursor.fetchone()
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(UTC)
