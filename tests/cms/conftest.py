"""A site with its first page, and the people who write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from wagtail.models import Site

from cms.models import HomePage
from core.models import User
from organization.models import OrganizationUnit, Role
from organization.services.groups import open_admin, rebuild_groups
from tests.factories.organization import grant, make_unit, make_user
from tests.factories.training import make_home, make_index
from training.models import ModuleIndexPage


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The first page, the place of the modules, and the office that publishes."""

    home: HomePage
    index: ModuleIndexPage
    office: OrganizationUnit

    def account(self, role: Role | None, *, is_superuser: bool = False) -> User:
        """An account that holds one role, as it stands after signing in."""
        user = make_user(username=f"nguoi-{role or 'khong'}", is_superuser=is_superuser)
        if role is not None:
            grant(user=user, role=role, unit=self.office)
            rebuild_groups({user.pk}, on=date(2026, 11, 23))
        return user

    def client(self, role: Role | None, *, is_superuser: bool = False) -> Client:
        """A browser in which that account is signed in."""
        client = Client()
        client.force_login(self.account(role, is_superuser=is_superuser))
        return client


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    """A site whose first page is ours."""
    open_admin()
    home = make_home(introduction="Lời giới thiệu")
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)
    return Newsroom(home, make_index(home=home), make_unit(code="TINH"))
