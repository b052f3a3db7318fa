"""What the organization does when something happens below it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from core import clock
from core.models import User
from organization.services.groups import open_admin, rebuild_groups, role_groups


@receiver(user_logged_in, dispatch_uid="organization.follow_grants")
def follow_grants(sender: type[User], user: User, **kwargs: Any) -> None:
    """Bring the groups of the account in line with its grants of today."""
    rebuild_groups({user.pk}, on=clock.today())


@receiver(post_migrate, dispatch_uid="organization.make_groups")
def make_groups(sender: Any, **kwargs: Any) -> None:
    """Make the groups of the roles, once Wagtail's permissions stand, which is before the turn of `auth`."""
    if sender.label == "auth":
        role_groups()
        open_admin()
