"""Exams and attempts in the shapes of docs/screens.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from string import ascii_uppercase

from django.urls import reverse
from django.utils.translation import pgettext

from assessments.domain.admission import Refusal, RefusalCode
from assessments.domain.questions.outcome import OutcomeState
from assessments.domain.questions.screens import Choice, OptionLine, PairLine
from assessments.domain.questions.shapes import Payload
from assessments.models import ExamSession
from assessments.selectors.attempts import AskedSection, AskedSlot
from assessments.selectors.reviews import ReviewedSlot
from legal.selectors.citations import CitedProvision


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why an exam cannot be started now."""

    reason: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    wait_until: datetime | None = None
    gate: None = None


_REASONS = {
    RefusalCode.EXAM_NOT_PUBLISHED: "not_ready",
    RefusalCode.NOT_OPEN_YET: "not_open",
    RefusalCode.WINDOW_CLOSED: "closed",
    RefusalCode.ALREADY_PASSED: "passed",
    RefusalCode.RESULT_PENDING: "result_pending",
    RefusalCode.NO_ATTEMPTS_LEFT: "no_attempts",
    RefusalCode.MODULE_NOT_COMPLETED: "gate",
    RefusalCode.WAITING: "waiting",
}


def unavailable(refusal: Refusal, session: ExamSession | None) -> Unavailable:
    """Return a refused start as pages tell it."""
    return Unavailable(
        _REASONS[refusal.code],
        opens_at=session.opens_at if session else None,
        closes_at=session.closes_at if session else None,
        wait_until=refusal.until if refusal.code is RefusalCode.WAITING else None,
    )


# --- the exam page ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One option to tick."""

    alias: str
    letter: str
    text: str
    checked: bool


@dataclass(frozen=True, slots=True)
class SlotCard:
    """One question to answer."""

    number: int
    type: str
    stem: str
    context: str | None
    max_mark: Decimal
    value: Payload
    options: tuple[OptionCard, ...]
    left: tuple[Choice, ...]
    right: tuple[Choice, ...]
    items: tuple[Choice, ...]
    unit: str | None


@dataclass(frozen=True, slots=True)
class SectionCard:
    """A part of the paper."""

    title: str
    slots: tuple[SlotCard, ...]


def section_card(section: AskedSection) -> SectionCard:
    """Return a part of the paper as the exam page shows it."""
    return SectionCard(section.title, tuple(_slot(asked) for asked in section.slots))


def _slot(asked: AskedSlot) -> SlotCard:
    slot, shown = asked.slot, asked.presentation
    return SlotCard(
        number=slot.slot,
        type=slot.type,
        stem=shown.stem,
        context=shown.context,
        max_mark=slot.max_mark,
        value=asked.value,
        options=tuple(_option(place, choice) for place, choice in enumerate(shown.options)),
        left=shown.left,
        right=shown.right,
        items=shown.items,
        unit=shown.unit,
    )


def _option(place: int, choice: Choice) -> OptionCard:
    return OptionCard(choice.alias, ascii_uppercase[place], choice.text, choice.checked)


# --- the review ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CitationCard:
    """A ground of a question."""

    where: str
    text: str
    state: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ReviewOption:
    """An option looked back on; `right` and `note` say something only where the key is shown."""

    letter: str
    text: str
    chosen: bool
    right: bool
    note: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A pair, or a place of an order."""

    left: str
    given: str
    correct: str
    right: bool


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One question looked back on."""

    number: int
    type: str
    stem: str
    context: str | None
    verdict: str
    mark: Decimal | None
    max_mark: Decimal
    show_key: bool
    explanation: str
    citations: tuple[CitationCard, ...]
    options: tuple[ReviewOption, ...]
    rows: tuple[ReviewRow, ...]
    given: str
    correct: str
    unit: str | None


def review_card(reviewed: ReviewedSlot) -> ReviewCard:
    """Return a question looked back on as the result page shows it."""
    slot, review = reviewed.slot, reviewed.review
    say = _in_words if review.in_words else str
    return ReviewCard(
        number=slot.slot,
        type=slot.type,
        stem=reviewed.stem,
        context=reviewed.context,
        verdict=(review.outcome.state if review.outcome else OutcomeState.UNANSWERED).value,
        mark=reviewed.mark,
        max_mark=slot.max_mark,
        show_key=reviewed.shows_key,
        explanation=review.explanation or "",
        citations=tuple(_citation(ground) for ground in reviewed.grounds),
        options=tuple(_line(place, line, in_words=review.in_words) for place, line in enumerate(review.options)),
        rows=tuple(_row(pair) for pair in review.pairs),
        given="; ".join(map(say, review.given)),
        correct="; ".join(map(say, review.right)),
        # The right value names its unit itself; what was typed stands as it was typed.
        unit=None,
    )


def _line(place: int, line: OptionLine, *, in_words: bool) -> ReviewOption:
    # "True" and "False" are no list to point into, so they carry no letters.
    letter, text = ("", _in_words(line.text)) if in_words else (ascii_uppercase[place], line.text)
    return ReviewOption(letter, text, line.chosen, bool(line.is_right), line.note or "")


def _row(pair: PairLine) -> ReviewRow:
    return ReviewRow(pair.label, pair.given or "", pair.expected or "", bool(pair.is_right))


def _citation(ground: CitedProvision) -> CitationCard:
    return CitationCard(
        where=ground.where,
        text=ground.heading,
        state=ground.state.value,
        effective_from=ground.effective_from,
        effective_to=ground.effective_to,
        replaced_by=ground.replaced_by,
        note="",
        url=reverse("legal_document_detail", args=[ground.document_uid]),
    )


def _in_words(word: str) -> str:
    return {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}[word]
