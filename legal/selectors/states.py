"""The state of a document or provision in the one word that pages show."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from legal.domain.effect import Effect, EffectStatus


class LawState(StrEnum):
    """Còn hiệu lực, hết hiệu lực, chưa có hiệu lực, hết hiệu lực một phần, chưa kiểm tra."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    PARTLY = "partly"
    UNKNOWN = "unknown"


_OF_STATUS = {
    EffectStatus.IN_FORCE: LawState.IN_FORCE,
    EffectStatus.ENDED: LawState.EXPIRED,
    EffectStatus.NOT_YET: LawState.NOT_YET,
    EffectStatus.UNKNOWN: LawState.UNKNOWN,
}


def law_state(effect: Effect, day: date, *, lost_parts: bool = False) -> LawState:
    """Return the state on a day. A document in force of which provisions have ended is so in part."""
    state = _OF_STATUS[effect.on(day)]
    return LawState.PARTLY if state is LawState.IN_FORCE and lost_parts else state
