"""The clock of the database, held still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.db import connection

from core import clock


@contextmanager
def database_clock_at(instant: datetime) -> Iterator[None]:
    """Inside, the database believes that it is `instant`: for `core.clock.database_now` and for the statements.

    On PostgreSQL a function of our own stands before the built-in one in the search path; it goes with the test's
    transaction.
    """
    if connection.vendor == "sqlite":
        with mock.patch.object(clock, "database_now", return_value=instant):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("create schema if not exists held_clock")
        for name in ("statement_timestamp", "clock_timestamp"):
            cursor.execute(
                f"create or replace function held_clock.{name}() returns timestamptz"
                f" language sql stable as $$ select '{instant.isoformat()}'::timestamptz $$"
            )
        cursor.execute("set search_path = held_clock, pg_catalog, public")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset search_path")
