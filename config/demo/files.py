"""The demo's data files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent / "data"


@cache
def data(name: str) -> Any:
    """Return the content of `data/<name>.json`; callers leave it as it is."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
