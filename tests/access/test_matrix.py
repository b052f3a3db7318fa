"""Every address of ours answers every role as the matrix says; an address without a row fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from organization.models import Role
from tests.access.matrix import ANONYMOUS, LOGIN, MATRIX, ROLES, Answer, Row
from tests.access.world import OTHER, OWN, AccessWorld, make_access_world

FOREIGN_PREFIXES = (settings.ADMIN_PATH, "tai-lieu/")
SIGN_IN = "/dang-nhap/"
ADMIN_ROLES = {
    Role.CONTENT_EDITOR.value,
    Role.CONTENT_APPROVER.value,
    Role.TRAINING_OFFICER.value,
    Role.ADMINISTRATOR.value,
}


def our_names(resolver: URLResolver, prefix: str = "") -> Iterator[str | None]:
    """The names of all addresses that are not Wagtail's own."""
    for item in resolver.url_patterns:
        here = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield item.name
        elif not here.startswith(FOREIGN_PREFIXES):
            yield from our_names(item, here)


def test_every_address_of_ours_has_a_row() -> None:
    assert set(our_names(get_resolver())) == set(MATRIX)


@pytest.fixture
def world(db: None) -> AccessWorld:
    return make_access_world()


def test_each_role_gets_the_answer_of_the_matrix(world: AccessWorld) -> None:
    sessions = {role: sign_in(world, role) for role in ROLES}
    expected = {
        (name, role, side): row.expect(role, side)
        for name, row in MATRIX.items()
        for role in ROLES
        for side in sides_of(row, world)
    }

    answers = {(name, role, side): ask(world, name, role, side, sessions[role]) for name, role, side in expected}

    assert {key: answers[key] for key in expected if answers[key] != expected[key]} == {}


def sides_of(row: Row, world: AccessWorld) -> tuple[str, ...]:
    """Both sides, or one where the address is the same for both."""
    own, other = ((row.arguments(world, side), row.query(world, side)) for side in (OWN, OTHER))
    return (OWN,) if own == other else (OWN, OTHER)


def sign_in(world: AccessWorld, role: str) -> str:
    """The session of a signed-in role; empty for a visitor."""
    client = Client()
    if role == ANONYMOUS:
        return ""
    client.force_login(world.accounts[role])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask(world: AccessWorld, name: str, role: str, side: str, session: str) -> Answer:
    """Ask for the address as that role, undo what it wrote, and tell a way to the sign-in page from other ways."""
    row = MATRIX[name]
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    arguments = row.arguments(world, side)
    address = "/huong-dan/" if name == "wagtail_serve" else reverse(name, kwargs=arguments)
    query = "&".join(f"{key}={value}" for key, value in row.query(world, side).items())
    before = transaction.savepoint()
    response = getattr(client, row.method)(f"{address}?{query}" if query else address, row.data or None)
    transaction.savepoint_rollback(before)
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN) and name != "sign_out":
        return LOGIN
    return response.status_code


def test_the_administration_opens_for_those_who_work_there(world: AccessWorld) -> None:
    answers = {}
    for role in ROLES:
        client = Client()
        if role != ANONYMOUS:
            client.force_login(world.accounts[role])
        answers[role] = client.get(reverse("wagtailadmin_home")).status_code

    assert {role for role in ROLES if answers[role] == 200} == ADMIN_ROLES
    assert set(answers.values()) <= {200, 302, 403}


def test_the_serving_of_pages_is_the_last_address() -> None:
    assert resolve("/huong-dan/").url_name == "wagtail_serve"
