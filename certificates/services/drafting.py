"""A pass earns a certificate: the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from certificates.domain.codes import RANDOM_BYTES, new_code
from certificates.domain.validity import renewal_opens_on
from certificates.models import Certificate, CertificateEvent, Certification
from certificates.selectors.holding import holding_certificate
from core.clock import civil_day
from core.models import User
from core.sampling import fresh_bytes
from core.services.audit import Act, record
from organization.models import StaffMember
from organization.selectors import posting_on
from training.models import Completion


@dataclass(frozen=True, slots=True)
class Earned:
    """What earned the certificate: named by kind and key, so that the same pass cannot earn two."""

    source_kind: str
    source_key: str
    finished_on: date
    result_text: str = ""


@transaction.atomic
def draft_certificate(
    *, certification: Certification, staff: StaffMember, earned: Earned, by: User | None, at: datetime
) -> Certificate | None:
    """Draft a certificate for a pass; return None when this pass has one already or none is due yet.

    None is due while another one waits to be issued, while the person holds one of the same certification whose
    renewal window is not open, or while the certification's module is not completed.
    """
    StaffMember.objects.select_for_update().get(pk=staff.pk)  # news about one person is heard one after the other
    if _is_earned(certification, staff, earned) or not _is_due(certification, staff, earned.finished_on):
        return None
    completion = _completion(certification, staff)
    posting = posting_on(staff.pk, earned.finished_on)
    if posting is None or (certification.module_uid is not None and completion is None):
        return None
    certificate = Certificate.objects.create(
        verify_code=new_code(fresh_bytes(RANDOM_BYTES)),
        certification=certification,
        staff=staff,
        source_kind=earned.source_kind,
        source_key=earned.source_key,
        studied_from=_studied_from(completion, earned.finished_on),
        studied_to=earned.finished_on,
        result_text=earned.result_text,
        issuing_unit_id=certification.issuing_unit_id,
        holder_unit_id=posting.unit_id,
        created_at=at,
    )
    write_event(certificate, CertificateEvent.Kind.DRAFT, by=by, at=at)
    return certificate


def write_event(
    certificate: Certificate,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    decision_no: str = "",
    decision_on: date | None = None,
) -> CertificateEvent:
    """Append an event to the certificate's log and to the audit log, in the caller's transaction."""
    event = CertificateEvent.objects.create(
        certificate=certificate,
        kind=kind,
        reason=reason,
        decision_no=decision_no,
        decision_on=decision_on,
        by=by,
        at=at,
        effective_on=civil_day(at),
    )
    act = Act(
        verb=f"certificate.{kind}",
        object_kind="certificate",
        object_uid=str(certificate.uid),
        actor_uid=by.uid if by else None,
        subject_uid=certificate.staff.uid,
        detail={"reason": reason, "decision_no": decision_no, "register_no": certificate.register_no},
    )
    record(act, at=at)
    return event


def _is_earned(certification: Certification, staff: StaffMember, earned: Earned) -> bool:
    """Tell whether this pass has a certificate, whatever became of it, or another pass has a draft."""
    own = Certificate.objects.filter(certification=certification, staff=staff)
    if own.filter(source_kind=earned.source_kind, source_key=earned.source_key).exists():
        return True
    return own.filter(issued_on=None).exclude(events__kind=CertificateEvent.Kind.CANCELLED).exists()


def _is_due(certification: Certification, staff: StaffMember, day: date) -> bool:
    held = holding_certificate(certification, staff, day)
    if held is None:
        return True
    if held.valid_until is None:
        return False
    return day >= renewal_opens_on(held.valid_until, certification.renewal_window_days)


def _completion(certification: Certification, staff: StaffMember) -> Completion | None:
    """Return the person's last completion of the certification's module that was not withdrawn."""
    if certification.module_uid is None:
        return None
    completions = Completion.objects.filter(
        enrolment__staff=staff, enrolment__module_uid=certification.module_uid, withdrawal__isnull=True
    )
    found: Completion | None = completions.select_related("enrolment").order_by("-at").first()
    return found


def _studied_from(completion: Completion | None, finished_on: date) -> date | None:
    """Return the day on which the person began the module, or None where nothing was studied before the pass."""
    begun = civil_day(completion.enrolment.enrolled_at) if completion else None
    return begun if begun and begun <= finished_on else None
