"""Twenty issuers at once: numbers are unique and gapless, and a failed issue gives its number back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from assessments.models import Attempt
from certificates.models import Certificate, SerialCounter
from certificates.receivers import draft_for_pass
from certificates.services.issuing import issue_certificate, issue_pending
from core.errors import DomainError
from core.models import AuditEntry
from tests.certificates.conftest import AT, Office
from tests.certificates.test_drafting import ATTEMPT
from tests.factories.certificates import make_certification
from tests.factories.organization import make_posting, make_staff

ISSUERS = 20

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(work: Callable[[Any], Any], things: list[Any]) -> list[Any]:
    """Do the work for all things in threads of their own and return the results."""

    def do(thing: Any) -> Any:
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(ISSUERS) as threads:
        return list(threads.map(do, things))


def drafts(office: Office, count: int, **columns: Any) -> list[Certificate]:
    """Drafts of as many people."""
    made = []
    for number in range(count):
        staff = make_staff(full_name=f"Trần Văn {number}")
        make_posting(staff=staff, unit=office.commune, position=office.position)
        made.append(office.draft(staff=staff, **columns))
    return made


def issue(draft: Certificate) -> str:
    """Issue, or say why not."""
    try:
        return issue_certificate(certificate=draft, by=None, at=AT).serial_no
    except DomainError as error:
        return error.code


def test_twenty_issuers_give_gapless_numbers(office: Office) -> None:
    serials = at_once(issue, drafts(office, 2 * ISSUERS))

    assert sorted(serials) == [f"CCHC-2026-{number:05}" for number in range(1, 2 * ISSUERS + 1)]
    registers = Certificate.objects.order_by("register_no").values_list("register_no", flat=True)
    assert list(registers) == [f"{number:03}/2026/GCN-SNV" for number in range(1, 2 * ISSUERS + 1)]
    assert set(SerialCounter.objects.values_list("last_number", flat=True)) == {2 * ISSUERS}


def test_failed_issues_among_them_leave_no_gap(office: Office) -> None:
    # The same series, but a title that does not fit the paper: refused after both numbers were taken.
    endless = make_certification(unit=office.issuer, code="DAI", title="Bồi dưỡng nghiệp vụ " * 14)
    mixed = [
        draft
        for pair in zip(drafts(office, ISSUERS), drafts(office, ISSUERS, certification=endless), strict=True)
        for draft in pair
    ]

    answers = at_once(issue, mixed)

    assert answers.count("paper_field_too_long") == ISSUERS
    issued = Certificate.objects.exclude(serial_no="").values_list("serial_no", flat=True)
    assert sorted(issued) == [f"CCHC-2026-{number:05}" for number in range(1, ISSUERS + 1)]
    assert set(SerialCounter.objects.values_list("last_number", flat=True)) == {ISSUERS}


def test_one_draft_is_issued_once_by_twenty_issuers(office: Office) -> None:
    draft = office.draft()

    answers = at_once(issue, [draft] * ISSUERS)

    assert sorted(answers) == ["CCHC-2026-00001"] + ["certificate_transition"] * (ISSUERS - 1)
    assert AuditEntry.objects.filter(verb="certificate.issued").count() == 1


def test_the_same_news_heard_twenty_times_at_once_earns_one_draft(office: Office) -> None:
    news = {
        "attempt_uid": ATTEMPT,
        "exam_code": "CCHC",
        "staff_id": office.staff.pk,
        "passed": True,
        "fraction": 1,
        "finished_on": AT.date(),
        "at": AT,
    }

    at_once(lambda _number: draft_for_pass(Attempt, **news), list(range(ISSUERS)))

    assert Certificate.objects.count() == 1


def test_two_workers_issue_each_draft_once(office: Office) -> None:
    drafts(office, ISSUERS)

    done = at_once(lambda _number: issue_pending(AT), [1, 2])

    assert sum(done) == ISSUERS
    assert Certificate.objects.exclude(serial_no="").count() == ISSUERS
