"""The main navigation: what a person may open, in one place because it names views of every app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core import clock
from organization.models import Role
from organization.permissions import roles_held

REPORT_ROLES = frozenset({Role.UNIT_HEAD, Role.TRAINING_OFFICER, Role.INSPECTOR, Role.UNIT_CONTACT})
EDITOR_ROLES = frozenset({Role.CONTENT_EDITOR, Role.CONTENT_APPROVER, Role.TRAINING_OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    url: str
    label: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav`, made only when a template reads it."""
    return {"nav": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[NavItem]:
    here = request.path
    return [NavItem(url, label, _is_current(here, url)) for url, label in _links(request)]


def _is_current(here: str, url: str) -> bool:
    return here == url if url in {"/", "/hoc-tap/"} else here.startswith(url)


def _links(request: HttpRequest) -> list[tuple[str, str]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [
            (reverse("home"), _("Home")),
            (reverse("legal_document_list"), _("Legal documents")),
            (reverse("certificate_verify_search"), _("Verify a certificate")),
        ]
    links = [
        (reverse("learner_home"), _("My learning")),
        (reverse("module_index"), _("Topics")),
        (reverse("own_profile"), _("My competencies")),
        (reverse("certificate_list"), _("My certificates")),
    ]
    roles = roles_held(user, on=clock.today())
    if roles & REPORT_ROLES:
        links.append((reverse("unit_report"), _("Unit competency")))
    if roles & EDITOR_ROLES:
        links.append((reverse("wagtailadmin_home"), _("Administration")))
    return links
