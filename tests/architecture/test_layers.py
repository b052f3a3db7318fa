"""Imports go down, rules are pure: the contracts hold, and they cover every app."""

import tomllib
from pathlib import Path

from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_contracts_hold(monkeypatch):
    monkeypatch.chdir(ROOT)

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_contracts_cover_every_app_of_ours():
    packages = PROJECT["tool"]["importlinter"]["root_packages"]
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]

    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()}
    assert set(packages) == ours | {"config"}
    assert {name.strip() for layer in layers for name in layer.split("|")} == set(packages)
