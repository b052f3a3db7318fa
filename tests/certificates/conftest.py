"""An office that issues certificates, and people who earn them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from assessments.models import Attempt, Grading
from certificates.models import Certificate, Certification
from core.models import User
from core.vietnamese.formatting import PartialDate
from organization.models import OrganizationUnit, Position, StaffMember
from tests.factories.assessments import make_exam
from tests.factories.certificates import make_certification, make_draft, make_issued, make_profile
from tests.factories.organization import make_position, make_posting, make_staff, make_unit, make_user

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """The home-affairs office, a commune, a civil servant of the commune with an account, and a certification."""

    issuer: OrganizationUnit
    commune: OrganizationUnit
    position: Position
    staff: StaffMember
    user: User
    certification: Certification

    def draft(self, **columns: Any) -> Certificate:
        """A draft of the civil servant."""
        values = {"certification": self.certification, "staff": self.staff, "unit": self.commune} | columns
        return make_draft(**values)

    def issued(self, **columns: Any) -> Certificate:
        """A certificate of the civil servant, without a stored paper."""
        values = {"certification": self.certification, "staff": self.staff, "unit": self.commune} | columns
        return make_issued(**values)


def passed_attempt(office: Office) -> Attempt:
    """An attempt of the civil servant, handed in on 20/11/2026, passed with 83,3 % and told at once."""
    author, approver = make_user(username="ra"), make_user(username="duyet")
    sealed_at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    attempt = Attempt.objects.create(
        exam=make_exam(owner_unit=office.issuer, author=author, approver=approver),
        exam_code="CCHC",
        staff=office.staff,
        number=1,
        state=Attempt.State.SEALED,
        seed="hat giong",
        start_key=uuid4(),
        prepared_at=sealed_at,
        started_at=sealed_at,
        deadline=sealed_at,
        rules={},
        unit=office.commune,
        position=office.position,
        paper={},
        sealed_at=sealed_at,
        sealed_by=Attempt.SealedBy.CANDIDATE,
        fraction=Decimal("0.8333333"),
        passed=True,
    )
    Grading.objects.create(
        attempt=attempt,
        result={},
        fraction=Decimal("0.8333333"),
        mark=Decimal(5),
        max_mark=Decimal(6),
        passed=True,
        at=sealed_at,
        finalized_at=sealed_at,
    )
    return attempt


@pytest.fixture
def office(db: None) -> Office:
    """The office of these tests."""
    issuer = make_unit(code="SNV", name="Sở Nội vụ tỉnh Sơn Lâm", kind=OrganizationUnit.Kind.DEPARTMENT)
    make_profile(unit=issuer)
    commune, position = make_unit(code="XA-1", name="Xã Vân Sơn"), make_position()
    staff = make_staff(full_name="Lương Thị Bích Hường", birth=PartialDate(1988, 4, 16), gender="nu")
    user = make_user(username="hocvien", staff=staff)
    make_posting(staff=staff, unit=commune, position=position)
    return Office(issuer, commune, position, staff, user, make_certification(unit=issuer))


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands at 09:00 on Monday, 23/11/2026."""
    monkeypatch.setattr("core.clock.now", lambda: AT)
    return AT
