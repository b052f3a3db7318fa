"""Papers written by hand."""

from __future__ import annotations

from decimal import Decimal

from assessments.domain.paper import Paper, PaperSection, PaperSlot
from assessments.domain.questions.layout import Layout


def slot(
    number: int, *, section: int = 0, max_mark: str = "1", layout: Layout | None = None, **changes: object
) -> PaperSlot:
    values: dict[str, object] = {
        "question": 100 + number,
        "sha": f"{number:064x}",
        "type": "true_false",
        "competency": "KSTTHC",
        "level": 1,
    } | changes
    return PaperSlot(slot=number, section=section, max_mark=Decimal(max_mark), layout=layout or Layout(), **values)


def paper(*slots: PaperSlot, sections: int = 1) -> Paper:
    return Paper(tuple(PaperSection(f"Phần {number + 1}") for number in range(sections)), slots)
