"""Whether a document, a provision or a set of grounds is in force on a civil day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class EffectStatus(StrEnum):
    """Còn hiệu lực, chưa có hiệu lực, hết hiệu lực, chưa rõ."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Effect:
    """The half-open days of effect. A start of None is unknown; an end of None is unknown or not set.

    `end_uncertain` says that something repealed or replaced it on a day that the register does not know.
    """

    effective_from: date | None
    effective_to: date | None = None
    end_uncertain: bool = False

    def on(self, day: date) -> EffectStatus:
        """Return the status on `day`. Without a known start nothing but a known end is certain."""
        if self.effective_to is not None and day >= self.effective_to:
            return EffectStatus.ENDED
        if self.effective_from is None:
            return EffectStatus.UNKNOWN
        if day < self.effective_from:
            return EffectStatus.NOT_YET
        return EffectStatus.UNKNOWN if self.end_uncertain else EffectStatus.IN_FORCE


class RelationKind(StrEnum):
    """What a newer document does to an older: sửa đổi, thay thế, bãi bỏ, hướng dẫn."""

    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"


_ENDING = frozenset({RelationKind.REPLACES, RelationKind.REPEALS})


@dataclass(frozen=True, slots=True)
class Relation:
    """A newer document touches the one in question from `effective_on`; None means on an unknown day."""

    kind: RelationKind
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """The statuses, on one day, of everything that a question rests on."""

    statuses: tuple[EffectStatus, ...]

    @property
    def are_drawable(self) -> bool:
        """Tell whether no ground has ended or is still to come."""
        return not {EffectStatus.ENDED, EffectStatus.NOT_YET}.intersection(self.statuses)

    @property
    def are_flagged(self) -> bool:
        """Tell whether a person should look: a ground is of unknown effect, or none is cited at all."""
        return not self.statuses or EffectStatus.UNKNOWN in self.statuses


def after_relations(effect: Effect, relations: Iterable[Relation]) -> Effect:
    """Return the effect of a document or provision once newer documents have replaced or repealed it.

    The earliest end counts. Amending and guiding end nothing. Pass only relations that touch the whole of what
    `effect` describes: a document's own, or those narrowed to the provision.
    """
    ending = [relation for relation in relations if relation.kind in _ENDING]
    known = [relation.effective_on for relation in ending if relation.effective_on is not None]
    if effect.effective_to is not None:
        known.append(effect.effective_to)
    uncertain = effect.end_uncertain or any(relation.effective_on is None for relation in ending)
    return replace(effect, effective_to=min(known, default=None), end_uncertain=uncertain)


def provision_effect(document: Effect, own: Effect) -> Effect:
    """Return the effect of a provision: its own dates where known, the document's for the rest."""
    return Effect(
        effective_from=own.effective_from or document.effective_from,
        effective_to=own.effective_to or document.effective_to,
        end_uncertain=own.end_uncertain or (own.effective_to is None and document.end_uncertain),
    )


def in_force_on(grounds: Iterable[Effect], day: date) -> Grounds:
    """Return how the grounds of a question stand on `day`, the civil day on which an attempt is prepared.

    A question may be drawn only when each ground is in force or of unknown effect; unknown ones are flagged.
    """
    return Grounds(tuple(effect.on(day) for effect in grounds))
