"""The paper of one attempt: what was drawn, in the order and under the names that the examinee saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assessments.domain.questions.layout import InvalidLayout, Layout
from assessments.domain.questions.shapes import JsonObject
from core.canonical import fingerprint
from core.errors import DomainError

VERSION = 1


class InvalidPaper(DomainError):
    """A stored paper that cannot have been drawn. Params: `place`, where it went wrong."""

    code = "invalid_paper"

    def __init__(self, place: str) -> None:
        super().__init__(place=place)


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A part of the paper."""

    title: str


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """One question as drawn. Slots are numbered from 1 over the whole paper; `section` counts from 0.

    `question` is the key of the version, `sha` the digest of its content, so that a later change would be noticed.
    """

    slot: int
    section: int
    question: int
    sha: str
    type: str
    competency: str
    level: int
    max_mark: Decimal
    layout: Layout

    def to_json(self) -> JsonObject:
        """Return the stored form; the groups of the layout stand beside the other fields."""
        return {
            "slot": self.slot,
            "section": self.section,
            "question": self.question,
            "sha": self.sha,
            "type": self.type,
            "competency": self.competency,
            "level": self.level,
            "max_mark": plain(self.max_mark),
            **self.layout.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """Sections and slots, frozen. Holds no text of a question and nothing of a key.

    Raises:
        InvalidPaper: slots are not numbered 1..n in order of their sections, or a section or maximum is impossible.
    """

    sections: tuple[PaperSection, ...]
    slots: tuple[PaperSlot, ...]

    def __post_init__(self) -> None:
        for number, slot in enumerate(self.slots, start=1):
            if slot.slot != number or not 0 <= slot.section < len(self.sections) or slot.max_mark <= 0:
                raise InvalidPaper(f"slot {number}")
        if [slot.section for slot in self.slots] != sorted(slot.section for slot in self.slots):
            raise InvalidPaper("sections")

    def slot(self, number: int) -> PaperSlot | None:
        """Return the slot of that number, or None when the paper has no such slot."""
        return self.slots[number - 1] if 1 <= number <= len(self.slots) else None

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {
            "v": VERSION,
            "sections": [{"title": section.title} for section in self.sections],
            "slots": [slot.to_json() for slot in self.slots],
        }

    @property
    def sha256(self) -> str:
        """Return the digest of the stored form, which receipt and grading refer to."""
        return fingerprint(self.to_json())

    @classmethod
    def from_json(cls, data: object) -> Paper:
        """Read what `to_json` wrote.

        Raises:
            InvalidPaper: anything else.
        """
        match data:
            case {"v": 1, "sections": list() as sections, "slots": list() as slots, **more} if not more:
                return cls(tuple(map(_section, sections)), tuple(map(_slot, slots)))
        raise InvalidPaper("paper")


def plain(value: Decimal) -> str:
    """Return a decimal as short as it can be written without an exponent: 1, 0.5, 100."""
    return f"{value.normalize():f}"


def _section(data: object) -> PaperSection:
    match data:
        case {"title": str(title), **more} if not more:
            return PaperSection(title)
    raise InvalidPaper("section")


def _slot(data: object) -> PaperSlot:
    match data:
        case {
            "slot": int(slot),
            "section": int(section),
            "question": int(question),
            "sha": str(sha),
            "type": str(kind),
            "competency": str(competency),
            "level": int(level),
            "max_mark": str(max_mark),
            **groups,
        }:
            mark = _decimal(max_mark, slot)
            return PaperSlot(slot, section, question, sha, kind, competency, level, mark, _layout(groups, slot))
    raise InvalidPaper("slot")


def _layout(groups: Mapping[object, object], slot: int) -> Layout:
    try:
        return Layout.from_json({str(name): group for name, group in groups.items()})
    except InvalidLayout as error:
        raise InvalidPaper(f"slot {slot}") from error


def _decimal(text: str, slot: int) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise InvalidPaper(f"slot {slot}") from error
    if not value.is_finite():
        raise InvalidPaper(f"slot {slot}")
    return value
