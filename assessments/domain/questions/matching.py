"""Left items to pair with right ones."""

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
from assessments.domain.questions.screens import PairLine, Presentation
from assessments.domain.questions.shapes import Controls, JsonObject, Payload

if TYPE_CHECKING:
    from core.sampling import Sampler

LEFT, RIGHT = "left", "right"
LEFT_MOST, RIGHT_MOST = 12, 20


@dataclass(frozen=True, slots=True)
class MatchingBody(Body):
    """Left items and the right ones on offer; right ones that belong to no left item distract."""

    left: tuple[Item, ...]
    right: tuple[Item, ...]

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Body.to_json(self) | {
            LEFT: [item.to_json() for item in self.left],
            RIGHT: [item.to_json() for item in self.right],
        }


@dataclass(frozen=True, slots=True)
class MatchingKey(Key):
    """Pairs (left id, right id), one for each left item, sorted."""

    pairs: tuple[tuple[str, str], ...]

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"pairs": dict(self.pairs)}


class Matching(QuestionType[MatchingBody, MatchingKey]):
    """The response names a right alias for left aliases; the fraction is right pairs ÷ left items.

    Equal right texts are one choice: shown once, and either id counts.
    """

    code = "matching"

    draft_parts = frozenset({"pairs", "distractors"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return both columns shuffled, equal right texts under one id."""
        body, key = draft_common(draft)
        left_texts = [left for left, _ in draft.pairs]
        right_texts = list(dict.fromkeys([*(right for _, right in draft.pairs), *draft.distractors]))
        left = fresh_ids(len(left_texts), sampler)
        right = fresh_ids(len(right_texts), sampler, taken=left)
        behind = dict(zip(right_texts, right, strict=True))
        columns = {LEFT: stored(left, left_texts, sampler), RIGHT: stored(right, right_texts, sampler)}
        pairs = {one: behind[text] for one, (_, text) in zip(left, draft.pairs, strict=True)}
        return body | columns, key | {"pairs": pairs}

    def parse_body(self, data: object) -> MatchingBody:
        """Return at least two left items with different texts, and at least two right ones."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        left = read_items(fields, LEFT, least=2, most=LEFT_MOST)
        right = read_items(fields, RIGHT, least=2, most=RIGHT_MOST)
        fields.close()
        refuse_repeats((item.id for item in left + right), RIGHT, "duplicate_id")
        refuse_repeats((item.text for item in left), LEFT, "duplicate_text")
        if len({item.text for item in right}) < 2:
            raise InvalidContent(RIGHT, "too_few")
        return MatchingBody(stem, context, left, right)

    def parse_key(self, data: object, body: MatchingBody) -> MatchingKey:
        """Return the key; each left item has its right one."""
        fields = Fields(data)
        left, right = texts(body.left), texts(body.right)
        explanation, notes = read_explanation(fields, left)
        pairs = tuple(
            (known_id(one, path, left), known_id(other, path, right)) for path, one, other in fields.mapping("pairs")
        )
        fields.close()
        if len(pairs) < len(left):
            raise InvalidContent("pairs", "too_few")
        return MatchingKey(explanation, notes, pairs)

    def layout(self, body: MatchingBody, sampler: Sampler) -> Layout:
        """Keep the left order, shuffle the right choices, each text once."""
        first_of_text = {item.text: item.id for item in reversed(body.right)}
        shown = [item.id for item in body.right if first_of_text[item.text] == item.id]
        left = aliased(LEFT, [item.id for item in body.left], sampler)
        return Layout((left, aliased(RIGHT, sampler.shuffled(shown), sampler)))

    def presentation(self, body: MatchingBody, layout: Layout) -> Presentation:
        """Return both columns."""
        return Presentation(
            body.stem,
            body.context,
            left=choices(layout.group(LEFT), texts(body.left)),
            right=choices(layout.group(RIGHT), texts(body.right)),
        )

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the pairs made, ordered by left alias; left items may stay open."""
        if payload is None:
            return None
        if not isinstance(payload, dict):
            raise InvalidResponse("wrong_shape")
        left, right = layout.group(LEFT), layout.group(RIGHT)
        pairs = ((known_alias(one, left), known_alias(payload[one], right)) for one in payload)
        return dict(sorted(pairs)) or None

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the pairs chosen from the lists, each named by its left alias; a list left open sends nothing."""
        chosen = ((left, first_value(controls, left)) for left in controls)
        return {left: right for left, right in chosen if right is not None} or None

    def _fraction(self, body: MatchingBody, key: MatchingKey, answer: Payload, layout: Layout) -> Decimal:
        lines = self._look_back(body, key, answer, layout).pairs
        return Decimal(sum(line.is_right is True for line in lines)) / len(key.pairs)

    def _look_back(self, body: MatchingBody, key: MatchingKey, answer: Payload, layout: Layout) -> Looked:
        made = answer if isinstance(answer, dict) else {}
        left, right = texts(body.left), texts(body.right)
        behind = layout.group(RIGHT).ids
        expected = {one: right.get(other) for one, other in key.pairs}
        lines = tuple(
            _line(left[one], right.get(behind.get(made.get(alias, ""), "")), expected[one], key.note(one))
            for alias, one in layout.group(LEFT).entries
            if one in left
        )
        return Looked(
            given=tuple(f"{line.label} – {line.given}" for line in lines if line.given is not None),
            right=tuple(f"{line.label} – {line.expected}" for line in lines),
            pairs=lines,
        )


def _line(label: str, given: str | None, expected: str | None, note: str | None) -> PairLine:
    return PairLine(label, given, expected, is_right=given is not None and given == expected, note=note)
