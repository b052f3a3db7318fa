"""Who may do what with a page, beyond what the groups of the editors allow."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Page, PagePermissionTester

# Tells whether a page, or one below it, has records that must outlive it.
Guard = Callable[[Page], bool]

_guards: list[Guard] = []


def guard_deletion(guard: Guard) -> None:
    """Let a higher app forbid that pages with its records are deleted. Call it from AppConfig.ready."""
    _guards.append(guard)


def has_records(page: Page) -> bool:
    """Tell whether the page, or one below it, has records of any app."""
    return any(guard(page) for guard in _guards)


class GuardedPagePermissions(PagePermissionTester):
    """Wagtail's own rights, less the deletion of pages that have records.

    Wagtail asks here before each deletion, the one in bulk included, which calls no hook; a superuser is asked too.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Tell whether the page may be deleted with all that lies below it."""
        return super().can_delete(ignore_bulk) and not has_records(self.page)

    def can_copy(self) -> bool:
        """Tell whether the page may be copied; pages that stand for something unique may not."""
        return super().can_copy() and self.page.is_copyable
