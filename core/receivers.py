"""What the ground floor writes down when people sign in and out."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from core import clock
from core.models import User
from core.services.audit import Act, record


@receiver(user_logged_in, dispatch_uid="core.record_sign_in")
def record_sign_in(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record who signed in, from which address."""
    _record("account.signed_in", user, request, by=user)


@receiver(user_logged_out, dispatch_uid="core.record_sign_out")
def record_sign_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Record who signed out; a session of nobody is nothing to record."""
    if user is not None:
        _record("account.signed_out", user, request, by=user)


@receiver(user_locked_out, dispatch_uid="core.record_lock")
def record_lock(sender: Any, request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    """Record the lock itself, once: the tries that follow it tell nothing new and could fill the log.

    A name that is no account is left out: it may well be a password typed into the wrong field.
    """
    if getattr(request, "axes_failures_since_start", None) != settings.AXES_FAILURE_LIMIT:
        return
    user = User.objects.filter(username=username).first()
    if user is not None:
        _record("account.sign_in_locked", user, request, by=None)


def _record(verb: str, user: User, request: HttpRequest, by: User | None) -> None:
    act = Act(
        verb=verb,
        object_kind="account",
        object_uid=str(user.uid),
        actor_uid=by.uid if by else None,
        subject_uid=user.uid,
        detail={"address": get_client_ip_address(request) or ""},
    )
    record(act, at=clock.now())
