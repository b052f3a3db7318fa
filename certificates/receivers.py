"""What certificates do when they hear of something."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from assessments.selectors.attempts import latest_pass
from assessments.services.finalize import SOURCE_KIND
from assessments.services.finalize import finished_on as day_of
from assessments.signals import attempt_finalized
from certificates.models import Certification
from certificates.services.drafting import Earned, draft_certificate
from core.vietnamese.formatting import percent
from organization.models import StaffMember
from training.signals import module_completed


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
    earned = _earned(attempt_uid, finished_on, fraction)
    for certification in Certification.objects.filter(exam_code=exam_code, is_active=True):
        draft_certificate(certification=certification, staff=staff, earned=earned, by=None, at=at)


@receiver(module_completed, dispatch_uid="certificates_draft_for_completion")
def draft_for_completion(
    sender: object, *, staff_id: int, module_uid: UUID, completed_on: date, at: datetime, **kwargs: Any
) -> None:
    """Draft what an earlier pass has earned, now that the module which it lacked is completed."""
    staff = StaffMember.objects.get(pk=staff_id)
    for certification in Certification.objects.filter(module_uid=module_uid, is_active=True).exclude(exam_code=""):
        attempt = latest_pass(staff, certification.exam_code)
        if attempt is None or attempt.fraction is None:
            continue
        # Both were needed, so the later day is the day on which the certificate was earned.
        earned = _earned(attempt.uid, max(completed_on, day_of(attempt)), attempt.fraction)
        draft_certificate(certification=certification, staff=staff, earned=earned, by=None, at=at)


def _earned(attempt_uid: UUID, finished_on: date, fraction: Decimal) -> Earned:
    return Earned(SOURCE_KIND, attempt_uid.hex, finished_on, f"Đạt ({percent(fraction)})")
