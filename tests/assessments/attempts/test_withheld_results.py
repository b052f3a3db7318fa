"""A result that is announced later: until then nothing that follows from it tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assessments.models import Attempt, Exam, Grading
from assessments.services.finalize import finalize_pending
from certificates.models import Certificate
from competencies.models import CompetencyEvidence
from tests.assessments.delivery.browser import Browser
from tests.factories import assessments as bank
from tests.factories.attempts import STARTED_AT, World, aliases, make_attempt, make_world
from tests.factories.certificates import make_certification
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
CLOSES_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
GRACE = timedelta(seconds=60)


def sit(world: World, *, right: int, **columns: Any) -> Attempt:
    """An attempt handed in ten minutes after its start with so many right answers."""
    attempt = make_attempt(world, deadline=STARTED_AT + timedelta(minutes=20), **columns)
    browser = Browser.of(attempt)
    with database_clock_at(STARTED_AT + timedelta(minutes=10)):
        browser.save(*[(slot, slot, aliases(attempt, slot)["aaaaa2"]) for slot in range(1, right + 1)])
        browser.submit()
    return attempt


def held_until_the_close(*, right: int) -> World:
    """Five questions in a session that shows its results after the close; a pass earns a certificate."""
    world = make_world(types=["single"] * 5, review_when=Exam.ReviewWhen.CLOSE)
    make_certification(unit=world.unit)
    session = bank.make_session(exam=world.exam, owner_unit=world.unit, closes_at=CLOSES_AT)
    sit(world, right=right, session=session)
    return world


def intro(client: Any, world: World, at: datetime) -> Any:
    """The page of the exam at an instant."""
    client.force_login(world.user, backend=BACKEND)
    with database_clock_at(at):
        return client.get("/thi/CCHC/").context


@pytest.mark.parametrize("right", [5, 0])
def test_nothing_tells_the_result_before_the_close(client, right):
    world = held_until_the_close(right=right)
    # The session is closed, but what was answered in the last second may still be on its way.
    amid, on_the_way = CLOSES_AT - timedelta(seconds=1), CLOSES_AT + GRACE - timedelta(seconds=1)

    told = [finalize_pending(at=amid), finalize_pending(at=on_the_way)]

    page = intro(client, world, amid)
    assert told == [0, 0]
    assert not CompetencyEvidence.objects.exists()
    assert not Certificate.objects.exists()
    assert "Kiến thức cải cách hành chính" not in client.get("/giay-chung-nhan/").content.decode()
    assert world.exam.title not in client.get("/nang-luc/").content.decode()
    assert page["unavailable"].reason == "result_pending"
    assert [(row["mark"], row["passed"]) for row in page["past"]] == [(None, None)]


def test_everything_tells_the_result_after_the_close(client):
    world = held_until_the_close(right=5)
    after = CLOSES_AT + GRACE

    told = finalize_pending(at=after)

    page = intro(client, world, after)
    assert told == 1
    assert (CompetencyEvidence.objects.get().staff, Certificate.objects.get().staff) == (world.staff, world.staff)
    assert page["unavailable"].reason == "closed"
    assert [(row["mark"], row["passed"]) for row in page["past"]] == [(5, True)]


def test_result_to_be_released_is_told_after_the_release():
    world = make_world(types=["single"] * 5, review_when=Exam.ReviewWhen.RELEASE)
    sit(world, right=5)
    released_at = STARTED_AT + timedelta(days=3)

    before = finalize_pending(at=released_at)
    Exam.objects.filter(pk=world.exam.pk).update(released_at=released_at)
    early, after = finalize_pending(at=released_at - timedelta(seconds=1)), finalize_pending(at=released_at)

    assert (before, early, after) == (0, 0, 1)
    assert Grading.objects.get().finalized_at == released_at
