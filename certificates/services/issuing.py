"""Issue, reissue, revoke and void."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import OperationalError, transaction

from assessments.selectors.attempts import stands_as_pass
from assessments.services.finalize import SOURCE_KIND
from certificates.domain.codes import RANDOM_BYTES, new_code
from certificates.domain.numbering import read_pattern
from certificates.domain.states import Event, EventKind, allowed_next
from certificates.domain.validity import RenewalRule, ValidityRule, valid_until
from certificates.errors import ReasonMissing, SourceGone, TransitionRefused
from certificates.models import Certificate, CertificateEvent, CertificateTemplate
from certificates.rendering import render_certificate
from certificates.selectors.holding import holding_certificate
from certificates.services.drafting import write_event
from certificates.services.facts import certificate_facts, profile_of_issuer
from certificates.services.numbering import REGISTER, SERIAL, take_number
from core.clock import civil_day
from core.errors import DomainError
from core.messages import message_of
from core.models import User
from core.sampling import fresh_bytes

SERIAL_PATTERN = "{series}-{year}-{number:5}"
TEMPLATE_CODE = "gcn-a4-ngang"
ISSUED_AT_ONCE = 200
logger = logging.getLogger("thao.certificates")


@transaction.atomic
def issue_certificate(*, certificate: Certificate, by: User | None, at: datetime) -> Certificate:
    """Give the certificate its two numbers, freeze what it prints, and store the paper.

    Raises:
        TransitionRefused: it is not a draft or submitted.
        SourceGone: the attempt that earned it is void or no pass any more.
        IssuerIncomplete: the issuing unit has no header or signatory that day.
        PatternRefused: the register's pattern would not give each paper its own number.
        ValidityRefused: the certification's rule gives no last day.
        PaperRefused: a name is missing or does not fit the paper (`core.rendering`).
    """
    row = _locked(certificate, EventKind.ISSUED)
    if _is_source_gone(row):
        raise SourceGone
    issued_on = civil_day(at)
    profile = profile_of_issuer(row, issued_on)
    row.serial_no, row.register_no = _numbers(row, profile.abbreviation, issued_on.year)
    row.issued_on = issued_on
    row.valid_until = _valid_until(row, row.studied_to or issued_on)
    row.signatory = profile.signatory
    facts = certificate_facts(row, profile, issued_on=issued_on)
    row.snapshot = facts.to_json()
    row.template = _template(row, at)
    _store_paper(row, render_certificate(facts))
    row.save()
    write_event(row, CertificateEvent.Kind.ISSUED, by=by, at=at)
    return row


def issue_pending(at: datetime) -> int:
    """Issue the drafts of certifications that issue automatically, each in its own transaction; return how many.

    A draft whose pass no longer stands is made void. One that cannot be issued keeps nobody else waiting: it is logged,
    once an hour, and tried again.
    """
    drafts = Certificate.objects.filter(
        issued_on=None, certification__issues_automatically=True, certification__is_active=True
    ).exclude(events__kind=CertificateEvent.Kind.CANCELLED)
    issued = 0
    # Without a limit at the query: drafts that are refused again and again would fill it.
    for key in drafts.order_by("pk").values_list("pk", flat=True):
        issued += _issue_or_log(key, at)
        if issued == ISSUED_AT_ONCE:
            break
    return issued


def _issue_or_log(key: int, at: datetime) -> bool:
    try:
        issue_certificate(certificate=Certificate.objects.get(pk=key), by=None, at=at)
    except TransitionRefused:  # another worker was quicker
        return False
    except SourceGone as gone:
        _withdraw_draft(key, message_of(gone), at)
        return False
    except OperationalError:  # the database is away: that is nobody's own trouble
        raise
    except Exception as error:  # one draft's trouble, of whatever kind, is not the others'
        if cache.add(f"certificate-refused:{key}", value=True, timeout=3600):
            reason = f"{error.code} {error.params}" if isinstance(error, DomainError) else repr(error)
            logger.warning("certificate draft %s was not issued: %s", key, reason)
        return False
    return True


@transaction.atomic
def _withdraw_draft(key: int, reason: str, at: datetime) -> None:
    row = _locked(Certificate.objects.get(pk=key), EventKind.CANCELLED)
    if row.issued_on is None and _is_source_gone(row):  # a grading may have come in between
        write_event(row, CertificateEvent.Kind.CANCELLED, by=None, at=at, reason=reason)


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, decision_no: str, decision_on: date, by: User, at: datetime
) -> CertificateEvent:
    """Revoke (thu hồi) an issued certificate. It stays visible as revoked; its numbers are never used again.

    Raises:
        ReasonMissing: no reason or decision.
        TransitionRefused: it is not in force.
    """
    if not reason.strip() or not decision_no.strip():
        raise ReasonMissing
    row = _locked(certificate, EventKind.REVOKED)
    return write_event(
        row,
        CertificateEvent.Kind.REVOKED,
        by=by,
        at=at,
        reason=reason.strip(),
        decision_no=decision_no.strip(),
        decision_on=decision_on,
    )


@transaction.atomic
def cancel_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> CertificateEvent:
    """Void (hủy bỏ) a certificate, e.g. a misprint or a draft that was not earned.

    Raises:
        ReasonMissing: no reason.
        TransitionRefused: it is revoked or void already.
    """
    if not reason.strip():
        raise ReasonMissing
    row = _locked(certificate, EventKind.CANCELLED)
    return write_event(row, CertificateEvent.Kind.CANCELLED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> Certificate:
    """Issue a corrected paper with new numbers and the same last day; the old one is shown as replaced.

    Raises:
        ReasonMissing: no reason.
        TransitionRefused: the old one is not in force.
        SourceGone: what earned it no longer stands, so that it is to be revoked.
    """
    if not reason.strip():
        raise ReasonMissing
    old = _locked(certificate, EventKind.REISSUED)
    new = Certificate.objects.create(
        verify_code=new_code(fresh_bytes(RANDOM_BYTES)),
        certification=old.certification,
        staff=old.staff,
        source_kind=old.source_kind,
        source_key=old.source_key,
        studied_from=old.studied_from,
        studied_to=old.studied_to,
        result_text=old.result_text,
        issuing_unit=old.issuing_unit,
        holder_unit=old.holder_unit,
        decision_no=old.decision_no,
        decision_on=old.decision_on,
        supersedes=old,
        created_at=at,
    )
    write_event(new, CertificateEvent.Kind.DRAFT, by=by, at=at, reason=reason.strip())
    write_event(old, CertificateEvent.Kind.REISSUED, by=by, at=at, reason=reason.strip())
    return issue_certificate(certificate=new, by=by, at=at)


def _locked(certificate: Certificate, kind: EventKind) -> Certificate:
    row = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("certification", "staff", "issuing_unit", "supersedes")
        .get(pk=certificate.pk)
    )
    events = [Event(EventKind(event.kind), event.effective_on) for event in row.events.all()]
    if kind not in allowed_next(events):
        raise TransitionRefused(kind=kind)
    return row


def _is_source_gone(row: Certificate) -> bool:
    return row.source_kind == SOURCE_KIND and not stands_as_pass(UUID(row.source_key))


def _numbers(row: Certificate, abbreviation: str, year: int) -> tuple[str, str]:
    """Take số hiệu and số vào sổ. Papers whose register numbers look alike share one register."""
    series = row.certification.series
    register = read_pattern(row.certification.register_pattern).register(series)
    return (
        _number(row, f"{SERIAL}:{series}", SERIAL_PATTERN, abbreviation, year),
        _number(row, f"{REGISTER}:{register}", row.certification.register_pattern, abbreviation, year),
    )


def _number(row: Certificate, counter: str, pattern: str, abbreviation: str, year: int) -> str:
    taken = take_number(unit=row.issuing_unit, series=counter, year=year)
    return read_pattern(pattern).number(unit=abbreviation, series=row.certification.series, year=year, number=taken)


def _valid_until(row: Certificate, completed_on: date) -> date | None:
    if row.supersedes is not None:  # a corrected paper proves what the old one proved, and no longer
        return row.supersedes.valid_until
    certification = row.certification
    rule = ValidityRule(
        months=certification.validity_months,
        renewal=RenewalRule(certification.renewal_rule),
        fixed_until=certification.fixed_until,
    )
    held = holding_certificate(certification, row.staff, completed_on)
    return valid_until(rule, completed_on, held.valid_until if held else None)


def _template(row: Certificate, at: datetime) -> CertificateTemplate:
    """Return the newest version of the paper's layout, frozen from its first use."""
    template = CertificateTemplate.objects.filter(code=TEMPLATE_CODE).order_by("-version").first()
    if template is None:
        first = {
            "name": "Giấy chứng nhận A4 ngang",
            "template_name": "pdf/certificate.html",
            "frozen_at": at,
            "owner_unit_id": row.certification.owner_unit_id,
        }
        template, _ = CertificateTemplate.objects.get_or_create(code=TEMPLATE_CODE, version=1, defaults=first)
    if template.frozen_at is None:
        template.frozen_at = at
        template.save(update_fields=["frozen_at"])
    return template


def _store_paper(row: Certificate, paper: bytes) -> None:
    # The file is written before the commit: a row never points to a paper that is not there.
    year = row.issued_on.year if row.issued_on else 0
    row.file_sha256 = hashlib.sha256(paper).hexdigest()
    row.file = storages["private"].save(f"giay-chung-nhan/{year}/{row.uid.hex}.pdf", ContentFile(paper))
