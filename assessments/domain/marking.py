"""From fractions to marks, sections, total and pass.

Nothing is rounded before it is compared: 69.99 of 100 stays below 70.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from itertools import groupby

from assessments.domain.paper import Paper, PaperSlot, plain
from assessments.domain.questions.outcome import UNANSWERED, Outcome, OutcomeState
from assessments.domain.questions.shapes import JsonObject
from core.errors import DomainError

_PLACES = Decimal("0.0000001")


class InvalidMarks(DomainError):
    """Stored marks that no grading wrote."""

    code = "invalid_marks"


@dataclass(frozen=True, slots=True)
class SlotMark:
    """The mark of one slot: fraction times maximum, unrounded."""

    slot: int
    section: int
    question: int
    competency: str
    level: int
    outcome: Outcome
    max_mark: Decimal

    @property
    def mark(self) -> Decimal:
        """Return the mark, from 0 to `max_mark`."""
        return self.outcome.fraction * self.max_mark


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of all slots, and the sums over them."""

    slots: tuple[SlotMark, ...]

    @property
    def mark(self) -> Decimal:
        """Return the sum of the marks."""
        return sum((slot.mark for slot in self.slots), Decimal(0))

    @property
    def max_mark(self) -> Decimal:
        """Return the sum of the maxima."""
        return sum((slot.max_mark for slot in self.slots), Decimal(0))

    @property
    def fraction(self) -> Decimal:
        """Return mark ÷ maximum with seven places, cut and not rounded; 0 for a paper without slots.

        Cut, because then it reaches a limit of at most seven places if and only if the marks do.
        """
        if not self.slots:
            return Decimal("0.0000000")
        return (self.mark / self.max_mark).quantize(_PLACES, rounding=ROUND_DOWN)

    @property
    def answered(self) -> int:
        """Return how many slots had an answer."""
        return sum(slot.outcome.is_answered for slot in self.slots)

    def reaches(self, fraction: Decimal) -> bool:
        """Tell whether the marks are at least `fraction` of the maximum. Exact: nothing is divided or rounded."""
        return self.mark >= fraction * self.max_mark

    def sections(self) -> dict[int, Marks]:
        """Return the marks of each section that has slots, by its index."""
        ordered = sorted(self.slots, key=_section_of)
        return {section: Marks(tuple(slots)) for section, slots in groupby(ordered, key=_section_of)}

    def to_json(self) -> JsonObject:
        """Return the form that a grading keeps."""
        return {"v": 1, "slots": [_slot_json(slot) for slot in self.slots]}

    @classmethod
    def from_json(cls, data: object) -> Marks:
        """Read what `to_json` wrote.

        Raises:
            InvalidMarks: anything else.
        """
        match data:
            case {"v": 1, "slots": list() as slots}:
                return cls(tuple(map(_slot_mark, slots)))
        raise InvalidMarks


@dataclass(frozen=True, slots=True)
class PassRule:
    """What a pass takes: a share of all marks, and shares of the marks of sections (pairs index, fraction)."""

    fraction: Decimal
    section_fractions: tuple[tuple[int, Decimal], ...] = ()

    def is_passed(self, marks: Marks) -> bool:
        """Tell whether the marks pass; a section without slots asks for nothing."""
        sections = marks.sections()
        return marks.reaches(self.fraction) and all(
            sections[index].reaches(least) for index, least in self.section_fractions if index in sections
        )


def mark_paper(paper: Paper, outcomes: Mapping[int, Outcome]) -> Marks:
    """Return the marks of a paper from the outcomes by slot; a slot without an outcome is unanswered."""
    return Marks(tuple(mark_slot(slot, outcomes.get(slot.slot, UNANSWERED)) for slot in paper.slots))


def mark_slot(slot: PaperSlot, outcome: Outcome) -> SlotMark:
    """Return the mark of one slot."""
    return SlotMark(slot.slot, slot.section, slot.question, slot.competency, slot.level, outcome, slot.max_mark)


@dataclass(frozen=True, slots=True)
class LevelCount:
    """What one paper shows of one competency at one level."""

    items: int
    answered: int
    mark: Decimal
    max_mark: Decimal


def count_levels(marks: Marks) -> dict[str, dict[int, LevelCount]]:
    """Return {competency: {level: count}}, the evidence behind a competency level."""
    counts: dict[str, dict[int, LevelCount]] = {}
    ordered = sorted(marks.slots, key=_competency_and_level)
    for (competency, level), slots in groupby(ordered, key=_competency_and_level):
        counts.setdefault(competency, {})[level] = _level_count(slots)
    return counts


def _level_count(slots: Iterable[SlotMark]) -> LevelCount:
    marks = Marks(tuple(slots))
    return LevelCount(len(marks.slots), marks.answered, marks.mark, marks.max_mark)


def _section_of(slot: SlotMark) -> int:
    return slot.section


def _competency_and_level(slot: SlotMark) -> tuple[str, int]:
    return slot.competency, slot.level


def _slot_json(slot: SlotMark) -> JsonObject:
    return {
        "slot": slot.slot,
        "section": slot.section,
        "question": slot.question,
        "competency": slot.competency,
        "level": slot.level,
        "fraction": f"{slot.outcome.fraction:f}",
        "state": slot.outcome.state.value,
        "mark": plain(slot.mark),
        "max_mark": plain(slot.max_mark),
    }


def _slot_mark(data: object) -> SlotMark:
    match data:
        case {
            "slot": int(slot),
            "section": int(section),
            "question": int(question),
            "competency": str(competency),
            "level": int(level),
            "fraction": str(fraction),
            "state": str(state),
            "max_mark": str(max_mark),
        }:
            outcome = _outcome(fraction, state)
            return SlotMark(slot, section, question, competency, level, outcome, _decimal(max_mark))
    raise InvalidMarks


def _outcome(fraction: str, state: str) -> Outcome:
    try:
        return Outcome(_decimal(fraction), OutcomeState(state))
    except ValueError as error:
        raise InvalidMarks from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise InvalidMarks from error
