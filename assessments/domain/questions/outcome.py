"""What a response is worth: a share of full credit and the word for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_PLACES = Decimal("0.0000001")
_NEARLY_NOTHING = Decimal("0.000001")
_NEARLY_FULL = Decimal("0.999999")


class OutcomeState(StrEnum):
    """How a response is judged in one word."""

    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A graded response. `fraction` is from 0 to 1 with seven places; 1 is full credit."""

    fraction: Decimal
    state: OutcomeState

    @classmethod
    def of(cls, fraction: Decimal | int) -> Outcome:
        """Return the outcome of an answer worth `fraction`.

        Below 0.000001 it is wrong, above 0.999999 right, else partly right.
        """
        share = min(max(Decimal(fraction), Decimal(0)), Decimal(1))
        if share < _NEARLY_NOTHING:
            state = OutcomeState.WRONG
        elif share > _NEARLY_FULL:
            state = OutcomeState.RIGHT
        else:
            state = OutcomeState.PARTIAL
        return cls(share.quantize(_PLACES, rounding=ROUND_HALF_UP), state)

    @property
    def is_answered(self) -> bool:
        """Tell whether there was an answer to grade."""
        return self.state is not OutcomeState.UNANSWERED


UNANSWERED = Outcome(Decimal("0.0000000"), OutcomeState.UNANSWERED)
