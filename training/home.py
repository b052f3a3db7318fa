"""Sections of "Việc học của tôi" that higher apps add: news goes up by signal, so they register here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from organization.models import StaffMember

Section = Callable[[StaffMember, date], list[Any]]

_sections: dict[str, Section] = {}


def register_section(name: str, section: Section) -> None:
    """Let a higher app fill the context name `name` of the learner's home. Call it from AppConfig.ready."""
    _sections[name] = section


def sections_of(staff: StaffMember, day: date) -> dict[str, list[Any]]:
    """Return what the registered sections have to show to this person that day."""
    return {name: section(staff, day) for name, section in _sections.items()}
