"""What the locks, the decisions and the README promise about themselves."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "script/uv.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def name_of(requirement: str) -> str:
    """The normalised name of the package a requirement names."""
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def pins(lock: str) -> dict[str, str]:
    """Package name to the text of its entry."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return {name_of(entry): entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_with_hashes(lock):
    loose = [name for name, entry in pins(lock).items() if "==" not in entry or "--hash=sha256:" not in entry]

    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_registry_and_no_folder_of_a_machine(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"https?://\S+|--(?:extra-)?index-url.*|--find-links.*|/(?:home|root|tmp|work)/\S*", text) == []


def test_development_lock_holds_the_runtime_lock_whole():
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")

    version = {name: entry.split()[0] for name, entry in development.items()}
    assert {name: entry.split()[0] for name, entry in runtime.items()}.items() <= version.items()


def test_locks_hold_every_direct_dependency():
    development = pins("requirements-dev.txt")

    assert [requirement for requirement in DIRECT if name_of(requirement) not in development] == []


def test_each_direct_dependency_has_one_decision():
    titles = [path.read_text(encoding="utf-8").splitlines()[0] for path in ROOT.glob("docs/decisions/*.md")]

    counts = {name_of(requirement): 0 for requirement in DIRECT}
    for title in titles:
        for name in re.findall(r"\(`([^`]+)`\)$", title):
            counts[name] += 1
    assert {name: count for name, count in counts.items() if count != 1} == {}


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/decisions/*.md")), ids=lambda path: path.name)
def test_decision_says_what_why_and_what_was_turned_down(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert [line.partition(":")[0] for line in lines if line.startswith("- ")] == ["- What", "- Why", "- Turned down"]


def test_compiled_catalogues_stay_out_of_the_repository():
    done = subprocess.run(
        ["git", "check-ignore", "locale/vi/LC_MESSAGES/django.mo", "var/x", ".venv/x", "staticfiles/x"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(done.stdout.splitlines()) == 4
