"""All units with their names, lives and places, read once: what a report asks of units is answered in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from organization.domain.tree import UnitTree, tree_on
from organization.models import UnitName
from organization.selectors import LineageFacts, lineage


@dataclass(frozen=True, slots=True)
class DatedName:
    """What a unit is called from a day on, and its place among its sisters."""

    valid_from: date
    name: str
    sort: int


@dataclass(frozen=True, slots=True)
class UnitBook:
    """Units by key: lives, places and changes, codes, and names, the oldest first."""

    facts: LineageFacts
    codes: Mapping[int, str]
    names: Mapping[int, tuple[DatedName, ...]]

    def find(self, code: str) -> int | None:
        """Return the unit of a code, whether it is alive or not."""
        return next((unit for unit, its_code in self.codes.items() if its_code == code), None)

    def is_alive(self, unit: int, day: date) -> bool:
        """Tell whether a unit exists on a day."""
        return self.facts.lives[unit].contains(day)

    def name(self, unit: int, day: date) -> str:
        """Return what a unit is called on a day; after its end its last name, before its time its first."""
        return self._named(unit, day).name

    def tree(self, day: date) -> UnitTree:
        """Return which unit stands under which on a day."""
        return tree_on(self.facts.placements, day)

    def outline_key(self, unit: int, tree: UnitTree, day: date) -> tuple[tuple[int, str], ...]:
        """Return what to sort units by so that each is followed by what stands below it."""
        line = (*reversed(tree.ancestors(unit)), unit)
        return tuple((self._named(one, day).sort, self.codes[one]) for one in cast("tuple[int, ...]", line))

    def _named(self, unit: int, day: date) -> DatedName:
        names = self.names[unit]
        return next((one for one in reversed(names) if one.valid_from <= day), names[0])


def unit_book() -> UnitBook:
    """Return the book of all units. Four queries."""
    codes: dict[int, str] = {}
    names: dict[int, list[DatedName]] = defaultdict(list)
    columns = ("unit_id", "unit__code", "valid_from", "name", "sort")
    for unit, code, start, name, sort in UnitName.objects.order_by("unit_id", "valid_from").values_list(*columns):
        codes[unit] = code
        names[unit].append(DatedName(start, name, sort))
    return UnitBook(lineage(), codes, {unit: tuple(its_names) for unit, its_names in names.items()})
