"""The application under its real server, on a port of its own, with workers that can be killed."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import free_port
from tests.support.processes import children, command_line, end, kill_now, wait_until

ROOT = Path(__file__).resolve().parents[2]
OURS = "config.wsgi:application"


class AppServer:
    """`granian` as `script/serve` starts it, and a watch that starts it again when it ends by itself.

    Args:
        env: what the application finds in its environment beside ours; `DATABASE_URL` must be among it, so that
            no test works on the database of this installation.
        workers: server processes; on SQLite there may be only one.
        ready_path: an address that answers 200 without signing in.
        app: the WSGI callable, for a test that brings its own.
        extra: further arguments of granian, such as a certificate.
    """

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        *,
        workers: int = 1,
        threads: int = 4,
        ready_path: str = "/healthz",
        app: str = OURS,
        extra: Sequence[str] = (),
    ) -> None:
        self.env = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", **(env or {})}
        if app == OURS and "DATABASE_URL" not in self.env:
            raise ValueError("which database? DATABASE_URL is missing")
        self.workers = workers
        self.threads = threads
        self.ready_path = ready_path
        self.app = app
        self.extra = list(extra)
        self.port = free_port()
        self.log = Path(tempfile.mkdtemp(prefix="thao-app-")) / "log"
        self.restarts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = threading.Event()
        self._watch: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None:
            shutil.rmtree(self.log.parent, ignore_errors=True)

    @property
    def url(self) -> str:
        """The address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the server's main process, which does not answer requests itself."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def start(self, *, within: float = 60) -> None:
        """Starts the server and its watch, and waits until it answers.

        Raises:
            TimeoutError: it did not; the message holds the end of its log.
        """
        self._wanted.set()
        self._spawn()
        self._watch = threading.Thread(target=self._start_again_when_it_ends, name="appserver-watch", daemon=True)
        self._watch.start()
        self.wait_ready(within=within)

    def wait_ready(self, *, within: float = 60) -> None:
        """Waits until the ready address answers 200.

        Raises:
            TimeoutError: it did not; the message holds the end of the log.
        """
        try:
            wait_until(self.answers, within=within, what="an answer of the application")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.log.read_text(errors='replace')[-4000:]}") from None

    def answers(self) -> bool:
        """Does the ready address answer 200 just now?"""
        try:
            with urllib.request.urlopen(self.url + self.ready_path, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def worker_pids(self) -> list[int]:
        """The processes that answer requests; empty for a moment while the server is started again."""
        return [pid for pid in children(self.pid) if "resource_tracker" not in command_line(pid)]

    def kill_worker(self, chance: random.Random) -> int | None:
        """SIGKILL for one worker chosen by chance; returns its id, None when there was none at that instant."""
        pids = self.worker_pids()
        if not pids:
            return None
        pid = chance.choice(pids)
        kill_now(pid)
        return pid

    def reload(self) -> None:
        """Asks for a rolling reload (SIGHUP): new workers first, then the old ones finish and go."""
        os.kill(self.pid, signal.SIGHUP)

    def stop(self, *, within: float = 30) -> None:
        """Ends the server in good order: requests under way are answered."""
        self._wanted.clear()
        if self._process is not None:
            end(self._process, within=within)
        if self._watch is not None:
            self._watch.join()

    def _spawn(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--no-access-log"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        command += ["--workers", str(self.workers), "--blocking-threads", str(self.threads)]
        command += ["--respawn-failed-workers", *self.extra, self.app]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _start_again_when_it_ends(self) -> None:
        # granian gives up when a worker dies within seconds of being replaced; script/serve watches it the same way.
        while self._wanted.is_set():
            assert self._process is not None
            try:
                self._process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
            # Workers of a server that was killed would go on answering.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            if self._wanted.is_set():
                self.restarts += 1
                self._spawn()
