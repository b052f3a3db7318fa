"""The profile of a person: one's own, or that of somebody whom the account may see."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from competencies.selectors import profile_of
from competencies.views.cards import reasons_card, row_cards
from core import clock
from organization.access import PersonMixin
from organization.models import StaffMember

PARAMETER = "nang-luc"


class OwnProfileView(PersonMixin, TemplateView):
    """What I hold beside what my position requires."""

    template_name = "competencies/own_profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the signed-in person."""
        context = _context(self.request, self.person, reverse("own_profile"))
        return super().get_context_data(**kwargs) | context | {"own": True}


class PersonProfileView(TemplateView):
    """The same of somebody else; a person whom the account may not see does not exist for it."""

    template_name = "competencies/own_profile.html"

    def get_context_data(self, *, uid: UUID, **kwargs: Any) -> dict[str, Any]:
        """Show the person behind `uid`."""
        visible = StaffMember.objects.visible_to(self.request.user, clock.today())
        person = visible.filter(uid=uid).first()
        if person is None:
            raise Http404
        context = _context(self.request, person, reverse("person_profile", args=[uid]))
        crumbs = [{"title": person.full_name, "url": None}]
        return super().get_context_data(**kwargs) | context | {"own": False, "crumbs": crumbs}


def _context(request: HttpRequest, person: StaffMember, address: str) -> dict[str, Any]:
    today = clock.today()
    profile = profile_of(person, today, request.GET.get(PARAMETER, ""))
    place = profile.place
    return {
        "person": {
            "name": person.full_name,
            "position": place.position_name,
            "unit": place.unit_name,
            "since": place.since,
            "earlier": _("Before that in %(unit)s.") % {"unit": place.earlier_unit} if place.earlier_unit else "",
        },
        "as_of": today,
        "rows": row_cards(profile, lambda code: f"{address}?{urlencode({PARAMETER: code})}#vi-sao"),
        "selected": reasons_card(profile),
    }
