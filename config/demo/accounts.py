"""The demo's accounts: one for each role, each of a person of the staff list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.demo.days import REORGANISED_ON, SET_UP_ON
from config.demo.structure import unit
from core.models import User
from core.services.accounts import change_password
from organization.models import Role, StaffIdentifier
from organization.services.accounts import open_account
from organization.services.grants import grant_role

# One for all, printed by `load_demo --accounts`: these accounts exist in the demo alone.
PASSWORD = "suong som tren doi che"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Account:
    """An account, the role that it shows, where it holds it and from when on, and what its owner sees."""

    username: str
    role: Role
    unit: str
    since: date
    sees: str | Promise


_PROVINCE, _COMMUNE, _WARD = "SL", "DM", "PSH"

ACCOUNTS = (
    Account(
        "hocvien",
        Role.LEARNER,
        "DM.TTPVHCC",
        REORGANISED_ON,
        _("The own learning, exam, competencies and certificates; has a module due soon and has not begun it."),
    ),
    Account(
        "thutruong",
        Role.UNIT_HEAD,
        _COMMUNE,
        REORGANISED_ON,
        _("The people of xã Đồng Mây and its offices: profiles and competency report of the unit."),
    ),
    Account(
        "thutruong2",
        Role.UNIT_HEAD,
        _WARD,
        REORGANISED_ON,
        _("The people of phường Suối Hoa, and nobody of another unit."),
    ),
    Account(
        "daumoi",
        Role.UNIT_CONTACT,
        _COMMUNE,
        REORGANISED_ON,
        _("The people of xã Đồng Mây, whose training the contact follows up."),
    ),
    Account(
        "noivu",
        Role.TRAINING_OFFICER,
        _PROVINCE,
        SET_UP_ON,
        _("Everybody in the province; reports of each unit, by the units of then and of now."),
    ),
    Account(
        "bientap",
        Role.CONTENT_EDITOR,
        _PROVINCE,
        SET_UP_ON,
        _("Pages, news and modules in the administration; hands them in for approval."),
    ),
    Account(
        "duyetnoidung",
        Role.CONTENT_APPROVER,
        _PROVINCE,
        SET_UP_ON,
        _("What editors hand in; publishes it."),
    ),
    Account(
        "rade",
        Role.QUESTION_AUTHOR,
        _PROVINCE,
        SET_UP_ON,
        _("Author of the questions of the demo, who may not approve the own ones."),
    ),
    Account(
        "thamdinh",
        Role.QUESTION_REVIEWER,
        _PROVINCE,
        SET_UP_ON,
        _("Reviewer of the questions and exams of the demo."),
    ),
    Account(
        "capgiay",
        Role.CERTIFICATE_OFFICER,
        _PROVINCE,
        SET_UP_ON,
        _("Profiles and certificates of everybody in the province."),
    ),
    Account(
        "kiemtra",
        Role.INSPECTOR,
        _PROVINCE,
        SET_UP_ON,
        _("People, results and reports of the province; changes nothing."),
    ),
    Account(
        "quantri",
        Role.ADMINISTRATOR,
        _PROVINCE,
        SET_UP_ON,
        _("Accounts and rights, the administration; not the personal results of others."),
    ),
)


def account(username: str) -> User:
    """Return the row of a demo account."""
    return User.objects.get(username=username)


def open_accounts(on: date, codes: dict[str, str], *, at: datetime) -> int:
    """Open the accounts whose right begins on a day, each for the person of that personnel code; return how many."""
    opened = 0
    for line in _administrator_first(line for line in ACCOUNTS if line.since == on):
        staff = StaffIdentifier.objects.select_related("staff").get(value=codes[line.username]).staff
        user = open_account(staff=staff, username=line.username, by=None, at=at).user
        change_password(user=user, password=PASSWORD, at=at)
        grant_role(
            user=user,
            role=line.role,
            unit=unit(line.unit),
            valid_from=on,
            by=None if line.role is Role.ADMINISTRATOR else account("quantri"),
            at=at,
        )
        opened += 1
    return opened


def _administrator_first(lines: Iterable[Account]) -> list[Account]:
    return sorted(lines, key=lambda line: line.role is not Role.ADMINISTRATOR)
