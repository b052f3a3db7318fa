"""What a certificate will print, gathered once at issue and frozen."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse

from certificates.domain.codes import grouped
from certificates.errors import IssuerIncomplete
from certificates.models import Certificate
from certificates.rendering import CertificateFacts, birth_words
from organization.models import StaffMember, UnitProfile
from organization.selectors import posting_on, unit_names

COURSE = ("Hoàn thành khóa bồi dưỡng", "đã hoàn thành khóa bồi dưỡng")
TEST = (None, "đã đạt yêu cầu của bài kiểm tra")
HONORIFICS = {StaffMember.Gender.MALE: "ông", StaffMember.Gender.FEMALE: "bà"}


def profile_of_issuer(certificate: Certificate, day: date) -> UnitProfile:
    """Return what the issuing unit's papers carry on a day.

    Raises:
        IssuerIncomplete: there is no profile, or it names nobody who signs.
    """
    unit = certificate.issuing_unit
    profile = UnitProfile.objects.on(day).filter(unit=unit).first()
    if profile is None or not profile.signatory or not profile.signing_lines:
        raise IssuerIncomplete(unit=unit_names([unit.pk], day).get(unit.pk, unit.code), day=day)
    return profile


def certificate_facts(certificate: Certificate, profile: UnitProfile, *, issued_on: date) -> CertificateFacts:
    """Return the facts to print: names, position and unit as of completion, header and signer as of issue.

    The certificate has its numbers and its last day already.
    """
    staff, certification = certificate.staff, certificate.certification
    finished_on = certificate.studied_to or issued_on
    subtitle, statement = COURSE if certification.module_uid and certificate.studied_from else TEST
    posting = posting_on(staff.pk, finished_on)
    unit = unit_names([certificate.holder_unit_id], finished_on)[certificate.holder_unit_id]
    return CertificateFacts(
        governing_agency=profile.governing_line or None,
        issuing_agency=profile.issuing_line,
        title=certification.paper_title,
        subtitle=subtitle,
        statement=statement,
        honorific=HONORIFICS.get(StaffMember.Gender(staff.gender), "ông (bà)"),
        holder_name=staff.full_name,
        birth=_birth(staff),
        position=posting.position_name if posting else None,
        unit=unit,
        course=certification.title,
        duration=certification.duration_text or None,
        studied_from=certificate.studied_from,
        studied_to=certificate.studied_to,
        result=certificate.result_text or None,
        decision_no=certificate.decision_no or None,
        decision_date=certificate.decision_on,
        serial_no=certificate.serial_no,
        register_no=certificate.register_no,
        valid_until=certificate.valid_until,
        place=profile.place_name,
        issued_on=issued_on,
        signing_form=tuple(profile.signing_lines),
        signer_name=profile.signatory,
        verify_url=verify_address(certificate.verify_code),
        verify_code=grouped(certificate.verify_code),
    )


def verify_address(code: str) -> str:
    """Return the public address printed in the QR code. Once printed it can never change."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("certificate_verify", args=[code])


def _birth(staff: StaffMember) -> str | None:
    if staff.birth_year is None:
        return None
    return birth_words(staff.birth_year, staff.birth_month, staff.birth_day)
