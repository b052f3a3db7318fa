"""Rows of certificates for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from certificates.domain.codes import RANDOM_BYTES, new_code
from certificates.models import Certificate, CertificateEvent, Certification
from core.clock import civil_day
from core.sampling import fresh_bytes
from organization.models import OrganizationUnit, StaffMember, UnitProfile

DRAFTED_AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ISSUED_ON = date(2026, 11, 20)


def make_profile(
    *, unit: OrganizationUnit, abbreviation: str = "SNV", valid_from: date = date(2020, 1, 1), **columns: Any
) -> UnitProfile:
    """What the unit's papers carry."""
    values = {
        "governing_line": "Ủy ban nhân dân tỉnh Sơn Lâm",
        "issuing_line": "Sở Nội vụ",
        "place_name": "Sơn Lâm",
        "signing_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        "signatory": "Đặng Hữu Nghĩa",
    }
    return UnitProfile.objects.create(unit=unit, abbreviation=abbreviation, valid_from=valid_from, **(values | columns))


def make_certification(
    *,
    unit: OrganizationUnit,
    code: str = "GCN-CCHC",
    title: str = "Kiến thức cải cách hành chính",
    exam_code: str = "CCHC",
    series: str = "CCHC",
    register_pattern: str = "{number}/{year}/GCN-{unit}",
    issues_automatically: bool = True,
    **rules: Any,
) -> Certification:
    """What a certificate is given for, by that unit; holds for 24 months and may be renewed in the last 60 days."""
    values = {"validity_months": 24, "paper_title": "Giấy chứng nhận"} | rules
    return Certification.objects.create(
        code=code,
        title=title,
        exam_code=exam_code,
        series=series,
        register_pattern=register_pattern,
        issues_automatically=issues_automatically,
        issuing_unit=unit,
        owner_unit=unit,
        **values,
    )


def make_draft(
    *,
    certification: Certification,
    staff: StaffMember,
    unit: OrganizationUnit,
    source_key: str = "",
    at: datetime = DRAFTED_AT,
    **columns: Any,
) -> Certificate:
    """A draft with its first event; earned on the day of `at` unless told."""
    values = {"studied_to": civil_day(at), "result_text": "Đạt (80%)", "source_kind": "test"} | columns
    certificate = Certificate.objects.create(
        verify_code=new_code(fresh_bytes(RANDOM_BYTES)),
        certification=certification,
        staff=staff,
        source_key=source_key or uuid4().hex,
        issuing_unit=certification.issuing_unit,
        holder_unit=unit,
        created_at=at,
        **values,
    )
    add_event(certificate=certificate, kind=CertificateEvent.Kind.DRAFT, effective_on=civil_day(at))
    return certificate


def make_issued(
    *,
    certification: Certification,
    staff: StaffMember,
    unit: OrganizationUnit,
    number: int = 1,
    issued_on: date = ISSUED_ON,
    valid_until: date | None = date(2028, 11, 20),
    **columns: Any,
) -> Certificate:
    """An issued certificate with its events, without a stored paper."""
    snapshot = {
        "holder_name": staff.full_name,
        "course": certification.title,
        "unit": "Xã Vân Sơn",
        "issuing_agency": "Sở Nội vụ",
        "birth": "ngày 16/04/1988",
        "result": "Đạt (80%)",
    }
    certificate = make_draft(
        certification=certification,
        staff=staff,
        unit=unit,
        serial_no=f"{certification.series}-{issued_on.year}-{number:05}",
        register_no=f"{number:03}/{issued_on.year}/GCN-SNV",
        issued_on=issued_on,
        valid_until=valid_until,
        snapshot=snapshot,
        **columns,
    )
    add_event(certificate=certificate, kind=CertificateEvent.Kind.ISSUED, effective_on=issued_on)
    return certificate


def add_event(*, certificate: Certificate, kind: str, effective_on: date, **columns: Any) -> CertificateEvent:
    """One line of the certificate's log."""
    return CertificateEvent.objects.create(
        certificate=certificate, kind=kind, at=DRAFTED_AT, effective_on=effective_on, **columns
    )
