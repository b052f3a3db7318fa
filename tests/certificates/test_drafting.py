"""A pass earns a draft, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from assessments.models import Attempt
from assessments.signals import attempt_finalized
from certificates.domain.codes import read_code
from certificates.models import Certificate, CertificateEvent
from certificates.services.drafting import Earned, draft_certificate
from core.models import AuditEntry
from tests.certificates.conftest import AT, Office, passed_attempt
from tests.factories.certificates import add_event, make_certification
from tests.factories.organization import make_staff
from tests.factories.training import make_completion, make_edition, make_enrolment, make_index, make_module_page
from training.models import Completion, CompletionWithdrawal, Enrolment, ModuleEdition
from training.services.learning import complete_lesson, enrol, open_lesson
from training.signals import module_completed

ATTEMPT = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")


def tell(office: Office, *, attempt: UUID = ATTEMPT, passed: bool = True, exam_code: str = "CCHC", **news: Any) -> None:
    """Spread the news of a graded attempt."""
    values = {"fraction": Decimal("0.8333333"), "finished_on": date(2026, 11, 20), "at": AT} | news
    attempt_finalized.send(
        sender=Attempt,
        attempt_uid=attempt,
        exam_code=exam_code,
        staff_id=office.staff.pk,
        passed=passed,
        **values,
    )


def test_a_pass_earns_a_draft(office: Office) -> None:
    tell(office)

    draft = Certificate.objects.get()
    assert (draft.certification, draft.staff, draft.holder_unit) == (office.certification, office.staff, office.commune)
    assert (draft.source_kind, draft.source_key) == ("attempt", ATTEMPT.hex)
    assert (draft.studied_from, draft.studied_to, draft.result_text) == (None, date(2026, 11, 20), "Đạt (83,3%)")
    assert (draft.issued_on, draft.serial_no, draft.register_no, draft.file) == (None, "", "", "")
    assert read_code(draft.verify_code) == draft.verify_code
    assert [event.kind for event in draft.events.all()] == [CertificateEvent.Kind.DRAFT]
    entry = AuditEntry.objects.get(verb="certificate.draft")
    assert (entry.object_uid, entry.subject_uid) == (str(draft.uid), office.staff.uid)


@pytest.mark.parametrize("news", [{"passed": False}, {"exam_code": "KHAC"}])
def test_a_fail_or_another_exam_earns_nothing(office: Office, news: dict[str, Any]) -> None:
    tell(office, **news)

    assert not Certificate.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_certification_that_is_closed_gives_nothing(office: Office) -> None:
    office.certification.is_active = False
    office.certification.save()

    tell(office)

    assert not Certificate.objects.exists()


def test_the_same_news_twice_earns_one_draft(office: Office) -> None:
    tell(office)
    tell(office)

    assert Certificate.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def test_a_pass_whose_draft_was_voided_earns_no_second_one(office: Office) -> None:
    tell(office)
    add_event(
        certificate=Certificate.objects.get(), kind=CertificateEvent.Kind.CANCELLED, effective_on=date(2026, 11, 21)
    )

    tell(office)

    assert Certificate.objects.count() == 1


def test_a_second_pass_waits_for_the_draft_of_the_first(office: Office) -> None:
    tell(office)
    tell(office, attempt=OTHER)

    assert Certificate.objects.get().source_key == ATTEMPT.hex


def test_each_certification_of_the_exam_gives_its_own(office: Office) -> None:
    make_certification(unit=office.issuer, code="GXN", series="GXN", register_pattern="{number}/{year}/GXN-{unit}")

    tell(office)

    assert sorted(Certificate.objects.values_list("certification__code", flat=True)) == ["GCN-CCHC", "GXN"]


# Valid to 20/11/2028 with 60 days of renewal: the window opens on 21/09/2028.
@pytest.mark.parametrize(
    ("finished_on", "earns"),
    [(date(2028, 9, 20), False), (date(2028, 9, 21), True), (date(2028, 11, 20), True), (date(2028, 11, 21), True)],
)
def test_a_held_certificate_is_renewed_within_its_window(office: Office, finished_on: date, earns: bool) -> None:
    office.issued(valid_until=date(2028, 11, 20))

    tell(office, finished_on=finished_on)

    assert Certificate.objects.filter(issued_on=None).exists() is earns


def test_a_certificate_without_end_is_never_renewed(office: Office) -> None:
    office.issued(valid_until=None)

    tell(office, finished_on=date(2036, 11, 20))

    assert Certificate.objects.count() == 1


def test_whoever_lost_the_certificate_may_earn_a_new_one(office: Office) -> None:
    lost = office.issued()
    add_event(certificate=lost, kind=CertificateEvent.Kind.REVOKED, effective_on=date(2026, 11, 21))

    tell(office, finished_on=date(2026, 11, 22))

    assert Certificate.objects.filter(issued_on=None).exists()


def test_the_time_of_study_begins_with_the_enrolment(office: Office) -> None:
    edition = make_edition(page=make_module_page(index=make_index()))
    office.certification.module_uid = edition.module_uid
    office.certification.save()
    enrolment = make_enrolment(staff=office.staff, module_uid=edition.module_uid, state=Enrolment.State.COMPLETED)
    Completion.objects.create(
        enrolment=enrolment,
        edition=edition,
        at=datetime(2026, 10, 12, 2, 0, tzinfo=UTC),
        unit=office.commune,
        position=office.position,
    )

    tell(office)

    draft = Certificate.objects.get()
    assert (draft.studied_from, draft.studied_to) == (date(2026, 10, 5), date(2026, 11, 20))


def test_a_pass_without_the_module_earns_nothing_yet(office: Office) -> None:
    edition = module_of(office)
    completion = make_completion(staff=office.staff, edition=edition, unit=office.commune, position=office.position)
    CompletionWithdrawal.objects.create(completion=completion, reason="Học hộ", at=AT)

    tell(office)

    assert not Certificate.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_draft_follows_when_the_module_is_completed(office: Office) -> None:
    edition = module_of(office)
    attempt = passed_attempt(office)
    enrolment = enrol(staff=office.staff, module_uid=edition.module_uid, at=AT - timedelta(hours=1))
    tell(office, attempt=attempt.uid)
    assert not Certificate.objects.exists()

    for key in ("bai-1", "bai-2"):
        open_lesson(enrolment=enrolment, edition=edition, key=key, at=AT - timedelta(hours=1))
        complete_lesson(enrolment=enrolment, edition=edition, key=key, at=AT)

    draft = Certificate.objects.get()
    assert (draft.source_kind, draft.source_key) == ("attempt", attempt.uid.hex)
    # Passed on 20/11; the module was begun and completed on 23/11.
    assert (draft.studied_from, draft.studied_to) == (date(2026, 11, 23), date(2026, 11, 23))
    assert draft.result_text == "Đạt (83,3%)"


def test_a_pass_that_is_withheld_earns_nothing_by_a_completed_module(office: Office) -> None:
    edition = module_of(office)
    attempt = passed_attempt(office)
    attempt.gradings.update(finalized_at=None)

    module_completed.send(
        sender=Completion,
        staff_id=office.staff.pk,
        module_uid=edition.module_uid,
        completed_on=AT.date(),
        at=AT,
    )

    assert not Certificate.objects.exists()


@pytest.mark.parametrize("columns", [{"passed": False}, {"state": "void"}, {"exam_code": "KHAC"}])
def test_a_completed_module_without_a_standing_pass_earns_nothing(office: Office, columns: dict[str, Any]) -> None:
    edition = module_of(office)
    attempt = passed_attempt(office)
    Attempt.objects.filter(pk=attempt.pk).update(**columns)

    module_completed.send(
        sender=Completion,
        staff_id=office.staff.pk,
        module_uid=edition.module_uid,
        completed_on=AT.date(),
        at=AT,
    )

    assert not Certificate.objects.exists()


def module_of(office: Office) -> ModuleEdition:
    """A module that the certification asks for."""
    edition = make_edition(page=make_module_page(index=make_index()))
    office.certification.module_uid = edition.module_uid
    office.certification.save()
    return edition


def test_a_person_without_posting_on_the_day_earns_nothing(office: Office) -> None:
    nobody = make_staff(full_name="Vũ Văn Khác")

    drafted = draft_certificate(
        certification=office.certification, staff=nobody, earned=Earned("test", "1", date(2026, 11, 20)), by=None, at=AT
    )

    assert drafted is None
    assert not Certificate.objects.exists()
