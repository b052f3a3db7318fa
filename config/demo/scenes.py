"""A scene of the demo: something that happens on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Scene:
    """`act` makes it happen and returns how many rows or people it touched."""

    on: date
    name: str | Promise
    act: Callable[[], int]
