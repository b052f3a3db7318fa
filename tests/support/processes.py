"""Looking at and ending the processes that a test has started itself."""

import contextlib
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def children(pid: int) -> list[int]:
    """The direct children of a process, oldest first."""
    everybody = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return sorted(other for other in everybody if _parent(other) == pid)


def alive(pid: int) -> bool:
    """Is the process there and not merely waiting for its parent to take note of its end?"""
    return _parent(pid) is not None


def _parent(pid: int) -> int | None:
    try:
        # The name in brackets may hold spaces and brackets; the fields after the last bracket do not.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[1])


def command_line(pid: int) -> str:
    """The arguments of a process, parted by spaces; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def kill_now(*pids: int) -> None:
    """SIGKILL for each; one that has already ended is no error."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def end(process: subprocess.Popen[bytes], *, within: float = 30, by: signal.Signals = signal.SIGTERM) -> int:
    """Asks a process to end and waits for it; one that does not listen is killed. Returns its exit status."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def wait_until(condition: Callable[[], bool], *, within: float, what: str, every: float = 0.05) -> None:
    """Returns as soon as the condition holds.

    Raises:
        TimeoutError: it did not hold within that many seconds.
    """
    limit = time.monotonic() + within
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what} did not happen within {within:g} s")
        time.sleep(every)


def unprivileged_account() -> pwd.struct_passwd | None:
    """The account for servers that refuse to run as root; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise LookupError("neither the account postgres nor nobody exists")
