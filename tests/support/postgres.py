"""A PostgreSQL server of one's own, to be filled, killed and thrown away."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from tests.support.ports import free_port
from tests.support.processes import alive, children, end, kill_now, unprivileged_account, wait_until

# For suites that test rules, not durability: nothing of it need survive a power cut.
FAST_AND_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def binary(name: str) -> str:
    """The path of a PostgreSQL program, from PATH or from Debian's versioned folders, newest first.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
    """
    if found := shutil.which(name):
        return found
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    for path in sorted(versions, key=lambda path: float(re.sub(r"[^\d.]", "", path.parts[-3]) or 0), reverse=True):
        return str(path)
    raise FileNotFoundError(f"PostgreSQL's {name} is not installed (script/setup --test)")


class ThrowawayPostgres:
    """One cluster in a temporary folder, on a port of its own, with everybody on this machine let in.

    The port stays the same over kills and restarts, so that an application finds its way back. Durable as
    delivered (`fsync` and `synchronous_commit` on); `options` are further settings of the server.
    """

    def __init__(self, options: Mapping[str, str] | None = None) -> None:
        self.options = dict(options or {})
        self.port = free_port()
        self._account = unprivileged_account()
        self._folder = Path(tempfile.mkdtemp(prefix="thao-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._create_cluster()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self._folder / "log"

    @property
    def data(self) -> Path:
        """The data directory of the cluster."""
        return self._folder / "data"

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def url(self, database: str = "postgres") -> str:
        """The address of a database as DATABASE_URL takes it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Creates an empty database and returns its address."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.url(name)

    def start(self, *, within: float = 30) -> None:
        """Starts the server and waits until it answers; after a kill this includes the recovery.

        Raises:
            RuntimeError: the server ended instead; the message holds the end of its log.
            TimeoutError: it did not answer in time.
        """
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
            **self.options,
        }
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self._process = self._run_as_account([binary("postgres"), "-D", str(self.data), *arguments], log)
        wait_until(self._answers, within=within, what="the start of PostgreSQL")

    def stop(self) -> None:
        """Ends the server in good order: sessions are cut, everything is written."""
        if self._process is not None:
            end(self._process, by=signal.SIGINT)
            self._process = None

    def kill(self) -> None:
        """Ends the postmaster and all its children by SIGKILL, as a crash would."""
        offspring = children(self.pid)
        kill_now(self.pid, *offspring)
        assert self._process is not None
        self._process.wait()
        self._process = None
        wait_until(lambda: not any(map(alive, offspring)), within=10, what="the end of PostgreSQL")

    def restart(self) -> None:
        """Stops in good order and starts again."""
        self.stop()
        self.start()

    def discard(self) -> None:
        """Ends the server and removes its files."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _create_cluster(self) -> None:
        self._folder.chmod(0o755)
        self.data.mkdir(mode=0o700)
        self.log.touch()
        if self._account is not None:
            for path in (self._folder, self.data, self.log):
                os.chown(path, self._account.pw_uid, self._account.pw_gid)
        command = [binary("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust"]
        command += ["-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        with self.log.open("ab") as log:
            if self._run_as_account(command, log).wait() != 0:
                raise RuntimeError(f"initdb failed:\n{self.log.read_text(errors='replace')}")

    def _run_as_account(self, command: list[str], log: object) -> subprocess.Popen[bytes]:
        account = {}
        if self._account is not None:
            account = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        # A session of its own: Ctrl-C in the terminal reaches the tests first, which then end the server.
        return subprocess.Popen(
            command,
            cwd=self._folder,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **account,
        )

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended:\n{self.log.read_text(errors='replace')[-2000:]}")
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
