"""How script/serve keeps its two processes alive and ends them."""

import os
import signal
import subprocess
from pathlib import Path

from tests.support.processes import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]


def serve_functions() -> str:
    """The functions of script/serve, without running them."""
    lines = (ROOT / "script/serve").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("source ") and line != 'main "$@"']
    return "\n".join(["source script/lib.sh", *body])


def start(command: str) -> subprocess.Popen[str]:
    """Runs a command with the functions of script/serve loaded."""
    return subprocess.Popen(
        ["bash", "-c", f"{serve_functions()}\n{command}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def pids_in(path: Path) -> list[int]:
    """The process ids noted so far, one per line."""
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_process_that_dies_is_started_again_and_ends_when_told(tmp_path):
    noted = tmp_path / "pids"
    keeper = start(f"keep it bash -c 'echo $$ >> {noted}; exec sleep 600'")
    wait_until(lambda: len(pids_in(noted)) == 1, within=20, what="the first start")

    os.kill(pids_in(noted)[0], signal.SIGKILL)
    wait_until(lambda: len(pids_in(noted)) == 2, within=20, what="the second start")
    keeper.terminate()
    keeper.wait(20)

    assert not any(map(alive, pids_in(noted)))
    assert len(pids_in(noted)) == 2
    assert "it ended by itself (status 137); starting it again" in keeper.stderr.read()


def test_process_that_cannot_start_is_given_up():
    keeper = start("keep it false")

    assert keeper.wait(30) == 1
    assert "it ends again and again (status 1); giving up." in keeper.stderr.read()


def test_unknown_option_is_refused_before_anything_happens():
    done = subprocess.run(["script/serve", "--unknown"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "unknown option --unknown" in done.stderr
