"""A Redis server of one's own, to be stopped, emptied, hung and thrown away."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import free_port
from tests.support.processes import end, kill_now, wait_until


def ask(port: int, command: str, *, host: str = "127.0.0.1", timeout: float = 2) -> str:
    """Sends one inline command and returns the first line of the answer, such as "+PONG".

    Raises:
        OSError: nobody answers.
    """
    with socket.create_connection((host, port), timeout=timeout) as line:
        line.sendall(f"{command}\r\n".encode())
        return line.makefile("r", encoding="utf-8").readline().rstrip("\r\n")


class ThrowawayRedis:
    """One server in memory, on a port of its own that stays the same over kills and restarts."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="thao-redis-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    @property
    def url(self) -> str:
        """The address as REDIS_URL takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """The process id of the server."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def start(self) -> None:
        """Starts the server, empty, and waits until it answers.

        Raises:
            FileNotFoundError: Redis is not installed.
        """
        program = shutil.which("redis-server")
        if program is None:
            raise FileNotFoundError("redis-server is not installed (script/setup --test)")
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--dir", str(self._folder)], stdout=log, stderr=log, start_new_session=True
            )
        wait_until(self._answers, within=10, what="the start of Redis")

    def stop(self) -> None:
        """Ends the server; whoever asks it is refused a connection."""
        if self._process is not None:
            self.wake()
            end(self._process)
            self._process = None

    def kill(self) -> None:
        """Ends the server by SIGKILL."""
        kill_now(self.pid)
        assert self._process is not None
        self._process.wait()
        self._process = None

    def hang(self) -> None:
        """Connections open, nobody answers (SIGSTOP), until `wake`."""
        os.kill(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Ends `hang`."""
        os.kill(self.pid, signal.SIGCONT)

    def empty(self) -> None:
        """Forgets everything (FLUSHALL)."""
        assert ask(self.port, "FLUSHALL") == "+OK"

    def discard(self) -> None:
        """Ends the server and removes its files."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return ask(self.port, "PING") == "+PONG"
        except OSError:
            return False
