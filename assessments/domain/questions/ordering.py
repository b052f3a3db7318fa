"""Items to put in the right order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assessments.domain.questions.base import (
    Body,
    InvalidResponse,
    Key,
    Looked,
    QuestionType,
    draft_common,
    first_value,
    read_explanation,
    read_stem,
)
from assessments.domain.questions.draft import Draft, fresh_ids, stored
from assessments.domain.questions.items import Item, read_items, texts
from assessments.domain.questions.layout import Layout, aliased
from assessments.domain.questions.options import choices, known_alias
from assessments.domain.questions.reading import Fields, InvalidContent, known_id, refuse_repeats
from assessments.domain.questions.scoring import ALL_OR_NOTHING, RELATIVE
from assessments.domain.questions.screens import PairLine, Presentation
from assessments.domain.questions.shapes import Controls, JsonObject, Payload

if TYPE_CHECKING:
    from core.sampling import Sampler

GROUP = "items"
ITEMS_LEAST, ITEMS_MOST = 2, 12


@dataclass(frozen=True, slots=True)
class OrderingBody(Body):
    """Items, stored in an order that tells nothing."""

    items: tuple[Item, ...]

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Body.to_json(self) | {GROUP: [item.to_json() for item in self.items]}


@dataclass(frozen=True, slots=True)
class OrderingKey(Key):
    """The ids in the right order, and how a partly right order counts."""

    order: tuple[str, ...]
    scoring: str

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"order": list(self.order), "scoring": self.scoring}


class Ordering(QuestionType[OrderingBody, OrderingKey]):
    """The response is the list of all aliases in the order chosen.

    All or nothing: the right order. Relative: sum over the n items of max(0, n - 1 - distance from the right place)
    ÷ n(n - 1).
    """

    code = "ordering"

    draft_parts = frozenset({"sequence"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return the items shuffled, their order in the key."""
        body, key = draft_common(draft)
        order = fresh_ids(len(draft.sequence), sampler)
        return body | {GROUP: stored(order, draft.sequence, sampler)}, key | {"order": order}

    def parse_body(self, data: object) -> OrderingBody:
        """Return at least two items whose ids and texts differ."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        items = read_items(fields, GROUP, least=ITEMS_LEAST, most=ITEMS_MOST)
        fields.close()
        refuse_repeats((item.id for item in items), GROUP, "duplicate_id")
        refuse_repeats((item.text for item in items), GROUP, "duplicate_text")
        return OrderingBody(stem, context, items)

    def parse_key(self, data: object, body: OrderingBody) -> OrderingKey:
        """Return the key; the order names each item once."""
        fields = Fields(data)
        known = texts(body.items)
        explanation, notes = read_explanation(fields, known)
        order = tuple(
            known_id(value, path, known) for path, value in fields.items("order", least=ITEMS_LEAST, most=ITEMS_MOST)
        )
        scoring = fields.word("scoring", (ALL_OR_NOTHING, RELATIVE), ALL_OR_NOTHING)
        fields.close()
        refuse_repeats(order, "order", "duplicate_id")
        if len(order) < len(known):
            raise InvalidContent("order", "too_few")
        return OrderingKey(explanation, notes, order, scoring)

    def layout(self, body: OrderingBody, sampler: Sampler) -> Layout:
        """Shuffle the items."""
        return Layout((aliased(GROUP, sampler.shuffled([item.id for item in body.items]), sampler),))

    def presentation(self, body: OrderingBody, layout: Layout) -> Presentation:
        """Return the items in the order of the attempt."""
        return Presentation(body.stem, body.context, items=choices(layout.group(GROUP), texts(body.items)))

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the order chosen; it names each alias once."""
        if payload is None:
            return None
        if not isinstance(payload, list):
            raise InvalidResponse("wrong_shape")
        group = layout.group(GROUP)
        order = [known_alias(value, group) for value in payload]
        if len(set(order)) < len(order):
            raise InvalidResponse("repeated_option")
        if len(order) < len(group.entries):
            raise InvalidResponse("incomplete_order")
        return order or None

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the aliases in the order of the places typed for them, counted from 1.

        Items without a place make an incomplete order, which cleaning refuses; no place at all is no response.
        """
        typed = ((first_value(controls, alias), alias) for alias in controls)
        placed = [(place, alias) for place, alias in typed if place is not None]
        return [alias for _, alias in sorted(placed, key=_by_place)] or None

    def _fraction(self, body: OrderingBody, key: OrderingKey, answer: Payload, layout: Layout) -> Decimal:
        chosen = _chosen(answer, layout)
        if key.scoring == ALL_OR_NOTHING or set(chosen) != set(key.order):
            return Decimal(chosen == list(key.order))
        count = len(key.order)
        places = {one: place for place, one in enumerate(chosen)}
        nearness = sum(count - 1 - abs(places[one] - place) for place, one in enumerate(key.order))
        return Decimal(nearness) / (count * (count - 1))

    def _look_back(self, body: OrderingBody, key: OrderingKey, answer: Payload, layout: Layout) -> Looked:
        known = texts(body.items)
        chosen = _chosen(answer, layout)
        given = dict(enumerate(chosen))
        lines = tuple(
            PairLine(
                str(place + 1), known.get(given.get(place, "")), known[one], given.get(place) == one, key.note(one)
            )
            for place, one in enumerate(key.order)
        )
        return Looked(
            given=tuple(known[one] for one in chosen if one in known),
            right=tuple(known[one] for one in key.order),
            pairs=lines,
        )


def _chosen(answer: Payload, layout: Layout) -> list[str]:
    if not isinstance(answer, list):
        return []
    ids = layout.group(GROUP).ids
    return [ids[alias] for alias in answer]


def _by_place(placed: tuple[str, str]) -> tuple[int, str]:
    place, alias = placed
    return (int(place) if place.isascii() and place.isdigit() and len(place) <= 3 else 0), alias
