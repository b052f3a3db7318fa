"""Whom an assignment reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from organization.selectors import Posting, postings_on, subtree_ids


class Reach(Protocol):
    """The part of a target that decides whom it reaches."""

    @property
    def unit_id(self) -> int | None:
        """The unit, or None for a person."""

    @property
    def with_below(self) -> bool:
        """Whether the units below are reached too."""

    @property
    def position_id(self) -> int | None:
        """The position to which a unit is narrowed, or None."""

    @property
    def staff_id(self) -> int | None:
        """The person, or None for a unit."""


def audience_of(targets: Iterable[Reach], day: date) -> frozenset[int]:
    """Return the people whom the targets reach by their main postings of that day. Constant number of queries."""
    wanted = list(targets)
    people = frozenset(target.staff_id for target in wanted if target.staff_id is not None)
    units = [(target.unit_id, target) for target in wanted if target.unit_id is not None]
    if not units:
        return people
    postings = postings_on(None, day).values()
    return people.union(*(_in_unit(unit_id, target, postings, day) for unit_id, target in units))


def _in_unit(unit_id: int, target: Reach, postings: Iterable[Posting], day: date) -> frozenset[int]:
    units = subtree_ids(unit_id, day) if target.with_below else frozenset({unit_id})
    return frozenset(
        posting.staff_id
        for posting in postings
        if posting.unit_id in units and target.position_id in (None, posting.position_id)
    )
