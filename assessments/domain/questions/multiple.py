"""Several right options."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assessments.domain.questions.base import InvalidResponse, Key, Looked, read_explanation
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.options import (
    GROUP,
    OPTIONS_MOST,
    OptionsBody,
    OptionsType,
    known_alias,
)
from assessments.domain.questions.reading import Fields, known_id, refuse_repeats
from assessments.domain.questions.scoring import ALL_OR_NOTHING, PROPORTIONAL
from assessments.domain.questions.shapes import Controls, JsonObject, Payload


@dataclass(frozen=True, slots=True)
class MultipleKey(Key):
    """The ids of the right options, sorted, and how a partly right answer counts."""

    correct: tuple[str, ...]
    scoring: str

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"correct": list(self.correct), "scoring": self.scoring}


class Multiple(OptionsType[MultipleKey]):
    """Options ticked in any number. The response is the sorted list of aliases; an empty list is no response.

    All or nothing: exactly the right options. Proportional: share of the right options ticked less the share of the
    wrong ones ticked, not below 0.
    """

    code = "multiple"
    deliverable = True

    def _draft_correct(self, right: list[str]) -> object:
        return right

    def parse_key(self, data: object, body: OptionsBody) -> MultipleKey:
        """Return the key; at least one option of the body is right."""
        fields = Fields(data)
        explanation, notes = read_explanation(fields, body.texts)
        correct = sorted(
            known_id(value, path, body.texts) for path, value in fields.items("correct", least=1, most=OPTIONS_MOST)
        )
        scoring = fields.word("scoring", (ALL_OR_NOTHING, PROPORTIONAL), ALL_OR_NOTHING)
        fields.close()
        refuse_repeats(correct, "correct", "duplicate_id")
        return MultipleKey(explanation, notes, tuple(correct), scoring)

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the aliases ticked, sorted, each once."""
        if payload is None:
            return None
        if not isinstance(payload, list):
            raise InvalidResponse("wrong_shape")
        group = layout.group(GROUP)
        return sorted({known_alias(value, group) for value in payload}) or None

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the values of the ticked boxes."""
        return [value for value in controls.get("", ()) if value] or None

    def _fraction(self, body: OptionsBody, key: MultipleKey, answer: Payload, layout: Layout) -> Decimal:
        chosen, right = _chosen(answer, layout), set(key.correct)
        if key.scoring == ALL_OR_NOTHING:
            return Decimal(chosen == right)
        wrong = set(body.texts) - right
        return _share(chosen & right, right) - _share(chosen & wrong, wrong)

    def _look_back(self, body: OptionsBody, key: MultipleKey, answer: Payload, layout: Layout) -> Looked:
        return self._ticked(body, key, layout, _chosen(answer, layout), key.correct)


def _chosen(answer: Payload, layout: Layout) -> set[str]:
    if not isinstance(answer, list):
        return set()
    ids = layout.group(GROUP).ids
    return {ids[alias] for alias in answer if alias in ids}


def _share(part: set[str], whole: set[str]) -> Decimal:
    return Decimal(len(part)) / len(whole) if whole else Decimal(0)
