"""What one attempt sees of a question with choices: the order shown, and names that mean nothing elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import DomainError

if TYPE_CHECKING:
    from core.sampling import Sampler

ALIAS_LENGTH = 4
ALIAS_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class InvalidLayout(DomainError):
    """A stored layout that is not a list of pairs (alias, id) without repeats. Params: `group`."""

    code = "invalid_layout"


@dataclass(frozen=True, slots=True)
class LayoutGroup:
    """One list of choices in display order, as pairs (alias, id)."""

    name: str
    entries: tuple[tuple[str, str], ...]

    @property
    def ids(self) -> dict[str, str]:
        """Return the question's id behind each alias, in display order."""
        return dict(self.entries)


@dataclass(frozen=True, slots=True)
class Layout:
    """The groups of one slot: `options`, `left` and `right`, or `items`; none for types without choices."""

    groups: tuple[LayoutGroup, ...] = ()

    def group(self, name: str) -> LayoutGroup:
        """Return the group of that name; one that is absent holds nothing."""
        return next((group for group in self.groups if group.name == name), LayoutGroup(name, ()))

    def to_json(self) -> dict[str, list[list[str]]]:
        """Return {group: [[alias, id], ...]}, the form kept in the paper."""
        return {group.name: [list(entry) for entry in group.entries] for group in self.groups}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Layout:
        """Read what `to_json` wrote.

        Raises:
            InvalidLayout: not pairs of texts, or an alias or id that occurs twice.
        """
        return cls(tuple(LayoutGroup(name, _entries(name, data[name])) for name in sorted(data)))


def aliased(name: str, ids: Sequence[str], sampler: Sampler) -> LayoutGroup:
    """Return `ids` in the given order under aliases that the sampler makes."""
    aliases: dict[str, str] = {}
    for identifier in ids:
        alias = sampler.token(ALIAS_LENGTH, ALIAS_ALPHABET)
        while alias in aliases:
            alias = sampler.token(ALIAS_LENGTH, ALIAS_ALPHABET)
        aliases[alias] = identifier
    return LayoutGroup(name, tuple(aliases.items()))


def _entries(name: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise InvalidLayout(group=name)
    entries = tuple(_entry(name, entry) for entry in value)
    if any(len(set(column)) < len(entries) for column in zip(*entries, strict=True)):
        raise InvalidLayout(group=name)
    return entries


def _entry(name: str, value: object) -> tuple[str, str]:
    match value:
        case [str(alias), str(identifier)]:
            return alias, identifier
    raise InvalidLayout(group=name)
