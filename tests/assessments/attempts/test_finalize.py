"""The news of a grading: evidence below, a signal above, each once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assessments.models import Attempt, Grading
from assessments.services.finalize import finalize_pending, finished_on
from assessments.services.regrading import RegradeRefused, grade_again
from assessments.signals import attempt_finalized
from competencies.models import CompetencyEvidence, EvidenceWithdrawal
from core.models import AuditEntry
from tests.assessments.delivery.browser import Browser
from tests.factories.attempts import STARTED_AT, World, aliases, make_attempt, make_examinee, make_world
from tests.factories.organization import make_user
from tests.support.database_clock import database_clock_at

pytestmark = pytest.mark.django_db

AT = STARTED_AT + timedelta(hours=1)


def handed_in(world: World, *, right: int, **columns: Any) -> Attempt:
    """An attempt handed in with so many right answers, on 23/11/2026 at 09:10 in Viet Nam."""
    attempt = make_attempt(world, **columns)
    browser = Browser.of(attempt)
    browser.save(*[(slot, slot, aliases(attempt, slot)["aaaaa2"]) for slot in range(1, right + 1)])
    with database_clock_at(STARTED_AT + timedelta(minutes=10)):
        browser.submit()
    attempt.refresh_from_db()
    return attempt


@contextmanager
def heard() -> Iterator[list[dict[str, Any]]]:
    """What a receiver hears inside."""
    news: list[dict[str, Any]] = []

    def hear(sender: type, signal: object, **facts: Any) -> None:
        news.append(facts)

    attempt_finalized.connect(hear)
    try:
        yield news
    finally:
        attempt_finalized.disconnect(hear)


def test_grading_becomes_evidence_of_its_day_unit_and_position():
    # Five questions of level 1, four right: 0.8 of the marks, level 1.
    world = make_world(types=["single"] * 5, evidence_months=24)
    attempt = handed_in(world, right=4)

    done = finalize_pending(at=AT)

    proof = CompetencyEvidence.objects.get()
    assert done == 1
    assert (proof.staff, proof.unit, proof.position) == (world.staff, world.unit, world.position)
    assert (proof.competency.code, proof.level, proof.seq) == ("KSTTHC", 1, 1)
    assert (proof.source_kind, proof.source_key, proof.source_title) == (
        "attempt",
        attempt.uid.hex,
        world.exam.title,
    )
    assert (proof.observed_on, proof.expires_on) == (date(2026, 11, 23), date(2028, 11, 23))
    assert proof.counts == {"1": {"items": 5, "answered": 4, "mark": "4.0000000", "maximum": "5"}}


def test_news_says_who_passed_what_and_when():
    world = make_world(types=["single"] * 2)
    attempt = handed_in(world, right=1)

    with heard() as news:
        finalize_pending(at=AT)

    assert news == [
        {
            "attempt_uid": attempt.uid,
            "exam_code": "CCHC",
            "staff_id": world.staff.pk,
            "passed": True,
            "fraction": attempt.fraction,
            "finished_on": date(2026, 11, 23),
            "at": AT,
        }
    ]


def test_news_is_sent_once():
    world = make_world(types=["single"] * 2)
    handed_in(world, right=1)

    with heard() as news:
        counts = [finalize_pending(at=AT) for _ in range(3)]

    assert (counts, len(news)) == ([1, 0, 0], 1)
    assert CompetencyEvidence.objects.count() == 1
    assert Grading.objects.get().finalized_at == AT


def test_one_that_fails_writes_nothing_is_tried_again_and_does_not_keep_the_others(caplog):
    world = make_world(types=["single"] * 2)
    staff, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    broken, fine = handed_in(world, right=1), handed_in(world, right=1, staff=staff)
    failing = {broken.uid}

    def stumble(sender: type, attempt_uid: object, **facts: Any) -> None:
        if attempt_uid in failing:
            raise ZeroDivisionError

    attempt_finalized.connect(stumble)
    try:
        first = finalize_pending(at=AT)
        proved = list(CompetencyEvidence.objects.values_list("source_key", flat=True))
        failing.clear()
        second = finalize_pending(at=AT)
    finally:
        attempt_finalized.disconnect(stumble)

    assert (first, second) == (1, 1)
    assert proved == [fine.uid.hex]
    assert CompetencyEvidence.objects.count() == 2


def test_gradings_that_always_fail_do_not_use_up_the_limit(caplog):
    world = make_world(types=["single"] * 2)
    staff, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    broken, fine = handed_in(world, right=1), handed_in(world, right=1, staff=staff)
    Grading.objects.filter(attempt=broken).update(result={})

    done = finalize_pending(at=AT, limit=1)

    assert done == 1
    assert [proof.source_key for proof in CompetencyEvidence.objects.all()] == [fine.uid.hex]


def test_grading_that_was_replaced_before_it_was_told_makes_no_news():
    world = make_world(types=["single"] * 5)
    attempt = handed_in(world, right=4)
    grade_again(attempt.uid, reason="Phúc khảo", by=make_user(username="noivu"), at=AT)

    with heard() as news:
        finalize_pending(at=AT)

    assert len(news) == 1
    assert [proof.seq for proof in CompetencyEvidence.objects.all()] == [2]
    assert not EvidenceWithdrawal.objects.exists()
    assert not Grading.objects.filter(finalized_at=None).exists()


def test_grading_that_failed_and_was_replaced_meanwhile_is_not_told_late(caplog):
    world = make_world(types=["single"] * 5)
    attempt = handed_in(world, right=4)
    first = Grading.objects.get()
    result, first.result = first.result, {}
    first.save(update_fields=["result"])
    grade_again(attempt.uid, reason="Phúc khảo", by=make_user(username="noivu"), at=AT)
    finalize_pending(at=AT)
    Grading.objects.filter(pk=first.pk).update(result=result, finalized_at=None)

    with heard() as news:
        finalize_pending(at=AT)

    assert news == []
    assert [proof.seq for proof in CompetencyEvidence.objects.all()] == [2]


def test_void_attempt_makes_no_news():
    world = make_world(types=["single"] * 2)
    handed_in(world, right=1)
    Attempt.objects.update(state=Attempt.State.VOID)

    with heard() as news:
        finalize_pending(at=AT)

    assert news == []
    assert not CompetencyEvidence.objects.exists()


@pytest.mark.parametrize(
    ("sealed_at", "deadline", "day"),
    [
        # 16:59 UTC is 23:59 in Viet Nam, 17:00 the next day.
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 18, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 11, 23, 18, 0, tzinfo=UTC), date(2026, 11, 24)),
        # Sealed by the sweeper after the server was down over night: the day of the deadline counts.
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_day_of_an_attempt_is_a_day_in_viet_nam_and_not_after_the_deadline(sealed_at, deadline, day):
    assert finished_on(Attempt(sealed_at=sealed_at, deadline=deadline)) == day


def test_regrade_appends_a_grading_and_replaces_the_evidence():
    world = make_world(types=["single"] * 5)
    attempt = handed_in(world, right=4)
    finalize_pending(at=AT)
    officer = make_user(username="noivu")

    grading = grade_again(attempt.uid, reason="Phúc khảo", by=officer, at=AT)
    with heard() as news:
        finalize_pending(at=AT)

    withdrawn = EvidenceWithdrawal.objects.get()
    assert (grading.number, grading.reason, grading.grader) == (2, "Phúc khảo", officer)
    assert (withdrawn.evidence.seq, withdrawn.reason) == (1, "Phúc khảo")
    assert list(CompetencyEvidence.objects.order_by("seq").values_list("seq", "level")) == [(1, 1), (2, 1)]
    assert len(news) == 1
    assert AuditEntry.objects.filter(verb="attempt_regraded", actor_uid=officer.uid).count() == 1


@pytest.mark.parametrize(("reason", "code"), [(" ", "regrade_reason_missing"), ("Phúc khảo", "regrade_not_sealed")])
def test_regrade_needs_a_reason_and_a_sealed_attempt(reason, code):
    attempt = make_attempt(make_world())

    with pytest.raises(RegradeRefused) as refused:
        grade_again(attempt.uid, reason=reason, by=make_user(username="noivu"), at=AT)

    assert refused.value.code == code
    assert not Grading.objects.exists()
