"""The JSON shapes that cross the border of the question types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonObject: TypeAlias = dict[str, object]

# A stored response; None when it was cleared.
Payload: TypeAlias = str | bool | list[str] | dict[str, str] | None

# The values of a slot's form controls: under "" those of the control q<number>, under an alias those of
# q<number>-<alias>.
Controls: TypeAlias = Mapping[str, Sequence[str]]
