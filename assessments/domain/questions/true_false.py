"""A statement that is true or false."""

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
from assessments.domain.questions.draft import Draft
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.reading import Fields
from assessments.domain.questions.screens import OptionLine
from assessments.domain.questions.shapes import Controls, JsonObject, Payload

if TYPE_CHECKING:
    from core.sampling import Sampler

# The two answers have no texts in the content: templates put the words of the interface to these names.
WORDS = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class TrueFalseKey(Key):
    """Whether the statement is true."""

    correct: bool

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"correct": self.correct}


class TrueFalse(QuestionType[Body, TrueFalseKey]):
    """The response is true or false, never shuffled: true stands first."""

    code = "true_false"
    deliverable = True

    draft_parts = frozenset({"truth"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return the statement and its truth."""
        body, key = draft_common(draft)
        return body, key | {"correct": draft.truth}

    def parse_body(self, data: object) -> Body:
        """Return the statement."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        fields.close()
        return Body(stem, context)

    def parse_key(self, data: object, body: Body) -> TrueFalseKey:
        """Return the key; notes may stand at "true" and "false"."""
        fields = Fields(data)
        explanation, notes = read_explanation(fields, WORDS.values())
        correct = fields.flag("correct")
        fields.close()
        return TrueFalseKey(explanation, notes, correct)

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the truth value chosen; 1 and "true" are other values."""
        if payload is None or isinstance(payload, bool):
            return payload
        raise InvalidResponse("wrong_shape")

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the truth value that the radio button names; another text stays and is refused on cleaning."""
        value = first_value(controls)
        return next((truth for truth, word in WORDS.items() if word == value), value)

    def _fraction(self, body: Body, key: TrueFalseKey, answer: Payload, layout: Layout) -> Decimal:
        return Decimal(answer is key.correct)

    def _look_back(self, body: Body, key: TrueFalseKey, answer: Payload, layout: Layout) -> Looked:
        lines = tuple(
            OptionLine(word, chosen=answer is truth, is_right=key.correct is truth, note=key.note(word))
            for truth, word in WORDS.items()
        )
        given = (WORDS[answer],) if isinstance(answer, bool) else ()
        return Looked(given, (WORDS[key.correct],), options=lines, in_words=True)
