"""A few words to type."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assessments.domain.questions.base import (
    Body,
    Key,
    Looked,
    QuestionType,
    clean_typed,
    draft_common,
    first_value,
    read_explanation,
    read_stem,
)
from assessments.domain.questions.draft import Draft
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.reading import Fields, InvalidContent, clean_text, refuse_repeats
from assessments.domain.questions.shapes import Controls, JsonObject, Payload
from core.vietnamese.folding import clean_spaces, normalise_tone_placement

if TYPE_CHECKING:
    from core.sampling import Sampler

RESPONSE_LIMIT = 500
ACCEPTED_MOST = 20


@dataclass(frozen=True, slots=True)
class ShortTextKey(Key):
    """The wordings that count fully, and what is overlooked when comparing."""

    accepted: tuple[str, ...]
    ignore_case: bool
    ignore_marks: bool

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {
            "accepted": list(self.accepted),
            "ignore_case": self.ignore_case,
            "ignore_marks": self.ignore_marks,
        }

    def compared(self, text: str) -> str:
        """Return the form under which two wordings are the same.

        Composition, spaces and the place of the tone mark (hòa, hoà) never count; case and marks by the key's flags.
        """
        form = normalise_tone_placement(clean_spaces(text))
        if self.ignore_marks:
            form = _without_marks(form)
        return form.casefold() if self.ignore_case else form


class ShortText(QuestionType[Body, ShortTextKey]):
    """The response is the text as typed; it is right when the whole of it is one of the accepted wordings."""

    code = "short_text"

    draft_parts = frozenset({"wordings"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return the accepted wordings in the key."""
        if draft.wordings is None:
            raise InvalidContent("accepted", "missing")
        body, key = draft_common(draft)
        wordings = {
            "accepted": list(draft.wordings.accepted),
            "ignore_case": draft.wordings.ignore_case,
            "ignore_marks": draft.wordings.ignore_marks,
        }
        return body, key | wordings

    def parse_body(self, data: object) -> Body:
        """Return the stem."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        fields.close()
        return Body(stem, context)

    def parse_key(self, data: object, body: Body) -> ShortTextKey:
        """Return the key; at least one wording is accepted, none is given twice."""
        fields = Fields(data)
        explanation, notes = read_explanation(fields)
        accepted = tuple(
            clean_text(value, path, RESPONSE_LIMIT)
            for path, value in fields.items("accepted", least=1, most=ACCEPTED_MOST)
        )
        key = ShortTextKey(explanation, notes, accepted, fields.flag("ignore_case"), fields.flag("ignore_marks"))
        fields.close()
        refuse_repeats(map(key.compared, accepted), "accepted", "duplicate_text")
        return key

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the text as typed, at most 500 characters."""
        return clean_typed(payload, RESPONSE_LIMIT)

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the text of the field."""
        return first_value(controls)

    def _fraction(self, body: Body, key: ShortTextKey, answer: Payload, layout: Layout) -> Decimal:
        accepted = {key.compared(wording) for wording in key.accepted}
        return Decimal(isinstance(answer, str) and key.compared(answer) in accepted)

    def _look_back(self, body: Body, key: ShortTextKey, answer: Payload, layout: Layout) -> Looked:
        return Looked((answer,) if isinstance(answer, str) else (), key.accepted)


def _without_marks(text: str) -> str:
    letters = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", letters)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
