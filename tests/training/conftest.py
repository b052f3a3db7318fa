"""People who study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from core.models import User
from organization.models import OrganizationUnit, Position, StaffMember
from tests.factories.organization import make_position, make_posting, make_staff, make_unit, make_user
from tests.factories.training import make_index
from training.models import ModuleIndexPage


@dataclass(frozen=True, slots=True)
class Learner:
    """A person with an account and a posting, signed in to the client."""

    staff: StaffMember
    user: User
    unit: OrganizationUnit
    position: Position
    client: Client


AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands at 09:00 on Monday, 23/11/2026."""
    monkeypatch.setattr("core.clock.now", lambda: AT)
    return AT


@pytest.fixture
def index(db: None) -> ModuleIndexPage:
    """The place of the modules."""
    return make_index()


@pytest.fixture
def learner(db: None, client: Client) -> Learner:
    """A civil servant of a commune."""
    unit, position, staff = make_unit(code="XA-1", name="Xã Vân Sơn"), make_position(), make_staff()
    user = make_user(username="hocvien", staff=staff)
    make_posting(staff=staff, unit=unit, position=position)
    client.force_login(user)
    return Learner(staff, user, unit, position, client)
