"""The exam of a module, and the exams that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.admission import Refusal, RefusalCode
from assessments.selectors.offers import offer_for, refusal_for
from core.clock import in_vietnam
from organization.models import StaffMember
from training.models import ModuleEdition


STATES = {
    RefusalCode.ALREADY_PASSED: "passed",
    RefusalCode.MODULE_NOT_COMPLETED: "locked",
    RefusalCode.WAITING: "failed",
    RefusalCode.NO_ATTEMPTS_LEFT: "failed",
}


@dataclass(frozen=True, slots=True)
class ModuleExam:
    """The exam of a module for one person; `state` is open, locked, passed or failed."""

    title: str
    url: str
    state: str
    note: str


def module_exam(staff: StaffMember, edition: ModuleEdition, *, at: datetime) -> ModuleExam | None:
    """Return how the module's exam stands for the person, or None when it has none."""
    offer = offer_for(staff, edition.exam_code, at=at) if edition.exam_code else None
    if offer is None:
        return None
    refusal = refusal_for(offer, staff, at=at)
    return ModuleExam(
        title=offer.exam.title,
        url=reverse("exam_intro", args=[edition.exam_code]),
        state=STATES.get(refusal.code, "open") if refusal else "open",
        note=_note(refusal),
    )


def _note(refusal: Refusal | None) -> str:
    if refusal is None or refusal.until is None:
        return ""
    until = in_vietnam(refusal.until).strftime("%H:%M %d/%m/%Y")
    return _("The next attempt is possible from %(until)s.") % {"until": until}
