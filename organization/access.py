"""The door of pages that speak of "me": an account that belongs to a person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic.base import View

from organization.models import StaffMember
from organization.selectors import staff_of


def person_of(request: HttpRequest) -> StaffMember:
    """Return the person behind the signed-in account.

    Raises:
        PermissionDenied: the account belongs to no person, e.g. one for administration alone.
    """
    person = staff_of(request.user)
    if person is None:
        raise PermissionDenied(_("This account is not linked to a person. Ask the contact of your unit to link it."))
    return person


class PersonMixin(View):
    """Gives a class-based view `self.person`."""

    person: StaffMember

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the person before the view runs."""
        self.person = person_of(request)
        return super().dispatch(request, *args, **kwargs)
