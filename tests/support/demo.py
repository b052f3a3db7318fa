"""The demo for tests: loaded once per session, then put into the database of each test that asks for it.

Loading takes as long as a hundred tests. So it is loaded in a transaction that is taken back; its rows are kept, and a
test gets them by one statement for each table. Everything else in the database makes room for them, also what
migrations wrote: keys of content types and groups then fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TestCase
from wagtail.models import Site

from config.demo.days import LAST_DAY, Timetable
from config.demo.loading import Step, load_demo

# Migrations belong to the database and not to the demo; triggers fill SQLite's tables for full-text search.
_KEPT = ("django_migrations", "sqlite_sequence", "wagtailsearch_indexentry_fts")


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a table, in a form that its database takes back."""

    name: str
    columns: str
    rows: Any


@dataclass(frozen=True, slots=True)
class DemoSnapshot:
    """The whole database with the demo in it, and what loading told."""

    tables: tuple[Table, ...]
    steps: tuple[Step, ...]

    def restore(self) -> None:
        """Put the rows into the database of the running test, in place of what is there. Keys may refer forwards."""
        write = _copy_in if connection.vendor == "postgresql" else _insert
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"delete from {_quoted(table.name)}")
                write(cursor, table)
        forget_caches()


@cache
def shared_snapshot() -> DemoSnapshot:
    """Return the demo as of its own last day; loaded by whoever asks first in this process."""
    return take_snapshot()


def take_snapshot(today: date = LAST_DAY) -> DemoSnapshot:
    """Load the demo, keep its rows, and take it back."""
    steps: list[Step] = []
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            load_demo(Timetable(today), steps.append)
        tables = tuple(_tables())
        transaction.set_rollback(True)
    forget_caches()
    return DemoSnapshot(tables, tuple(steps))


def forget_caches() -> None:
    """Forget what Django and Wagtail remember of rows that may be others now."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def _tables() -> Iterator[Table]:
    read = _copy_out if connection.vendor == "postgresql" else _select
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if not name.startswith(_KEPT):
                yield read(cursor, name)


def _select(cursor: Any, name: str) -> Table:
    cursor.execute(f"select * from {_quoted(name)}")
    return Table(name, _names(column[0] for column in cursor.description), cursor.fetchall())


def _insert(cursor: Any, table: Table) -> None:
    if table.rows:
        places = ", ".join(["%s"] * len(table.rows[0]))
        cursor.executemany(f"insert into {_quoted(table.name)} ({table.columns}) values ({places})", table.rows)


def _copy_out(cursor: Any, name: str) -> Table:
    cursor.execute(f"select * from {_quoted(name)} limit 0")
    columns = _names(column[0] for column in cursor.description)
    with cursor.copy(f"copy {_quoted(name)} ({columns}) to stdout") as copy:
        return Table(name, columns, b"".join(copy))


def _copy_in(cursor: Any, table: Table) -> None:
    with cursor.copy(f"copy {_quoted(table.name)} ({table.columns}) from stdin") as copy:
        copy.write(table.rows)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
