"""A question as people and files write it: before it has ids, a storage order and a digest.

Importers fill in a draft; the question type makes content of it. So neither knows the other's shape.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from assessments.domain.questions.reading import InvalidContent

if TYPE_CHECKING:
    from core.sampling import Sampler

ID_LENGTH = 6
ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class DraftOption:
    """An option and whether it is right."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class DraftQuantity:
    """A number as a decimal string, its tolerance and its unit."""

    value: str
    tolerance: str = "0"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DraftWordings:
    """The wordings that count, and what is overlooked when comparing."""

    accepted: tuple[str, ...]
    ignore_case: bool = True
    ignore_marks: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before it has a type's form. Parts that its type does not use stay empty.

    `pairs` and `sequence` stand in the right order; `distractors` are right sides that belong to no pair.
    """

    stem: str
    explanation: str
    context: str | None = None
    options: tuple[DraftOption, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    distractors: tuple[str, ...] = ()
    sequence: tuple[str, ...] = ()
    truth: bool | None = None
    quantity: DraftQuantity | None = None
    wordings: DraftWordings | None = None


_COMMON = frozenset({"stem", "explanation", "context"})


def refuse_other_parts(draft: Draft, used: Collection[str]) -> None:
    """Refuse a draft with a part that its type would drop in silence.

    Raises:
        InvalidContent: `not_for_this_type` at the first such part.
    """
    for part in fields(Draft):
        if part.name not in _COMMON and part.name not in used and getattr(draft, part.name) != part.default:
            raise InvalidContent(part.name, "not_for_this_type")


def fresh_ids(count: int, sampler: Sampler, taken: Iterable[str] = ()) -> list[str]:
    """Return `count` new ids, none of them `taken`."""
    known = set(taken)
    ids: list[str] = []
    while len(ids) < count:
        one = sampler.token(ID_LENGTH, ID_ALPHABET)
        if one not in known:
            known.add(one)
            ids.append(one)
    return ids


def stored(ids: Sequence[str], texts: Sequence[str], sampler: Sampler) -> list[dict[str, object]]:
    """Return items under their ids in a storage order that tells nothing."""
    return [{"id": one, "text": text} for one, text in sampler.shuffled(list(zip(ids, texts, strict=True)))]
