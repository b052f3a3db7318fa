"""A question as it is kept: type, body and key together, and the digest that names this wording of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.domain.questions.base import Body, Key
from assessments.domain.questions.draft import Draft, refuse_other_parts
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.outcome import Outcome
from assessments.domain.questions.registry import AnyQuestionType, question_type
from assessments.domain.questions.screens import Presentation, Review
from assessments.domain.questions.shapes import JsonObject
from core.canonical import fingerprint

if TYPE_CHECKING:
    from core.sampling import Sampler

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Content:
    """Checked content of one question version."""

    kind: AnyQuestionType
    body: Body
    key: Key

    @property
    def sha256(self) -> str:
        """Return the digest of the content; equal content has the same digest whoever entered it."""
        return content_sha256(self.kind.code, self.body.to_json(), self.key.to_json())

    def presentation(self, layout: Layout) -> Presentation:
        """Return what the exam page shows."""
        return self.kind.presentation(self.body, layout)

    def grade(self, payload: object, layout: Layout) -> Outcome:
        """Return what a response is worth."""
        return self.kind.grade(self.body, self.key, payload, layout)

    def review(self, payload: object, layout: Layout) -> Review:
        """Return what can be looked back on."""
        return self.kind.review(self.body, self.key, payload, layout)


def parse_content(code: str, body: object, key: object) -> Content:
    """Return the content of a question, cleaned and checked.

    Raises:
        UnknownQuestionType: no type has this code.
        InvalidContent: the first field at fault; no field name occurs in both body and key.
    """
    kind = question_type(code)
    parsed = kind.parse_body(body)
    return Content(kind, parsed, kind.parse_key(key, parsed))


def content_of_draft(code: str, draft: Draft, sampler: Sampler) -> Content:
    """Return content made of a draft; the same draft and seed give the same ids and storage order.

    Raises:
        UnknownQuestionType: no type has this code.
        InvalidContent: the first field at fault, or a part of the draft that the type would drop.
    """
    kind = question_type(code)
    refuse_other_parts(draft, kind.draft_parts)
    return parse_content(code, *kind.from_draft(draft, sampler))


def content_sha256(code: str, body: Mapping[str, object], key: Mapping[str, object]) -> str:
    """Return the digest over schema, type, body and key in their stored form."""
    whole: JsonObject = {"schema": SCHEMA, "type": code, "body": dict(body), "key": dict(key)}
    return fingerprint(whole)
