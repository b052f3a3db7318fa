"""A number to type."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
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
from assessments.domain.questions.quantities import quantity_text, read_quantity
from assessments.domain.questions.reading import UNIT_LIMIT, Fields, InvalidContent
from assessments.domain.questions.screens import Presentation
from assessments.domain.questions.shapes import Controls, JsonObject, Payload

if TYPE_CHECKING:
    from core.sampling import Sampler

RESPONSE_LIMIT = 40
# More figures than a response can hold, so that a difference at the border of the tolerance is exact.
_FIGURES = 2 * RESPONSE_LIMIT


@dataclass(frozen=True, slots=True)
class NumericBody(Body):
    """A stem that asks for a number. `unit` is shown behind the field; None means a bare number."""

    unit: str | None

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Body.to_json(self) | {"unit": self.unit}


@dataclass(frozen=True, slots=True)
class NumericKey(Key):
    """The right value and how far from it an answer may lie, both borders included."""

    value: Decimal
    tolerance: Decimal

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Key.to_json(self) | {"value": f"{self.value:f}", "tolerance": f"{self.tolerance:f}"}


class Numeric(QuestionType[NumericBody, NumericKey]):
    """The response is the text as typed; how it is read as a number is the rule of `quantities`."""

    code = "numeric"
    deliverable = True

    draft_parts = frozenset({"quantity"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return value and tolerance in the key, the unit in the body."""
        if draft.quantity is None:
            raise InvalidContent("value", "missing")
        body, key = draft_common(draft)
        figures = {"value": draft.quantity.value, "tolerance": draft.quantity.tolerance}
        return body | {"unit": draft.quantity.unit}, key | figures

    def parse_body(self, data: object) -> NumericBody:
        """Return stem, context and unit."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        unit = fields.optional_text("unit", UNIT_LIMIT)
        fields.close()
        return NumericBody(stem, context, unit)

    def parse_key(self, data: object, body: NumericBody) -> NumericKey:
        """Return the key; the tolerance is not negative."""
        fields = Fields(data)
        explanation, notes = read_explanation(fields)
        value, tolerance = fields.decimal("value"), fields.decimal("tolerance")
        fields.close()
        if tolerance < 0:
            raise InvalidContent("tolerance", "negative")
        return NumericKey(explanation, notes, value, tolerance)

    def presentation(self, body: NumericBody, layout: Layout) -> Presentation:
        """Return stem and unit."""
        return Presentation(body.stem, body.context, unit=body.unit)

    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the text as typed, at most 40 characters; one that is no number is kept and graded wrong."""
        return clean_typed(payload, RESPONSE_LIMIT)

    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the text of the field."""
        return first_value(controls)

    def _fraction(self, body: NumericBody, key: NumericKey, answer: Payload, layout: Layout) -> Decimal:
        value = read_quantity(answer, body.unit) if isinstance(answer, str) else None
        if value is None:
            return Decimal(0)
        with localcontext(prec=_FIGURES):
            return Decimal(abs(value - key.value) <= key.tolerance)

    def _look_back(self, body: NumericBody, key: NumericKey, answer: Payload, layout: Layout) -> Looked:
        given = (answer,) if isinstance(answer, str) else ()
        return Looked(given, (quantity_text(key.value, key.tolerance, body.unit),))
