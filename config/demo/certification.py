"""What a pass is worth on paper: the district's certification until it ended, the department's from then on."""

from __future__ import annotations

from uuid import UUID

from certificates.models import Certification
from config.demo.bank import EXAM_CODE, EXAM_TITLE
from config.demo.structure import unit

_DISTRICT, _PROVINCE = "CC-CCHC-VS", "CC-CCHC"


def offer_certificate_of_district() -> int:
    """Let the district issue certificates for the exam, valid for 18 months."""
    return _offer(_DISTRICT, issuer="VS", series="CCHC.VS", months=18)


def offer_certificate_of_province() -> int:
    """End the district's series and begin the department's, valid for 24 months."""
    Certification.objects.filter(code=_DISTRICT).update(is_active=False)
    return _offer(_PROVINCE, issuer="SL.SNV", series="CCHC", months=24)


def name_module(module_uid: UUID) -> None:
    """Say which module the certificate stands for, so that papers print from when to when it was studied."""
    Certification.objects.filter(code=_PROVINCE).update(module_uid=module_uid)


def _offer(code: str, *, issuer: str, series: str, months: int) -> int:
    Certification.objects.create(
        code=code,
        title=EXAM_TITLE,
        paper_title="Giấy chứng nhận",
        exam_code=EXAM_CODE,
        validity_months=months,
        issues_automatically=True,
        issuing_unit=unit(issuer),
        series=series,
        register_pattern="{number}/{year}/GCN-{unit}",
        owner_unit=unit(issuer),
    )
    return 1
