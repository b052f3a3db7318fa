"""One right option among several."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assessments.domain.questions.base import Key, Looked, first_value, read_explanation
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.options import GROUP, OptionsBody, OptionsType, known_alias
from assessments.domain.questions.reading import Fields, InvalidContent, known_id
from assessments.domain.questions.shapes import Controls, JsonObject, Payload


@dataclass(frozen=True, slots=True)
class SingleKey(Key):
    """The id of the right option."""

    correct: str

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"correct": self.correct}


class Single(OptionsType[SingleKey]):
    """Right or wrong: the chosen option counts fully or not at all. The response is one alias."""

    code = "single"
    deliverable = True

    def _draft_correct(self, right: list[str]) -> object:
        if len(right) != 1:
            raise InvalidContent("correct", "not_exactly_one")
        return right[0]

    def parse_key(self, data: object, body: OptionsBody) -> SingleKey:
        """Return the key; exactly one option of the body is right."""
        fields = Fields(data)
        explanation, notes = read_explanation(fields, body.texts)
        correct = known_id(fields.raw("correct"), "correct", body.texts)
        fields.close()
        return SingleKey(explanation, notes, correct)

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the alias chosen."""
        return None if payload is None else known_alias(payload, layout.group(GROUP))

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the value of the radio button."""
        return first_value(controls)

    def _fraction(self, body: OptionsBody, key: SingleKey, answer: Payload, layout: Layout) -> Decimal:
        return Decimal(_chosen(answer, layout) == key.correct)

    def _look_back(self, body: OptionsBody, key: SingleKey, answer: Payload, layout: Layout) -> Looked:
        return self._ticked(body, key, layout, {_chosen(answer, layout)} - {""}, {key.correct})


def _chosen(answer: Payload, layout: Layout) -> str:
    return layout.group(GROUP).ids.get(answer, "") if isinstance(answer, str) else ""
