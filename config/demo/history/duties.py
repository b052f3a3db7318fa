"""The module given to units as a duty."""

from __future__ import annotations

from dataclasses import dataclass

from config.demo.accounts import account
from config.demo.days import Timetable, moment
from config.demo.structure import unit
from core.clock import civil_day
from training.models import Enrolment, ModuleEdition
from training.services.assignments import Target, assign_module


@dataclass(frozen=True, slots=True)
class Duty:
    """The module given to units: when, with which due day (days before the last day; negative lies ahead)."""

    given_before: int
    due_before: int
    units: tuple[str, ...]
    with_below: bool
    title: str
    basis: str


def latest_edition() -> ModuleEdition:
    """Return the module's newest edition."""
    return ModuleEdition.objects.order_by("-number")[0]


def give(duty: Duty, timetable: Timetable, edition: ModuleEdition) -> int:
    """Give the module as a duty; return how many people have it now."""
    day = max(timetable.before(duty.given_before), civil_day(edition.published_at))
    assignment = assign_module(
        module_uid=edition.module_uid,
        title=duty.title,
        owner_unit=unit("SL.SNV"),
        targets=[Target(unit_id=unit(code).pk, with_below=duty.with_below) for code in duty.units],
        by=account("noivu"),
        at=moment(day, 9),
        due=timetable.before(duty.due_before) if duty.due_before > 0 else timetable.after(-duty.due_before),
        basis=duty.basis,
    )
    return Enrolment.objects.filter(assignment=assignment).count()
