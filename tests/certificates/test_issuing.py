"""Issue, reissue, revoke and void: numbers, papers, states; and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from assessments.models import Attempt
from certificates.domain.states import State
from certificates.errors import IssuerIncomplete, ReasonMissing, SourceGone, TransitionRefused
from certificates.models import Certificate, CertificateEvent, CertificateTemplate, SerialCounter
from certificates.rendering import CertificateFacts
from certificates.selectors.holding import state_of
from certificates.services.issuing import (
    cancel_certificate,
    issue_certificate,
    issue_pending,
    reissue_certificate,
    revoke_certificate,
)
from core.errors import DomainError
from core.messages import message_of
from core.models import AuditEntry
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import split_name
from core.worker import duties
from organization.models import UnitProfile
from organization.services.naming import set_name
from tests.certificates.conftest import AT, Office, passed_attempt
from tests.factories.certificates import make_certification
from tests.factories.organization import make_posting, make_staff, make_user
from tests.support.papers import page_texts

NEXT_DAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)


def numbers() -> list[tuple[str, str]]:
    """Both numbers of what was issued, in order."""
    return list(Certificate.objects.exclude(serial_no="").order_by("pk").values_list("serial_no", "register_no"))


def paper_of(certificate: Certificate) -> bytes:
    """The stored file."""
    with storages["private"].open(certificate.file) as stored:
        return stored.read()


# --- issue -----------------------------------------------------------------------------------------------------------


def test_issue_gives_two_numbers_freezes_the_facts_and_stores_the_paper(office: Office) -> None:
    draft = office.draft()
    officer = make_user(username="capgiay")

    issued = issue_certificate(certificate=draft, by=officer, at=AT)

    issued.refresh_from_db()
    assert (issued.serial_no, issued.register_no) == ("CCHC-2026-00001", "001/2026/GCN-SNV")
    # Completed on 20/11/2026, 24 months.
    assert (issued.issued_on, issued.valid_until) == (date(2026, 11, 23), date(2028, 11, 20))
    assert issued.signatory == "Đặng Hữu Nghĩa"
    assert issued.file_sha256 == hashlib.sha256(paper_of(issued)).hexdigest()
    assert issued.template.frozen_at == AT
    facts = CertificateFacts.from_json(issued.snapshot)
    assert (facts.holder_name, facts.honorific, facts.birth) == ("Lương Thị Bích Hường", "bà", "ngày 16/04/1988")
    assert (facts.unit, facts.position, facts.valid_until) == ("Xã Vân Sơn", "Chuyên viên", date(2028, 11, 20))
    assert [event.kind for event in issued.events.all()] == ["draft", "issued"]
    assert AuditEntry.objects.get(verb="certificate.issued").actor_uid == officer.uid


def test_the_paper_reads_back_with_every_accent(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    (text,) = page_texts(paper_of(issued))

    for words in (
        "ỦY BAN NHÂN DÂN TỈNH SƠN LÂM SỞ NỘI VỤ",
        "Lương Thị Bích Hường",
        "Sinh ngày 16/04/1988",
        "Xã Vân Sơn",
        "Kiến thức cải cách hành chính",
        "Đạt (80%)",
        "CCHC-2026-00001",
        "001/2026/GCN-SNV",
        "Sơn Lâm, ngày 23 tháng 11 năm 2026",
        "KT. GIÁM ĐỐC",
        "Đặng Hữu Nghĩa",
    ):
        assert words.casefold() in text.casefold()


def test_a_test_without_module_certifies_the_test(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    assert issued.snapshot["subtitle"] is None
    assert issued.snapshot["statement"] == "đã đạt yêu cầu của bài kiểm tra"


def test_numbers_follow_each_other_and_begin_anew_each_year(office: Office) -> None:
    for at in (AT, AT, NEW_YEAR):
        issue_certificate(certificate=office.draft(), by=None, at=at)

    # 17:00 UTC on 31/12 is the new year in Viet Nam.
    assert numbers() == [
        ("CCHC-2026-00001", "001/2026/GCN-SNV"),
        ("CCHC-2026-00002", "002/2026/GCN-SNV"),
        ("CCHC-2027-00001", "001/2027/GCN-SNV"),
    ]


def test_certifications_with_one_register_share_its_numbers(office: Office) -> None:
    other = make_certification(unit=office.issuer, code="GCN-KSTTHC", series="KSTTHC")
    own = make_certification(
        unit=office.issuer, code="GXN", series="GXN", register_pattern="{number}/{year}/{series}-{unit}"
    )

    for certification in (office.certification, other, own):
        issue_certificate(certificate=office.draft(certification=certification), by=None, at=AT)

    assert numbers() == [
        ("CCHC-2026-00001", "001/2026/GCN-SNV"),
        ("KSTTHC-2026-00001", "002/2026/GCN-SNV"),
        ("GXN-2026-00001", "001/2026/GXN-SNV"),
    ]


def test_registers_are_kept_apart_by_the_whole_pattern_and_not_by_the_width_of_the_number(office: Office) -> None:
    long = "{number:3}/{year}/{unit}.{unit}.{unit}.{unit}.{unit}-"  # with its kind alike in the first 60 signs
    patterns = [long + "A", long + "B", "{number}/{year}/GCN-{unit}", "{number:4}/{year}/GCN-{unit}"]

    for place, pattern in enumerate(patterns):
        own = make_certification(unit=office.issuer, code=f"C{place}", series=f"C{place}", register_pattern=pattern)
        issue_certificate(certificate=office.draft(certification=own), by=None, at=AT)

    assert [register for _serial, register in numbers()] == [
        "001/2026/SNV.SNV.SNV.SNV.SNV-A",
        "001/2026/SNV.SNV.SNV.SNV.SNV-B",
        "001/2026/GCN-SNV",
        "0002/2026/GCN-SNV",
    ]


@pytest.mark.parametrize(
    ("rules", "until"),
    [
        ({"validity_months": None}, None),
        ({"validity_months": 12}, date(2027, 11, 20)),
        # The last one ends on 31/12/2026, after the pass: no day is lost.
        ({"validity_months": 12, "renewal_rule": "previous_expiry"}, date(2027, 12, 31)),
        ({"validity_months": 12, "renewal_rule": "fixed", "fixed_until": date(2026, 6, 30)}, date(2027, 6, 30)),
    ],
)
def test_the_last_day_follows_the_rule(office: Office, rules: dict[str, Any], until: date | None) -> None:
    for name, value in rules.items():
        setattr(office.certification, name, value)
    office.certification.save()
    office.issued(issued_on=date(2025, 12, 31), valid_until=date(2026, 12, 31), number=9)

    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    assert issued.valid_until == until


def _without_profile(office: Office) -> None:
    UnitProfile.objects.all().delete()


def _without_signatory(office: Office) -> None:
    UnitProfile.objects.update(signatory="")


def _broken_pattern(office: Office) -> None:
    office.certification.register_pattern = "{number}/GCN"
    office.certification.save()


def _endless_name(office: Office) -> None:
    office.certification.title = "Bồi dưỡng nghiệp vụ " * 14
    office.certification.save()


@pytest.mark.parametrize("spoil", [_without_profile, _without_signatory, _broken_pattern, _endless_name])
def test_a_refused_issue_writes_nothing_and_gives_its_numbers_back(
    office: Office, spoil: Callable[[Office], None]
) -> None:
    issue_certificate(certificate=office.draft(), by=None, at=AT)
    draft = office.draft()
    pattern, title = office.certification.register_pattern, office.certification.title
    spoil(office)

    with pytest.raises(DomainError):
        issue_certificate(certificate=draft, by=None, at=AT)

    draft.refresh_from_db()
    assert (draft.issued_on, draft.serial_no, draft.register_no, draft.file, draft.snapshot) == (None, "", "", "", {})
    assert [event.kind for event in draft.events.all()] == ["draft"]
    assert set(SerialCounter.objects.values_list("last_number", flat=True)) == {1}
    office.certification.register_pattern, office.certification.title = pattern, title
    office.certification.save()


def test_an_issuer_without_header_is_named(office: Office) -> None:
    UnitProfile.objects.all().delete()

    with pytest.raises(IssuerIncomplete) as refusal:
        issue_certificate(certificate=office.draft(), by=None, at=AT)

    assert refusal.value.params == {"unit": "Sở Nội vụ tỉnh Sơn Lâm", "day": date(2026, 11, 23)}


def test_nothing_is_issued_twice(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    with pytest.raises(TransitionRefused):
        issue_certificate(certificate=issued, by=None, at=NEXT_DAY)

    assert numbers() == [("CCHC-2026-00001", "001/2026/GCN-SNV")]
    assert Certificate.objects.get().issued_on == date(2026, 11, 23)


# --- the worker ------------------------------------------------------------------------------------------------------


def test_the_worker_issues_what_is_automatic(office: Office) -> None:
    office.draft()
    by_hand = make_certification(unit=office.issuer, code="TAY", issues_automatically=False)
    closed = make_certification(unit=office.issuer, code="DONG", is_active=False)
    for certification in (by_hand, closed):
        office.draft(certification=certification)
    voided = office.draft()
    cancel_certificate(certificate=voided, reason="Nhầm người", by=make_user(username="capgiay"), at=AT)

    first, again = issue_pending(AT), issue_pending(AT)

    assert (first, again) == (1, 0)
    assert len(numbers()) == 1


def test_a_draft_that_cannot_be_issued_keeps_nobody_waiting(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.services.issuing.ISSUED_AT_ONCE", 1)
    nameless = make_certification(unit=office.issuer, code="DAI", title="Bồi dưỡng nghiệp vụ " * 14)
    refused = office.draft(certification=nameless)
    office.draft()

    with caplog.at_level("WARNING", "thao.certificates"):
        done = [issue_pending(AT), issue_pending(AT)]

    assert done == [1, 0]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        f"certificate draft {refused.pk} was not issued"
    ]


@pytest.mark.parametrize("columns", [{"state": "void"}, {"passed": False}])
def test_a_draft_whose_pass_is_gone_is_made_void_instead_of_issued(office: Office, columns: dict[str, Any]) -> None:
    attempt = passed_attempt(office)
    draft = office.draft(source_kind="attempt", source_key=attempt.uid.hex)
    Attempt.objects.filter(pk=attempt.pk).update(**columns)

    done = issue_pending(AT)

    assert (done, numbers()) == (0, [])
    assert state_of(draft, AT.date()).state is State.CANCELLED
    assert draft.events.last().reason == message_of(SourceGone())
    assert AuditEntry.objects.filter(verb="certificate.cancelled").count() == 1


def test_a_draft_whose_pass_stands_is_issued(office: Office) -> None:
    office.draft(source_kind="attempt", source_key=passed_attempt(office).uid.hex)

    assert issue_pending(AT) == 1


def test_an_officer_cannot_issue_for_a_pass_that_is_gone(office: Office) -> None:
    draft = office.draft(source_kind="attempt", source_key=uuid4().hex)

    with pytest.raises(SourceGone):
        issue_certificate(certificate=draft, by=make_user(username="capgiay"), at=AT)

    assert numbers() == []
    assert [event.kind for event in draft.events.all()] == ["draft"]


def test_the_worker_has_the_duty(office: Office) -> None:
    assert "certificates issued" in [duty.name for duty in duties()]


# --- revoke, void, reissue -------------------------------------------------------------------------------------------


def test_a_revoked_certificate_stays_with_its_numbers_and_the_decision(office: Office) -> None:
    issued = issue_certificate(certificate=office.draft(), by=None, at=AT)

    event = revoke_certificate(
        certificate=issued,
        reason="Thi hộ",
        decision_no="45/QĐ-SNV",
        decision_on=date(2026, 11, 24),
        by=make_user(username="capgiay"),
        at=NEXT_DAY,
    )

    assert (event.kind, event.decision_no, event.effective_on) == ("revoked", "45/QĐ-SNV", date(2026, 11, 24))
    assert state_of(issued, date(2026, 11, 23)).state is State.VALID
    assert state_of(Certificate.objects.get(), date(2026, 11, 24)).state is State.REVOKED
    assert numbers() == [("CCHC-2026-00001", "001/2026/GCN-SNV")]
    issue_certificate(certificate=office.draft(), by=None, at=NEXT_DAY)
    assert numbers()[1] == ("CCHC-2026-00002", "002/2026/GCN-SNV")


@pytest.mark.parametrize(("reason", "decision_no"), [("", "45/QĐ-SNV"), ("Thi hộ", "  ")])
def test_revoking_needs_reason_and_decision(office: Office, reason: str, decision_no: str) -> None:
    issued = office.issued()

    with pytest.raises(ReasonMissing):
        revoke_certificate(
            certificate=issued,
            reason=reason,
            decision_no=decision_no,
            decision_on=date(2026, 11, 24),
            by=make_user(username="capgiay"),
            at=NEXT_DAY,
        )

    assert [event.kind for event in issued.events.all()] == ["draft", "issued"]


def test_a_reissued_paper_has_new_numbers_and_the_same_last_day(office: Office) -> None:
    office.certification.renewal_rule = "previous_expiry"
    office.certification.save()
    old = issue_certificate(certificate=office.draft(), by=None, at=AT)
    set_name(office.staff, split_name("Lương Thị Bích Hương"), PartialDate(1988, 4, 16))
    office.staff.save()

    new = reissue_certificate(certificate=old, reason="Sai tên đệm", by=make_user(username="capgiay"), at=NEXT_DAY)

    old.refresh_from_db()
    assert (new.serial_no, new.register_no) == ("CCHC-2026-00002", "002/2026/GCN-SNV")
    assert (new.supersedes, new.valid_until, new.verify_code != old.verify_code) == (old, old.valid_until, True)
    assert (old.snapshot["holder_name"], new.snapshot["holder_name"]) == (
        "Lương Thị Bích Hường",
        "Lương Thị Bích Hương",
    )
    assert state_of(old, date(2026, 11, 24)).state is State.SUPERSEDED
    assert [event.kind for event in new.events.all()] == ["draft", "issued"]


def test_a_reissue_that_cannot_be_printed_leaves_the_old_one_in_force(office: Office) -> None:
    old = issue_certificate(certificate=office.draft(), by=None, at=AT)
    UnitProfile.objects.all().delete()

    with pytest.raises(IssuerIncomplete):
        reissue_certificate(certificate=old, reason="Sai tên", by=make_user(username="capgiay"), at=NEXT_DAY)

    assert Certificate.objects.get() == old
    assert [event.kind for event in old.events.all()] == ["draft", "issued"]
    assert set(SerialCounter.objects.values_list("last_number", flat=True)) == {1}


def test_what_has_ended_stays_so(office: Office) -> None:
    officer = make_user(username="capgiay")
    revoked, voided, draft = office.issued(), office.issued(number=2), office.draft()
    rest: dict[str, Any] = {"decision_no": "45/QĐ-SNV", "decision_on": date(2026, 11, 24)}
    revoke_certificate(certificate=revoked, reason="Thi hộ", by=officer, at=AT, **rest)
    cancel_certificate(certificate=voided, reason="In hỏng", by=officer, at=AT)
    events = CertificateEvent.objects.count()

    for certificate in (revoked, voided, draft):
        with pytest.raises(TransitionRefused):
            revoke_certificate(certificate=certificate, reason="Nữa", by=officer, at=NEXT_DAY, **rest)
        with pytest.raises(TransitionRefused):
            reissue_certificate(certificate=certificate, reason="Nữa", by=officer, at=NEXT_DAY)
    for certificate in (revoked, voided):
        with pytest.raises(TransitionRefused):
            cancel_certificate(certificate=certificate, reason="Nữa", by=officer, at=NEXT_DAY)

    assert CertificateEvent.objects.count() == events
    assert Certificate.objects.count() == 3


@pytest.mark.parametrize("command", [cancel_certificate, reissue_certificate])
def test_voiding_and_reissuing_need_a_reason(office: Office, command: Callable[..., object]) -> None:
    issued = office.issued()

    with pytest.raises(ReasonMissing):
        command(certificate=issued, reason="  ", by=make_user(username="capgiay"), at=AT)

    assert Certificate.objects.count() == 1
    assert [event.kind for event in issued.events.all()] == ["draft", "issued"]


def test_the_layout_is_frozen_by_its_first_paper(office: Office) -> None:
    CertificateTemplate.objects.create(
        code="gcn-a4-ngang", version=1, name="Mẫu 1", template_name="pdf/certificate.html", owner_unit=office.issuer
    )

    for at in (AT, NEXT_DAY):
        issue_certificate(certificate=office.draft(), by=None, at=at)

    assert CertificateTemplate.objects.get().frozen_at == AT


def test_the_position_is_that_of_the_day_of_the_pass(office: Office) -> None:
    other = make_staff(full_name="Lê Văn An")
    make_posting(staff=other, unit=office.commune, position=office.position, valid_to=date(2026, 11, 21))
    make_posting(staff=other, unit=office.issuer, position=office.position, valid_from=date(2026, 11, 21))

    issued = issue_certificate(certificate=office.draft(staff=other), by=None, at=AT)

    assert (issued.snapshot["unit"], issued.snapshot["position"]) == ("Xã Vân Sơn", "Chuyên viên")
