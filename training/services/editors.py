"""Where editors work: rights on the place of the modules in the page tree."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Page

from organization.models import Role
from organization.services.groups import role_group

# Editors write and hand in, approvers publish. Nobody may delete in bulk.
RIGHTS = {
    Role.CONTENT_EDITOR: ("add_page", "change_page"),
    Role.CONTENT_APPROVER: ("change_page", "publish_page"),
}


def open_to_editors(page: Page) -> None:
    """Let the groups of editors and approvers work on a page and all below it. Doing it again changes nothing."""
    names = {name for rights in RIGHTS.values() for name in rights}
    rows = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=names)
    by_name = {row.codename: row for row in rows}
    for role, rights in RIGHTS.items():
        for name in rights:
            GroupPagePermission.objects.get_or_create(group=role_group(role), page=page, permission=by_name[name])
