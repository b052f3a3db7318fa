"""Which certificate a person holds."""

from __future__ import annotations

from datetime import date

from certificates.domain.states import Displayed, Event, EventKind, displayed_state
from certificates.models import Certificate, Certification
from organization.models import StaffMember


def state_of(certificate: Certificate, day: date) -> Displayed:
    """Return the fold of the certificate's events on a day. Prefetch `events` and join `certification` for lists."""
    events = [Event(EventKind(event.kind), event.effective_on) for event in certificate.events.all()]
    return displayed_state(
        events,
        day,
        valid_until=certificate.valid_until,
        warn_days=certificate.certification.renewal_window_days,
    )


def holding_certificate(certification: Certification, staff: StaffMember, day: date) -> Certificate | None:
    """Return the certificate of that certification which holds on a day, the newest of several, or None."""
    rows = (
        Certificate.objects.filter(certification=certification, staff=staff, issued_on__isnull=False)
        .select_related("certification")
        .prefetch_related("events")
        .order_by("-issued_on", "-pk")
    )
    return next((row for row in rows if state_of(row, day).holds), None)
