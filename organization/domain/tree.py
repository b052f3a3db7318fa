"""The tree of units on one day, and what must hold for it on every day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from core.periods import Period
from organization.domain.units import Placement, UnitKey


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Which unit stood under which on one day. Build it with `tree_on` when several questions follow."""

    parents: Mapping[UnitKey, UnitKey | None]
    children: Mapping[UnitKey, tuple[UnitKey, ...]] = field(init=False)

    def __post_init__(self) -> None:
        children: dict[UnitKey, tuple[UnitKey, ...]] = {}
        for unit, parent in self.parents.items():
            if parent is not None:
                children[parent] = (*children.get(parent, ()), unit)
        object.__setattr__(self, "children", children)

    def parent(self, unit: UnitKey) -> UnitKey | None:
        """Return the unit directly above, or None at the top and for a unit without a place."""
        return self.parents.get(unit)

    def ancestors(self, unit: UnitKey) -> tuple[UnitKey, ...]:
        """Return the units above `unit`, nearest first. Ends even where the data run in a circle."""
        found: dict[UnitKey, None] = {}
        above = self.parent(unit)
        while above is not None and above not in found:
            found[above] = None
            above = self.parent(above)
        return tuple(found)

    def subtree(self, unit: UnitKey) -> frozenset[UnitKey]:
        """Return `unit` and every unit below it."""
        found = {unit}
        waiting = [unit]
        while waiting:
            below = [child for child in self.children.get(waiting.pop(), ()) if child not in found]
            found.update(below)
            waiting.extend(below)
        return frozenset(found)

    def circle(self) -> tuple[UnitKey, ...] | None:
        """Return units that stand under themselves, or None in a sound tree."""
        sound: set[UnitKey] = set()
        for start in self.parents:
            trail: dict[UnitKey, None] = {}
            unit: UnitKey | None = start
            while unit is not None and unit not in sound and unit not in trail:
                trail[unit] = None
                unit = self.parent(unit)
            if unit is not None and unit in trail:
                walked = tuple(trail)
                return walked[walked.index(unit) :]
            sound.update(trail)
        return None


class PlacementProblemCode(StrEnum):
    """Why placements do not make a tree on every day."""

    CIRCLE = "placement_circle"
    TWO_PLACES = "placement_two_places"
    UNIT_NOT_ALIVE = "placement_unit_not_alive"
    PARENT_NOT_ALIVE = "placement_parent_not_alive"


@dataclass(frozen=True, slots=True)
class PlacementProblem:
    """One rule broken, by these units, first on this day."""

    code: PlacementProblemCode
    units: tuple[UnitKey, ...]
    day: date


def tree_on(placements: Iterable[Placement], day: date) -> UnitTree:
    """Return the tree of `day`."""
    return UnitTree({place.unit: place.parent for place in placements if place.period.contains(day)})


def parent_on(placements: Iterable[Placement], unit: UnitKey, day: date) -> UnitKey | None:
    """Return the unit directly above on `day`, or None at the top and for a unit without a place."""
    return tree_on(placements, day).parent(unit)


def ancestors_on(placements: Iterable[Placement], unit: UnitKey, day: date) -> tuple[UnitKey, ...]:
    """Return the units above `unit` on `day`, nearest first."""
    return tree_on(placements, day).ancestors(unit)


def subtree_on(placements: Iterable[Placement], unit: UnitKey, day: date) -> frozenset[UnitKey]:
    """Return `unit` and every unit below it on `day`."""
    return tree_on(placements, day).subtree(unit)


def check_placements(placements: Iterable[Placement], lives: Mapping[UnitKey, Period]) -> list[PlacementProblem]:
    """Return what keeps the placements from being a tree on every day: none when all is well.

    The tree only changes on the days on which a placement begins, so those days stand for all.
    """
    every = list(placements)
    return [*_double_places(every), *_outside_lives(every, lives), *_circles(every)]


def _circles(placements: list[Placement]) -> Iterator[PlacementProblem]:
    seen: set[frozenset[UnitKey]] = set()
    for day in sorted({place.period.start for place in placements}):
        circle = tree_on(placements, day).circle()
        if circle is not None and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            yield PlacementProblem(PlacementProblemCode.CIRCLE, circle, day)


def _double_places(placements: list[Placement]) -> Iterator[PlacementProblem]:
    by_unit: dict[UnitKey, list[Period]] = defaultdict(list)
    for place in placements:
        by_unit[place.unit].append(place.period)
    for unit, periods in by_unit.items():
        for one, two in pairwise(sorted(periods, key=lambda period: period.start)):
            if one.overlaps(two):
                yield PlacementProblem(PlacementProblemCode.TWO_PLACES, (unit,), two.start)


def _outside_lives(placements: list[Placement], lives: Mapping[UnitKey, Period]) -> Iterator[PlacementProblem]:
    for place in placements:
        if not _is_covered(place.period, lives.get(place.unit)):
            yield PlacementProblem(PlacementProblemCode.UNIT_NOT_ALIVE, (place.unit,), place.period.start)
        if place.parent is not None and not _is_covered(place.period, lives.get(place.parent)):
            units = (place.unit, place.parent)
            yield PlacementProblem(PlacementProblemCode.PARENT_NOT_ALIVE, units, place.period.start)


def _is_covered(period: Period, life: Period | None) -> bool:
    return life is not None and life.covers(period)
