"""Small banks to draw from."""

from __future__ import annotations

from datetime import date

from assessments.domain.blueprint import PoolItem
from legal.domain.effect import Effect

TODAY = date(2026, 11, 23)
IN_FORCE = Effect(date(2025, 7, 1))

_OPTIONS = [
    {"id": "a00001", "text": "Một", "anchored": False},
    {"id": "b00002", "text": "Hai", "anchored": False},
    {"id": "c00003", "text": "Tất cả các phương án trên", "anchored": True},
]
BODIES: dict[str, dict[str, object]] = {
    "single": {"stem": "Chọn.", "context": None, "options": _OPTIONS},
    "scenario": {"stem": "Chọn.", "context": "Tình huống.", "options": _OPTIONS},
    "true_false": {"stem": "Đúng hay sai?", "context": None},
}


def item(entry: int, **changes: object) -> PoolItem:
    """Return a drawable question; its version key is the entry's times ten."""
    values: dict[str, object] = {
        "question_id": entry * 10,
        "entry_id": entry,
        "sha": f"{entry:064x}",
        "type": "single",
        "competency": "KSTTHC",
        "level": 1,
        "category_path": "0001",
        "grounds": (IN_FORCE,),
    } | changes
    values.setdefault("body", BODIES[str(values["type"])])
    return PoolItem(**values)


def bank(count: int, **changes: object) -> list[PoolItem]:
    return [item(entry, **changes) for entry in range(1, count + 1)]
