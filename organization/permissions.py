"""Who holds which right where: every answer comes from the role grants of that day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, cast

from core.querysets import valid_on
from organization.domain.units import UnitKey
from organization.models import Role, RoleGrant
from organization.selectors import unit_tree

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from core.models import User

    Account = User | AnonymousUser

# Whoever holds one of these sees the people of the units that the grant covers.
PEOPLE_ROLES = frozenset(
    {Role.UNIT_CONTACT, Role.UNIT_HEAD, Role.TRAINING_OFFICER, Role.CERTIFICATE_OFFICER, Role.INSPECTOR}
)


def grants_on(user: Account, on: date) -> QuerySet[RoleGrant]:
    """Return the grants that an account holds on a day.

    An account that is locked or not signed in holds none. A grant on a unit that has ended is void by itself, even
    where nobody has ended the grant. Being a superuser adds nothing.
    """
    if not (user.is_authenticated and user.is_active):
        return RoleGrant.objects.none()
    return RoleGrant.objects.on(on).filter(valid_on(on, "unit__"), user_id=user.pk)


def roles_held(user: Account, on: date) -> frozenset[Role]:
    """Return the roles that an account holds on a day, in whatever unit. One query."""
    return frozenset(Role(role) for role in grants_on(user, on).values_list("role", flat=True))


def covered_units(user: Account, roles: Collection[Role], on: date, *, placed_on: date | None = None) -> frozenset[int]:
    """Return the units in which an account holds one of `roles` on the day `on`, those below included where granted.

    `placed_on` asks which units stood below on another day, for a report about the past; the right itself is still
    that of `on`. None means the same day. At most two queries, whatever the number of grants and units.
    """
    grants = list(grants_on(user, on).filter(role__in=list(roles)).values_list("unit_id", "with_below"))
    covered: set[UnitKey] = {unit_id for unit_id, _ in grants}
    if any(with_below for _, with_below in grants):
        tree = unit_tree(placed_on or on)
        covered.update(*(tree.subtree(unit_id) for unit_id, with_below in grants if with_below))
    return cast("frozenset[int]", frozenset(covered))


def has_role(user: Account, role: Role, on: date, unit_id: int | None = None) -> bool:
    """Tell whether an account holds `role` on a day: in that unit or, with None, in any."""
    if unit_id is None:
        return grants_on(user, on).filter(role=role).exists()
    return unit_id in covered_units(user, [role], on)


def is_administrator(user: Account, on: date) -> bool:
    """Tell whether an account administers the installation on a day."""
    return has_role(user, Role.ADMINISTRATOR, on)
