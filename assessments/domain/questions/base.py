"""What every question type offers. A type is one module that fills in this class; nothing else names a type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from assessments.domain.questions.draft import Draft
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.outcome import UNANSWERED, Outcome
from assessments.domain.questions.reading import (
    CONTEXT_LIMIT,
    EXPLANATION_LIMIT,
    NOTE_LIMIT,
    STEM_LIMIT,
    Fields,
    clean_text,
    has_forbidden_character,
    known_id,
)
from assessments.domain.questions.screens import OptionLine, PairLine, Presentation, Review
from assessments.domain.questions.shapes import Controls, JsonObject, Payload
from core.errors import DomainError

if TYPE_CHECKING:
    from core.sampling import Sampler


class InvalidResponse(DomainError):
    """A response that the question cannot have been given.

    Codes: `wrong_shape` (another kind of value), `unknown_option` (an alias of no choice of this slot), `too_long`,
    `bad_character`, `incomplete_order`, `repeated_option`.
    """

    code = "invalid_response"


@dataclass(frozen=True, slots=True)
class Body:
    """What an examinee may see of any question: plain text, paragraphs parted by line breaks."""

    stem: str
    context: str | None

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {"stem": self.stem, "context": self.context}


@dataclass(frozen=True, slots=True)
class Key:
    """What grading and review need beside the body. `notes` are pairs (choice id, note)."""

    explanation: str
    notes: tuple[tuple[str, str], ...]

    def to_json(self) -> JsonObject:
        """Return the stored form; notes only where there are any."""
        common: JsonObject = {"explanation": self.explanation}
        return common | ({"option_notes": dict(self.notes)} if self.notes else {})

    def note(self, identifier: str) -> str | None:
        """Return the note on one choice, or None."""
        return dict(self.notes).get(identifier)


BodyT = TypeVar("BodyT", bound=Body)
KeyT = TypeVar("KeyT", bound=Key)


@dataclass(frozen=True, slots=True)
class Looked:
    """The part of a review that only the type knows."""

    given: tuple[str, ...]
    right: tuple[str, ...]
    options: tuple[OptionLine, ...] = ()
    pairs: tuple[PairLine, ...] = ()
    in_words: bool = False


class QuestionType(ABC, Generic[BodyT, KeyT]):
    """One kind of question: what its content holds, what is shuffled, what a response is worth.

    `deliverable` tells whether the exam page can ask it; a type that cannot be delivered is never drawn.
    """

    code: ClassVar[str]
    deliverable: ClassVar[bool] = False
    draft_parts: ClassVar[frozenset[str]]

    @abstractmethod
    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return body and key of a draft, still to be parsed; `draft_parts` names the parts that it reads.

        Ids and storage order come from the sampler, so that position tells nothing.
        """

    @abstractmethod
    def parse_body(self, data: object) -> BodyT:
        """Return the body, cleaned and checked.

        Raises:
            InvalidContent: the first field at fault.
        """

    @abstractmethod
    def parse_key(self, data: object, body: BodyT) -> KeyT:
        """Return the key, cleaned and checked against its body.

        Raises:
            InvalidContent: the first field at fault.
        """

    def layout(self, body: BodyT, sampler: Sampler) -> Layout:
        """Return display order and aliases for one attempt. The key has no say in it."""
        return Layout()

    def presentation(self, body: BodyT, layout: Layout) -> Presentation:
        """Return what the exam page shows."""
        return Presentation(body.stem, body.context)

    @abstractmethod
    def clean_response(self, payload: object, layout: Layout) -> Payload:
        """Return the one stored form of a response: None when it is cleared.

        Raises:
            InvalidResponse: this slot cannot have been answered so.
        """

    @abstractmethod
    def payload_from_form(self, controls: Controls) -> Payload:
        """Return the payload that the plain form of one slot means, still to be cleaned; None when left empty."""

    def grade(self, body: BodyT, key: KeyT, payload: object, layout: Layout) -> Outcome:
        """Return what a response is worth. One that cannot have been given is wrong; no response is unanswered."""
        try:
            answer = self.clean_response(payload, layout)
        except InvalidResponse:
            return Outcome.of(0)
        if answer is None:
            return UNANSWERED
        return Outcome.of(self._fraction(body, key, answer, layout))

    def review(self, body: BodyT, key: KeyT, payload: object, layout: Layout) -> Review:
        """Return everything that can be looked back on; never raises.

        What the policy keeps back is taken out by `Review.limited`.
        """
        try:
            answer = self.clean_response(payload, layout)
        except InvalidResponse:
            answer = None
        looked = self._look_back(body, key, answer, layout)
        outcome = self.grade(body, key, payload, layout)
        return Review(
            outcome, looked.options, looked.pairs, looked.given, looked.right, key.explanation, looked.in_words
        )

    @abstractmethod
    def _fraction(self, body: BodyT, key: KeyT, answer: Payload, layout: Layout) -> Decimal:
        """Return the share of full credit of a cleaned answer; bounds and rounding are applied by the caller."""

    @abstractmethod
    def _look_back(self, body: BodyT, key: KeyT, answer: Payload, layout: Layout) -> Looked:
        """Return the texts of a cleaned answer (None: none was given) beside what is right."""


def read_stem(fields: Fields) -> tuple[str, str | None]:
    """Take stem and context, which all types have."""
    return fields.text("stem", STEM_LIMIT), fields.optional_text("context", CONTEXT_LIMIT)


def draft_common(draft: Draft) -> tuple[JsonObject, JsonObject]:
    """Return what body and key of every draft hold."""
    return {"stem": draft.stem, "context": draft.context}, {"explanation": draft.explanation}


def read_explanation(fields: Fields, noted: Collection[str] = ()) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Take the explanation and the notes on choices; `noted` are the ids that may carry one."""
    explanation = fields.text("explanation", EXPLANATION_LIMIT)
    notes = tuple(
        (known_id(name, path, noted), clean_text(note, path, NOTE_LIMIT))
        for path, name, note in fields.mapping("option_notes", optional=True)
    )
    return explanation, notes


def clean_typed(payload: object, limit: int) -> str | None:
    """Return a typed response as it was typed; None when nothing but spaces was typed.

    Raises:
        InvalidResponse: not a text, longer than `limit`, or with a character that cannot be stored.
    """
    if payload is None:
        return None
    if not isinstance(payload, str):
        raise InvalidResponse("wrong_shape")
    if len(payload) > limit:
        raise InvalidResponse("too_long")
    if has_forbidden_character(payload):
        raise InvalidResponse("bad_character")
    return payload if payload.strip() else None


def first_value(controls: Controls, alias: str = "") -> str | None:
    """Return the first value of a form control that is not blank, None when there is none."""
    return next((value for value in controls.get(alias, ()) if value.strip()), None)
