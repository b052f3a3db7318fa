"""Accounts: opening, locking, passwords and the end of sessions.

A password is never chosen for somebody: an account begins, and begins again after a reset, with a one-time password
that signs in once and must then be replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from axes.utils import reset as forget_failed_sign_ins
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from core.errors import DomainError
from core.models import Session, User
from core.sampling import Sampler, fresh_seed
from core.services.audit import Act, record

# Letters and figures that are not mistaken for each other on paper or on the telephone.
_ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


class AccountRefused(DomainError):
    """A command about an account that cannot be carried out.

    Codes: `username_taken`, `username_invalid` (params `username`), `account_own_lock`.
    """

    code = "username_invalid"


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """A password to be handed over once. It is stored nowhere but as its hash."""

    user: User
    password: str


@transaction.atomic
def open_account(
    *, username: str, last_name: str, first_name: str, by: User | None, at: datetime, subject_uid: UUID | None = None
) -> OneTimePassword:
    """Open an account with a one-time password; `subject_uid` names the person whose account it is.

    Raises:
        AccountRefused: the user name is taken or holds characters that a user name may not have.
    """
    _check_username(username)
    user = User(username=username, last_name=last_name, first_name=first_name, date_joined=at)
    password = _set_one_time_password(user, at)
    user.save()
    _record("account.opened", user, by, at, {"username": username}, subject_uid)
    return OneTimePassword(user, password)


@transaction.atomic
def reset_password(*, user: User, by: User | None, at: datetime) -> OneTimePassword:
    """Replace a password by a one-time one, end all sessions and forget failed attempts to sign in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    password = _set_one_time_password(user, at)
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    forget_failed_sign_ins(username=user.username)
    _record("account.password_reset", user, by, at, {"sessions_ended": end_sessions(user)})
    return OneTimePassword(user, password)


@transaction.atomic
def change_password(*, user: User, password: str, at: datetime, keep_session: str | None = None) -> None:
    """Set the password that its owner chose, already validated; end all other sessions.

    `keep_session` is the key of the session in which the owner works.
    """
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _record("account.password_changed", user, user, at, {"sessions_ended": end_sessions(user, keep=keep_session)})


@transaction.atomic
def lock_account(*, user: User, reason: str, by: User | None, at: datetime) -> None:
    """Lock an account: it cannot sign in, and its sessions end now. Locking a locked one changes nothing.

    Raises:
        AccountRefused: `account_own_lock`, nobody locks the own account.
    """
    if by is not None and by.pk == user.pk:
        raise AccountRefused("account_own_lock")
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _record("account.locked", user, by, at, {"reason": reason, "sessions_ended": end_sessions(user)})
    user.is_active = False


@transaction.atomic
def unlock_account(*, user: User, reason: str, by: User | None, at: datetime) -> None:
    """Let a locked account sign in again, and forget its failed attempts."""
    forget_failed_sign_ins(username=user.username)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        _record("account.unlocked", user, by, at, {"reason": reason})
    user.is_active = True


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """End the sessions of an account, but for the one whose key is `keep`; return how many."""
    rows = Session.objects.filter(user=user)
    if keep is not None:
        rows = rows.exclude(session_key=keep)
    return rows.delete()[0]


def forget_expired_sessions(*, at: datetime) -> int:
    """Delete sessions that ended by time; return how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise AccountRefused("username_invalid", username=username) from None
    if User.objects.filter(username__iexact=username).exists():
        raise AccountRefused("username_taken", username=username)


def _set_one_time_password(user: User, at: datetime) -> str:
    draw = Sampler(fresh_seed())
    password = "-".join(draw.token(_GROUP_LENGTH, _ALPHABET) for _ in range(_GROUPS))
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = at
    return password


def _record(
    verb: str,
    user: User,
    by: User | None,
    at: datetime,
    detail: dict[str, str | int],
    subject_uid: UUID | None = None,
) -> None:
    act = Act(
        verb=verb,
        object_kind="account",
        object_uid=str(user.uid),
        actor_uid=by.uid if by else None,
        subject_uid=subject_uid or user.uid,
        detail=dict(detail),
    )
    record(act, at=at)
