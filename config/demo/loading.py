"""Loading the demo: all of it or nothing, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import pgettext_lazy

from assessments.models import Grading
from config.demo.days import EARLIEST_LAST_DAY, Timetable
from config.demo.story import scenes
from config.demo.structure import has_demo
from core import clock
from core.errors import DomainError
from core.services.audit import link_entries
from organization.models import OrganizationUnit


class DemoRefused(DomainError):
    """The demo cannot be loaded.

    Codes: `demo_elsewhere` (the database holds units of somebody else), `demo_too_early` (params `day`).
    """

    code = "demo_elsewhere"


@dataclass(frozen=True, slots=True)
class Step:
    """A scene that was played: its name, how much it touched, and how many seconds it took."""

    name: str
    count: int
    seconds: float


def load_demo(timetable: Timetable, tell: Callable[[Step], None]) -> bool:
    """Load the demo into an empty database and tell of each step; return whether there was anything to do.

    Raises:
        DemoRefused: `demo_elsewhere` when the database holds units of somebody else, `demo_too_early`.
    """
    if timetable.today < EARLIEST_LAST_DAY:
        raise DemoRefused("demo_too_early", day=EARLIEST_LAST_DAY)
    if has_demo():
        return False
    if OrganizationUnit.objects.exists():
        raise DemoRefused("demo_elsewhere")
    with transaction.atomic():
        for scene in scenes(timetable):
            begun = time.monotonic()
            count = scene.act()
            tell(Step(f"{scene.on:%d/%m/%Y} {scene.name}", count, time.monotonic() - begun))
        _check_told()
        begun = time.monotonic()
        links = _link_all()
        tell(Step(str(pgettext_lazy("step of the demo", "Audit log linked")), links, time.monotonic() - begun))
    return True


def _check_told() -> None:
    """Refuse a demo whose gradings did not all become evidence: the error of each stands in the log."""
    untold = Grading.objects.filter(finalized_at__isnull=True).count()
    if untold:
        raise RuntimeError(f"{untold} gradings were not told")


def _link_all() -> int:
    linked, fresh = 0, -1
    while fresh:
        fresh = link_entries(at=clock.now())
        linked += fresh
    return linked
