"""Accounts of people of the corps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.models import User
from core.services import accounts
from core.services.accounts import AccountRefused, OneTimePassword
from organization.models import StaffMember


@transaction.atomic
def open_account(*, staff: StaffMember, username: str, by: User | None, at: datetime) -> OneTimePassword:
    """Open the account of a person, with a one-time password that is to be handed over.

    Raises:
        AccountRefused: the person has an account, or the user name is taken or cannot be one.
    """
    staff = StaffMember.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    if staff.user_id is not None:
        raise AccountRefused("account_exists", name=staff.full_name)
    opened = accounts.open_account(
        username=username,
        last_name=f"{staff.family_name} {staff.middle_name}".strip(),
        first_name=staff.given_name,
        by=by,
        at=at,
        subject_uid=staff.uid,
    )
    staff.user = opened.user
    staff.save(update_fields=["user"])
    return opened
