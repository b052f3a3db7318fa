"""The main navigation: what a person may open."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from config.navigation import navigation
from core.models import User
from organization.models import Role
from tests.cms.conftest import Newsroom

OWN = ["/hoc-tap/", "/hoc-tap/chuyen-de/", "/nang-luc/", "/giay-chung-nhan/"]


def links(user: User | AnonymousUser, here: str = "/") -> dict[str, bool]:
    """Addresses of the navigation, and whether each is the present one."""
    request = RequestFactory().get(here)
    request.user = user
    return {item.url: item.current for item in navigation(request)["nav"]}


def test_visitors_see_what_is_public() -> None:
    assert list(links(AnonymousUser())) == ["/", "/van-ban/", "/giay-chung-nhan/xac-minh/"]


@pytest.mark.parametrize(
    ("role", "further"),
    [
        (None, []),
        (Role.LEARNER, []),
        (Role.UNIT_HEAD, ["/don-vi/nang-luc/"]),
        (Role.INSPECTOR, ["/don-vi/nang-luc/"]),
        (Role.CONTENT_EDITOR, ["/quan-tri/"]),
        (Role.TRAINING_OFFICER, ["/don-vi/nang-luc/", "/quan-tri/"]),
    ],
)
def test_roles_add_what_they_may_open(newsroom: Newsroom, role: Role | None, further: list[str]) -> None:
    assert list(links(newsroom.account(role))) == OWN + further


def test_a_superuser_without_grants_sees_no_more(newsroom: Newsroom) -> None:
    assert list(links(newsroom.account(None, is_superuser=True))) == OWN


@pytest.mark.parametrize(
    ("here", "current"),
    [
        ("/hoc-tap/", "/hoc-tap/"),
        ("/hoc-tap/chuyen-de/KSTTHC/bai/1/", "/hoc-tap/chuyen-de/"),
        ("/nang-luc/", "/nang-luc/"),
        ("/doi-mat-khau/", None),
    ],
)
def test_the_present_place_is_marked(newsroom: Newsroom, here: str, current: str | None) -> None:
    marked = [url for url, is_current in links(newsroom.account(Role.LEARNER), here).items() if is_current]

    assert marked == ([current] if current else [])


def test_the_navigation_asks_one_query(newsroom: Newsroom, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = newsroom.account(Role.TRAINING_OFFICER)

    with django_assert_num_queries(1):
        links(user)
