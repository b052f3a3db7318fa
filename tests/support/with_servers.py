"""Runs a command with DATABASE_URL and REDIS_URL pointing at servers that let us in.

    python -m tests.support.with_servers [--redis-only] -- pytest ...

Where no server does, a throw-away one is started for the length of the command.
"""

import contextlib
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

from tests.support.postgres import FAST_AND_FORGETFUL, ThrowawayPostgres
from tests.support.redis import ThrowawayRedis, ask

USUAL_DATABASE = "postgres://postgres@127.0.0.1:5432/thao"
USUAL_REDIS = "redis://127.0.0.1:6379/0"


def _lets_us_create_databases(url: str) -> bool:
    # The database itself need not exist: the test runner creates its own beside it.
    server = urlsplit(url)._replace(path="/postgres").geturl()
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return ask(parts.port or 6379, "PING", host=parts.hostname or "127.0.0.1") == "+PONG"
    except OSError:
        return False


def database_url(stack: contextlib.ExitStack) -> str:
    """The address of a server that lets us create databases, a throw-away one if need be."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        url = USUAL_DATABASE
    if _lets_us_create_databases(url):
        print(f"PostgreSQL: {urlsplit(url).hostname}:{urlsplit(url).port or 5432}", flush=True)
        return url
    server = stack.enter_context(ThrowawayPostgres(FAST_AND_FORGETFUL))
    print(f"PostgreSQL: a throw-away server on port {server.port}", flush=True)
    return server.url("thao")


def redis_url(stack: contextlib.ExitStack) -> str:
    """The address of a Redis that answers, a throw-away one if need be."""
    url = os.environ.get("REDIS_URL", USUAL_REDIS)
    if _answers(url):
        return url
    server = stack.enter_context(ThrowawayRedis())
    print(f"Redis: a throw-away server on port {server.port}", flush=True)
    return server.url


def main(options: list[str], command: list[str]) -> int:
    """Runs the command and returns its exit status."""
    # A plain end would leave the servers behind; an exception takes them down on its way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        addresses = {"REDIS_URL": redis_url(stack)}
        if "--redis-only" not in options:
            addresses["DATABASE_URL"] = database_url(stack)
        try:
            return subprocess.run(command, env={**os.environ, **addresses}, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    cut = sys.argv.index("--")
    sys.exit(main(sys.argv[1:cut], sys.argv[cut + 1 :]))
