"""A small paper with one question of each type, as the view hands it to the exam page."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace as Value
from typing import Any

TYPES = ("single", "multiple", "true_false", "numeric", "scenario", "short_text", "matching", "ordering")
TOTAL = len(TYPES)
SUBMIT_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def options(slot: int) -> list[Value]:
    """Options A to D under the aliases a1 to d1, a2 to d2 and so on."""
    return [
        Value(alias=f"{letter.lower()}{slot}", letter=letter, text=f"Phương án {letter}", checked=False)
        for letter in "ABCD"
    ]


def question(slot: int, kind: str) -> Value:
    """One slot; every type gets what its answer template reads."""
    return Value(
        number=slot,
        type=kind,
        stem=f"Câu hỏi số {slot}",
        context="Một tình huống." if kind == "scenario" else None,
        max_mark=Decimal(1),
        value=None,
        options=options(slot),
        unit="lần",
        left=[Value(alias=f"l{row}", text=f"Dòng {row}", chosen="") for row in (1, 2)],
        right=[Value(alias=f"r{row}", text=f"Nội dung {row}") for row in (1, 2, 3)],
        items=[Value(alias=f"i{row}", text=f"Bước {row}") for row in (1, 2, 3)],
    )


def page_context(state: dict[str, Any]) -> dict[str, Any]:
    """The context of `assessments/attempt_page.html` around `state`."""
    return {
        "exam_title": "Kiểm tra nghiệp vụ một cửa",
        "candidate": Value(name="Nguyễn Thị Bích Vân", number="DM-014", room="phòng 01"),
        "state": state,
        "sections": [Value(title="Phần I", slots=[question(slot, kind) for slot, kind in enumerate(TYPES, 1)])],
        "total": TOTAL,
        "submit_url": "/thi/bai/a1/nop/",
        "submit_key": SUBMIT_KEY,
        "minutes": 30,
        "closes_at": datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
    }


def receipt_context(state: dict[str, Any]) -> dict[str, Any]:
    """The context of `assessments/attempt_receipt.html`."""
    return {
        "exam_title": "Kiểm tra nghiệp vụ một cửa",
        "receipt": state["receipt"],
        "short": "AB12-CD34-EF56-7890",
        "answered": len(state["revisions"]),
        "total": TOTAL,
        "sealed_at": datetime(2026, 11, 27, 1, 53, 7, tzinfo=UTC),
        "sealed_by": "candidate",
        "home_url": "/",
        "state": state,
    }
