"""What certificates do when they hear of something."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from assessments.signals import attempt_finalized
from certificates.models import Certification
from certificates.services.drafting import Earned, draft_certificate
from core.vietnamese.formatting import percent
from organization.models import StaffMember


@receiver(attempt_finalized, dispatch_uid="certificates_draft_for_pass")
def draft_for_pass(
    sender: object,
    *,
    attempt_uid: UUID,
    exam_code: str,
    staff_id: int,
    passed: bool,
    fraction: Decimal,
    finished_on: date,
    at: datetime,
    **kwargs: Any,
) -> None:
    """Draft what the pass has earned, in the transaction of the news; issuing is another one."""
    if not passed:
        return
    staff = StaffMember.objects.get(pk=staff_id)
    earned = Earned("attempt", attempt_uid.hex, finished_on, f"Đạt ({percent(fraction)})")
    for certification in Certification.objects.filter(exam_code=exam_code, is_active=True):
        draft_certificate(certification=certification, staff=staff, earned=earned, by=None, at=at)
