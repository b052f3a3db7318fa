"""How script/serve keeps its two processes alive and ends them."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
KEEP_IT = "trap 'end_all 0' INT TERM HUP; launch it; keep_alive"


def serve_functions() -> str:
    """The functions of script/serve, without running them."""
    lines = (ROOT / "script/serve").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("source ") and line != 'main "$@"']
    return "\n".join(["source script/lib.sh", *body])


@pytest.fixture
def start(tmp_path):
    """Runs a command with the functions of script/serve loaded; what it says stands in the file `said`."""
    begun = []

    def run(command: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "said").open("wb") as said:
            process = subprocess.Popen(
                ["bash", "-c", f"{serve_functions()}\n{command}"], cwd=ROOT, stdout=said, stderr=said
            )
        begun.append(process)
        return process

    yield run
    for process in begun:
        process.kill()
        process.wait()


def pids_in(path: Path) -> list[int]:
    """The process ids noted so far, one per line."""
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_process_that_dies_is_started_again_and_ends_when_told(start, tmp_path):
    noted = tmp_path / "pids"
    serving = start(f"run_it() {{ run bash -c 'echo $$ >> {noted}; exec sleep 600'; }}; {KEEP_IT}")
    wait_until(lambda: len(pids_in(noted)) == 1, within=20, what="the first start")

    os.kill(pids_in(noted)[0], signal.SIGKILL)
    wait_until(lambda: len(pids_in(noted)) == 2, within=20, what="the second start")
    serving.terminate()

    assert serving.wait(20) == 0
    assert not any(map(alive, pids_in(noted)))
    assert len(pids_in(noted)) == 2
    assert "it ended by itself (status 137); starting it again" in (tmp_path / "said").read_text(encoding="utf-8")


def test_what_a_killed_process_leaves_behind_is_ended(start, tmp_path):
    noted = tmp_path / "pids"
    serving = start(f"run_it() {{ run bash -c 'sleep 600 & echo $$ $! >> {noted}; wait'; }}; {KEEP_IT}")
    wait_until(lambda: len(pids_in(noted)) == 2, within=20, what="the first start")
    main, left_behind = pids_in(noted)

    os.kill(main, signal.SIGKILL)
    wait_until(lambda: len(pids_in(noted)) == 4, within=20, what="the second start")

    assert not alive(left_behind)
    serving.terminate()
    assert serving.wait(20) == 0


def test_processes_end_when_the_script_is_killed_outright(start, tmp_path):
    noted = tmp_path / "pids"
    serving = start(f"run_it() {{ run bash -c 'echo $$ >> {noted}; exec sleep 600'; }}; {KEEP_IT}")
    wait_until(lambda: len(pids_in(noted)) == 1, within=20, what="the first start")

    serving.kill()
    serving.wait()

    wait_until(lambda: not alive(pids_in(noted)[0]), within=20, what="the end of the process")


def test_process_that_cannot_start_is_given_up(start, tmp_path):
    serving = start(f"run_it() {{ run false; }}; {KEEP_IT}")

    assert serving.wait(60) == 1
    assert "it ends again and again (status 1); giving up." in (tmp_path / "said").read_text(encoding="utf-8")


def test_unknown_option_is_refused_before_anything_happens():
    done = subprocess.run(["script/serve", "--unknown"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "unknown option --unknown" in done.stderr
