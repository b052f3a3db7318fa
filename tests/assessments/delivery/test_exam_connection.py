"""Every statement on the connection of its own that an installation uses: bound and prepared on the server, pooled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections

from assessments.models import Attempt
from assessments.services.sweeping import sweep
from tests.assessments.delivery.browser import Browser, read, statuses
from tests.factories.attempts import STARTED_AT, make_attempts, make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, databases=["default", "exam"])]


@pytest.fixture(autouse=True)
def _exam_connection(settings) -> Iterator[None]:
    """As in use; the pool lets go of the database at the end."""
    settings.EXAM_DATABASE = "exam"
    yield
    connections["exam"].close()
    connections["exam"].close_pool()


def test_statements_are_bound_on_the_server():
    options = connections["exam"].settings_dict["OPTIONS"]

    assert options["server_side_binding"] is True
    assert options["prepare_threshold"] == 0
    assert options["pool"]["max_size"] > 0


def test_whole_attempt_passes_over_it():
    attempt, _ = make_attempts(make_world(types=["numeric"] * 3), 2)
    browser = Browser.of(attempt)

    told = [
        browser.save((1, 1, "5")),
        browser.save((1, 1, "5")),
        browser.save((1, 1, "6")),
        browser.save((1, 40_000, "7"), (2, 2, None), (3, 70_000, "8")),
        browser.save((1, 2, "9"), (3, 70_000, "8")),
    ]
    missing = browser.submit({1: 50_000})
    sealed = browser.submit({1: 40_000, 2: 2, 3: 70_000})
    after = browser.save((1, 40_001, "1"))

    assert [status for status, _ in told] == [200, 200, 409, 200, 409]
    assert statuses(told[4][1]) == {1: "conflict", 3: "ok"}
    assert read(missing) == (409, {"status": "incomplete", "slots": [{"slot": 1, "stored": 40_000}]})
    assert read(sealed)[1]["answered"] == 2
    assert browser.submit().body == sealed.body
    assert (after[0], browser.beat()[1]["state"]) == (410, "sealed")


def test_sweeper_uses_it_too():
    _, over = make_attempts(make_world(types=["numeric"]), 2)
    Attempt.objects.filter(pk=over.pk).update(deadline=STARTED_AT - timedelta(hours=1))

    assert sweep() == 1

    over.refresh_from_db()
    assert (over.state, over.sealed_by, over.mark) == ("sealed", "time", 0)
