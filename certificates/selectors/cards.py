"""Certificates as pages show them; see docs/screens.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.urls import reverse

from certificates.domain.codes import grouped, read_code
from certificates.domain.states import State
from certificates.models import Certificate, CertificateEvent
from certificates.selectors.holding import state_of
from core.vietnamese.formatting import short_date
from organization.domain.lineage import living_successors
from organization.models import StaffMember
from organization.selectors import lineage, unit_names

SHOWN = {
    State.DRAFT: "pending",
    State.SUBMITTED: "pending",
    State.SUPERSEDED: "replaced",
}


@dataclass(frozen=True, slots=True)
class CertificateItem:
    """One line of a list. `days` are left until the end, None without one."""

    title: str
    url: str
    serial_no: str
    issued_on: date | None
    valid_until: date | None
    state: str
    days: int | None


@dataclass(frozen=True, slots=True)
class CertificateFactsView:
    """What a page says of one certificate. The public page shows the same and no more: no birth date, no score."""

    state: str
    holder: str
    achievement: str
    birth_masked: str
    unit: str
    outcome: str
    issuer: str
    issued_on: date | None
    valid_until: date | None
    serial_no: str
    register_no: str
    verify_code: str
    decision: str
    changed_on: date | None
    changed_by_decision: str
    replaced_by_url: str


def certificates_of(staff: StaffMember, day: date) -> list[CertificateItem]:
    """Return a person's certificates, newest first. Two queries."""
    rows = Certificate.objects.with_state().filter(staff=staff).order_by("-created_at", "-pk")
    items = [_item(row, day) for row in rows]
    return [item for item in items if item.state != "cancelled" or item.serial_no]


def expiring_of(staff: StaffMember, day: date) -> list[CertificateItem]:
    """Return the person's certificates that end soon. Two queries."""
    return [item for item in certificates_of(staff, day) if item.state == "expiring"]


def certificate_by_code(text: str) -> Certificate | None:
    """Return the issued certificate with the code that somebody typed, or None. One query, two for a certificate.

    Drafts are not found. A code that cannot be one is asked for all the same, so that it takes as long as any other.
    """
    code = read_code(text) or ""
    rows = Certificate.objects.with_state().select_related("superseded_by")
    return rows.filter(verify_code=code, issued_on__isnull=False).first()


def certificate_view(certificate: Certificate, day: date) -> CertificateFactsView:
    """Return what is shown of a certificate on a day: names as printed, state as of the day."""
    shown = state_of(certificate, day)
    change = _change(certificate)
    snapshot = certificate.snapshot
    return CertificateFactsView(
        state=SHOWN.get(shown.state, shown.state.value),
        holder=snapshot.get("holder_name", certificate.staff.full_name),
        achievement=snapshot.get("course", certificate.certification.title),
        birth_masked="",
        unit=snapshot.get("unit", "") or _unit_name(certificate, day),
        outcome="",
        issuer=snapshot.get("issuing_agency", ""),
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        serial_no=certificate.serial_no,
        register_no=certificate.register_no,
        verify_code=grouped(certificate.verify_code),
        decision=certificate.decision_no,
        changed_on=change.effective_on if change else None,
        changed_by_decision=_decision(change),
        replaced_by_url=_replacement(certificate),
    )


def issuer_today(certificate: Certificate, today: date) -> list[str]:
    """Return the units that the issuing unit has become since, empty while it lives. At most four queries.

    Old papers keep the name of the unit that issued them; the public page says who answers for them now.
    """
    unit = certificate.issuing_unit
    if unit.valid_to is None or today < unit.valid_to:
        return []
    successors = living_successors(unit.pk, history=lineage().history(), today=today)
    return sorted(unit_names(cast("frozenset[int]", successors), today).values())


def _item(row: Certificate, day: date) -> CertificateItem:
    shown = state_of(row, day)
    return CertificateItem(
        title=row.certification.title,
        url=reverse("certificate_detail", args=[row.uid]),
        serial_no=row.serial_no,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=SHOWN.get(shown.state, shown.state.value),
        days=shown.days_left,
    )


def _change(certificate: Certificate) -> CertificateEvent | None:
    changes = {CertificateEvent.Kind.REVOKED, CertificateEvent.Kind.CANCELLED, CertificateEvent.Kind.REISSUED}
    events: Iterable[CertificateEvent] = certificate.events.all()
    return next((event for event in reversed(list(events)) if event.kind in changes), None)


def _decision(event: CertificateEvent | None) -> str:
    if event is None or not event.decision_no:
        return ""
    return f"{event.decision_no} ngày {short_date(event.decision_on)}" if event.decision_on else event.decision_no


def _replacement(certificate: Certificate) -> str:
    new = getattr(certificate, "superseded_by", None)
    return reverse("certificate_verify", args=[new.verify_code]) if new and new.issued_on else ""


def _unit_name(certificate: Certificate, day: date) -> str:
    unit_id = certificate.holder_unit_id
    return unit_names([unit_id], day).get(unit_id, "")
