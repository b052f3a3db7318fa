"""Items with an id and a text: what the matching and ordering types share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain.questions.reading import CHOICE_LIMIT, Fields, clean_id, clean_text
from assessments.domain.questions.shapes import JsonObject


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to pair or to put in order."""

    id: str
    text: str

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {"id": self.id, "text": self.text}


def read_items(fields: Fields, name: str, *, least: int, most: int) -> tuple[Item, ...]:
    """Take a list of items."""
    return tuple(_item(path, member) for path, member in fields.items(name, least=least, most=most))


def texts(items: Iterable[Item]) -> dict[str, str]:
    """Return the text of each item by id."""
    return {item.id: item.text for item in items}


def _item(path: str, data: object) -> Item:
    fields = Fields(data, path)
    item = Item(
        clean_id(fields.raw("id"), fields.path("id")),
        clean_text(fields.raw("text"), fields.path("text"), CHOICE_LIMIT),
    )
    fields.close()
    return item
