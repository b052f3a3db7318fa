"""The door of the admin."""

from __future__ import annotations

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _


def admin_closed(request: HttpRequest) -> NoReturn:
    """Tell an account that has no work in the admin so; Wagtail would send it to sign in again, without end.

    Raises:
        PermissionDenied: always; visitors were sent to the sign-in page before they got here.
    """
    raise PermissionDenied(_("This part is for people who edit topics and news. Ask the administrator for the right."))
