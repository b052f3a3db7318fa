"""The functions that the scripts share, and their promise to do nothing twice."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASH_SCRIPTS = [*sorted(ROOT.glob("script/*.sh")), *(ROOT / "script" / name for name in ("setup", "serve", "test"))]
BASH_SCRIPTS += [ROOT / "script/check", ROOT / "script/messages", ROOT / ".ci/run"]


def bash(command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command with script/lib.sh loaded."""
    return subprocess.run(
        ["bash", "-c", f"source script/lib.sh; {command}"], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("script", BASH_SCRIPTS, ids=lambda path: path.name)
def test_script_parses(script):
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", [path for path in BASH_SCRIPTS if path.suffix == ""], ids=lambda path: path.name)
def test_script_may_be_called(script):
    assert script.stat().st_mode & 0o111 == 0o111


def test_digest_changes_with_a_name_and_with_a_content(tmp_path):
    (tmp_path / "a").write_text("1")
    first = bash(f"digest {tmp_path}").stdout
    (tmp_path / "a").write_text("2")
    other_content = bash(f"digest {tmp_path}").stdout
    (tmp_path / "a").write_text("1")
    same_again = bash(f"digest {tmp_path}").stdout
    (tmp_path / "a").rename(tmp_path / "b")
    other_name = bash(f"digest {tmp_path}").stdout

    assert same_again == first
    assert len({first, other_content, other_name}) == 3


def test_step_is_stamped_for_its_digest_only(tmp_path):
    done = bash(
        f"STAMPS={tmp_path}/stamps; stamp static abc; stamped static abc && ! stamped static abd && ! stamped x abc"
    )

    assert done.returncode == 0


def test_missing_package_is_named_and_a_present_one_is_not():
    done = bash("missing_packages bash no-such-package-at-all coreutils")

    assert done.stdout == "no-such-package-at-all\n"


def test_without_root_the_one_line_to_run_is_printed():
    done = bash("root_prefix() { return 1; }; ensure_packages bash no-such-package-at-all")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends no-such-package-at-all"
    )


def test_installing_a_server_does_not_start_it():
    folder = bash("service_shims").stdout.strip()

    for name in ("invoke-rc.d", "deb-systemd-invoke"):
        assert subprocess.run([f"{folder}/{name}", "nginx", "start"], check=False).returncode == 0
