"""Accounts and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from core.fields import UidField

if TYPE_CHECKING:
    from core.sessions import SessionStore


class User(AbstractUser):
    """An account with which a person signs in; the person is `organization.StaffMember`.

    `last_name` holds family and middle name, `first_name` the given name, because Wagtail's screens read them so;
    both are copies kept for those screens, the person's own row is the truth.
    """

    uid = UidField()
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        db_table = "core_user"

    def get_full_name(self) -> str:
        """Return the name in Vietnamese order: family, middle, given."""
        return f"{self.last_name} {self.first_name}".strip() or self.username


class Session(AbstractBaseSession):
    """A signed-in browser. The account and the hash of its password stand beside the blob.

    One prepared join then tells whose session it is and whether a password change has ended it, without
    decoding the data; ending all sessions of an account is one delete.
    """

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    auth_hash = models.CharField(max_length=128, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "core_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Return the store that writes these rows."""
        from core.sessions import SessionStore

        return SessionStore
