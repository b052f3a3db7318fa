"""What docs/screens.md promises of a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

SCREENS = Path(__file__).resolve().parents[2] / "docs/screens.md"
_INNER = re.compile(r"\{[^{}]*\}")


def documented(template: str) -> frozenset[str]:
    """The names of the context of a template."""
    line = next(line for line in SCREENS.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{template}`"))
    cell = line.split("|", 2)[2]
    while _INNER.search(cell):
        cell = _INNER.sub("", cell)
    names = (re.findall(r"`(\w+)`", piece.split(":")[0]) for piece in cell.split("·"))
    return frozenset(name for found in names for name in found)


def missing(response: Any) -> set[str]:
    """Names that the page's table promises and the response's own template did not get."""
    context = response.context_data if hasattr(response, "context_data") else response.context
    return {name for name in documented(response.templates[0].name) if name not in context}
