"""Postings (bố trí công tác) of people, and what must hold for them at every instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.periods import Period
from organization.domain.units import UnitKey

PersonKey = Hashable
PositionKey = Hashable


class PostingKind(StrEnum):
    """Main post, kiêm nhiệm, biệt phái, giao quyền."""

    MAIN = "main"
    CONCURRENT = "concurrent"
    SECONDMENT = "secondment"
    ACTING = "acting"


@dataclass(frozen=True, slots=True)
class Posting:
    """A person in a position of a unit within a period. Voided rows never become one."""

    person: PersonKey
    unit: UnitKey
    position: PositionKey
    period: Period
    kind: PostingKind = PostingKind.MAIN


class PostingProblemCode(StrEnum):
    """Why postings cannot stand."""

    TWO_MAIN = "posting_two_main"
    UNIT_NOT_ALIVE = "posting_unit_not_alive"
    POSITION_NOT_VALID = "posting_position_not_valid"


@dataclass(frozen=True, slots=True)
class PostingProblem:
    """One rule broken by `posting`; `other` is the main posting that it meets, if that is the rule."""

    code: PostingProblemCode
    posting: Posting
    other: Posting | None = None


def check_postings(
    postings: Iterable[Posting],
    unit_lives: Mapping[UnitKey, Period],
    position_lives: Mapping[PositionKey, Period],
) -> list[PostingProblem]:
    """Return every rule that the postings break: none when all may stand.

    A person has at most one main posting at any instant. Each posting lies inside the lives of its unit and of its
    position; a unit or position without a known life has none.
    """
    every = list(postings)
    return [*_two_main(every), *_outside(every, unit_lives, position_lives)]


def main_posting_on(postings: Iterable[Posting], day: date) -> Posting | None:
    """Return the main posting of one person on `day`, or None when there is none."""
    return next((one for one in postings if one.kind is PostingKind.MAIN and one.period.contains(day)), None)


def _two_main(postings: list[Posting]) -> Iterator[PostingProblem]:
    by_person: dict[PersonKey, list[Posting]] = defaultdict(list)
    for posting in postings:
        if posting.kind is PostingKind.MAIN:
            by_person[posting.person].append(posting)
    for own in by_person.values():
        own.sort(key=lambda posting: posting.period.start)
        for place, later in enumerate(own):
            for earlier in own[:place]:
                if earlier.period.overlaps(later.period):
                    yield PostingProblem(PostingProblemCode.TWO_MAIN, later, earlier)


def _outside(
    postings: list[Posting],
    unit_lives: Mapping[UnitKey, Period],
    position_lives: Mapping[PositionKey, Period],
) -> Iterator[PostingProblem]:
    for posting in postings:
        if not _is_covered(posting.period, unit_lives.get(posting.unit)):
            yield PostingProblem(PostingProblemCode.UNIT_NOT_ALIVE, posting)
        if not _is_covered(posting.period, position_lives.get(posting.position)):
            yield PostingProblem(PostingProblemCode.POSITION_NOT_VALID, posting)


def _is_covered(period: Period, life: Period | None) -> bool:
    return life is not None and life.covers(period)
