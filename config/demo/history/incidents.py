"""What else happens in two years: transfers, a faulty birth date, an attempt that somebody else wrote."""

from __future__ import annotations

from datetime import date, timedelta

from assessments.models import Attempt, ExamSession
from assessments.services.voiding import void_attempt
from certificates.models import Certificate
from certificates.services.issuing import reissue_certificate, revoke_certificate
from config.demo.accounts import account
from config.demo.days import moment
from config.demo.structure import unit
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts
from organization.models import JobAssignment, Position, StaffMember
from organization.selectors import postings_on
from organization.services.people import correct_staff
from organization.services.postings import post_staff

TRANSFERS_ON = date(2026, 3, 2)
_TRANSFERS = (("KR.VP", "SL.SNV.CCHC"), ("NL.KT", "PVS.KTHTDT"), ("PSH.VHXH", "DM.VHXH"))
_DECISION = "Quyết định số 87/QĐ-SNV ngày 25/02/2026 (minh họa)"


def transfer_people() -> int:
    """Move three specialists to other units, and give a fourth a second post beside the own one."""
    at = moment(TRANSFERS_ON - timedelta(days=3), 14)
    position = Position.objects.get(code="chuyen-vien")
    for source, target in _TRANSFERS:
        staff = _specialist(source)
        post_staff(
            staff=staff,
            unit=unit(target),
            position=position,
            valid_from=TRANSFERS_ON,
            decision=_DECISION,
            transfer=True,
            by=account("noivu"),
            at=at,
        )
    post_staff(
        staff=_specialist("PVS.VHXH"),
        unit=unit("PVS.TTPVHCC"),
        position=position,
        valid_from=TRANSFERS_ON,
        kind=JobAssignment.Kind.CONCURRENT,
        decision=_DECISION,
        by=account("noivu"),
        at=at,
    )
    return len(_TRANSFERS) + 1


def uncover(session: ExamSession, day: date) -> int:
    """Declare the first pass of a session void, because somebody else had written it, and revoke its certificate."""
    attempt = Attempt.objects.filter(session=session, passed=True).order_by("sealed_at", "pk").first()
    if attempt is None:
        return 0
    reason = "Nhờ người khác làm bài hộ, theo Biên bản số 03/BB-SNV (minh họa)"
    void_attempt(attempt.uid, reason=reason, by=account("noivu"), at=moment(day, 9))
    certificate = Certificate.objects.filter(source_key=attempt.uid.hex).first()
    if certificate is not None:
        revoke_certificate(
            certificate=certificate,
            reason=reason,
            decision_no=f"41/QĐ-SNV/{day.year}",
            decision_on=day,
            by=account("capgiay"),
            at=moment(day, 15),
        )
    return 1


def correct_birth(session: ExamSession, day: date) -> int:
    """Complete a birth date of which lists knew the year alone, and replace the certificate that had printed it so."""
    rows = Certificate.objects.filter(issued_on__isnull=False, staff__birth_day__isnull=True, staff__user__isnull=True)
    keys = Attempt.objects.filter(session=session, passed=True).values_list("uid", flat=True)
    certificate = rows.filter(source_key__in=[key.hex for key in keys]).order_by("issued_on", "pk").first()
    if certificate is None:
        return 0
    staff = certificate.staff
    correct_staff(
        staff=staff,
        name=NameParts(staff.family_name, staff.middle_name, staff.given_name),
        birth=PartialDate(staff.birth_year, staff.birth_month or 4, 17),
        gender=staff.gender,
        by=account("quantri"),
        at=moment(day, 9),
    )
    reissue_certificate(
        certificate=certificate,
        reason="Bổ sung ngày, tháng sinh theo hồ sơ gốc",
        by=account("capgiay"),
        at=moment(day, 10),
    )
    return 1


def _specialist(code: str) -> StaffMember:
    """Return the specialist of a unit who comes first on its list and has no account."""
    here = unit(code).pk
    wanted = Position.objects.get(code="chuyen-vien").pk
    before = TRANSFERS_ON - timedelta(days=1)
    postings = postings_on(None, before).values()
    keys = [one.staff_id for one in postings if one.unit_id == here and one.position_id == wanted]
    return StaffMember.objects.filter(pk__in=keys, user__isnull=True).order_by("sort_key", "pk")[0]
