"""Django groups, derived from grants: one per role, so that Wagtail's own checks follow our rights.

Nobody edits them. They are rebuilt when a person signs in, when a grant changes, and every hour.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import Group, Permission

from core.models import User
from core.querysets import valid_on
from organization.models import Role, RoleGrant

# Who works in the Wagtail admin; what they may do there is granted to these groups per page and collection.
ADMIN_ROLES = (Role.CONTENT_EDITOR, Role.CONTENT_APPROVER, Role.TRAINING_OFFICER, Role.ADMINISTRATOR)
_Membership = User.groups.through


def role_group(role: Role) -> Group:
    """Return the group of a role, made on first use. Its name is the role's value."""
    return Group.objects.get_or_create(name=Role(role).value)[0]


def open_admin() -> None:
    """Let the groups of those who work there into the Wagtail admin. Doing it again changes nothing."""
    for permission in Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"):
        permission.group_set.add(*[role_group(role) for role in ADMIN_ROLES])


def role_groups() -> dict[str, int]:
    """Return the id of each role's group, by the role's value; missing ones are made."""
    ids = dict(Group.objects.filter(name__in=Role.values).values_list("name", "pk"))
    for role in Role:
        if role.value not in ids:
            ids[role.value] = role_group(role).pk
    return ids


def rebuild_groups(user_ids: Collection[int] | None = None, *, on: date) -> int:
    """Bring memberships in line with the grants of a day; None means all accounts. Return how many changed.

    A locked account is in no group; a grant on a unit that has ended counts for nothing.
    """
    groups = role_groups()
    grants = RoleGrant.objects.on(on).filter(valid_on(on, "unit__"), user__is_active=True)
    present = _Membership.objects.filter(group_id__in=groups.values())
    if user_ids is not None:
        grants = grants.filter(user_id__in=user_ids)
        present = present.filter(user_id__in=user_ids)
    wanted = {(user_id, groups[role]) for user_id, role in grants.values_list("user_id", "role")}
    held = {(user_id, group_id): pk for pk, user_id, group_id in present.values_list("pk", "user_id", "group_id")}
    surplus = [pk for pair, pk in held.items() if pair not in wanted]
    missing = [_Membership(user_id=user_id, group_id=group_id) for user_id, group_id in sorted(wanted - held.keys())]
    if surplus:
        _Membership.objects.filter(pk__in=surplus).delete()
    if missing:
        _Membership.objects.bulk_create(missing, ignore_conflicts=True)
    return len(surplus) + len(missing)
