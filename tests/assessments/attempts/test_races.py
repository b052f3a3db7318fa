"""Saving while the attempt is handed in: nothing acknowledged is left out, nothing comes in afterwards."""

from __future__ import annotations

import json
import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection

from assessments.delivery import statements
from assessments.delivery.http import Call, submit
from assessments.delivery.tokens import HEADER, token_for
from assessments.delivery.values import Answer, StoredAnswer
from assessments.models import Attempt, Grading
from assessments.services.grading import receipt_of
from assessments.services.sealing import finish
from assessments.services.starting import start_attempt
from assessments.services.sweeping import sweep
from core.models import AuditEntry
from tests.assessments.attempts.races import PRODUCT, SAVERS, SAVES_EACH, Build, Findings, Race
from tests.assessments.attempts.races import hand_in_by_product as hand_in
from tests.assessments.attempts.races import save_by_product as save
from tests.factories.attempts import STARTED_AT, make_attempt, make_attempts, make_world

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLOTS = SAVERS * SAVES_EACH


def races(build: Build, rounds: int) -> Findings:
    """So many attempts with the same paper, each raced for once."""
    world = make_world(types=["numeric"] * SLOTS)
    uids = [attempt.uid for attempt in make_attempts(world, rounds)]
    return Race(build, uids, [str(slot) for slot in range(1, SLOTS + 1)]).run()


def refuse_tame(found: Findings, least: int) -> None:
    """A run in which the seal hardly ever fell among the saves has proved nothing."""
    assert found.sealed_amid >= least, f"the seal fell among the saves in {found.sealed_amid} of {found.rounds} rounds"


def test_thousand_races_receipt_is_what_is_stored_and_nothing_comes_in_after_the_seal():
    found = races(PRODUCT, 1000)

    refuse_tame(found, 100)
    assert found.receipt_differs == set()
    assert found.acknowledged_and_lost == set()
    assert found.accepted_after_seal == set()
    assert Grading.objects.count() == 1000
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 1000


def naive_save(uid: UUID, answer: Answer) -> bool:
    """Looks, then writes: what was true when it looked need not be true when it writes."""
    with connection.cursor() as cursor:
        cursor.execute("select id, state from assessments_attempt where uid = %s", [uid])
        attempt_id, state = cursor.fetchone()
        if state != "open":
            return False
        cursor.execute(
            "insert into assessments_response"
            " (attempt_id, slot, epoch, revision, payload, arrived_at, standing, channel)"
            " values (%s, %s, 1, %s, %s::jsonb, statement_timestamp(), 0, 0)",
            [attempt_id, answer.slot, answer.revision, json.dumps(answer.value)],
        )
    return True


def plain_update_hand_in(uid: UUID) -> str:
    """Seals by a plain update, which does not keep savers out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update assessments_attempt set state = 'sealed', sealed_by = 'candidate', sealed_at = clock_timestamp()"
            " where uid = %s and state = 'open'",
            [uid],
        )
    return finish(statements.attempt_row(uid)).receipt


def one_statement_hand_in(uid: UUID) -> str:
    """Locks, seals and reads in one statement, which sees what was there before it waited for the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with l as materialized (select id from assessments_attempt where uid = %(uid)s for update),"
            " u as (update assessments_attempt a set state = 'sealed', sealed_by = 'candidate',"
            "       sealed_at = clock_timestamp() from l where a.id = l.id returning a.id)"
            " select slot, epoch, revision, payload::text from u join assessments_response r on r.attempt_id = u.id"
            " where standing = 0 order by slot",
            {"uid": uid},
        )
        answers = [StoredAnswer(*row[:3], json.loads(row[3])) for row in cursor.fetchall()]
    receipt = receipt_of(statements.attempt_row(uid), answers).sha256
    Attempt.objects.filter(uid=uid).update(receipt=receipt)
    return receipt


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(Build(naive_save, hand_in), id="saving looks before it writes"),
        pytest.param(Build(save, plain_update_hand_in), id="the seal is a plain update"),
        pytest.param(Build(save, one_statement_hand_in), id="lock and read are one statement"),
    ],
)
def test_build_without_a_protection_is_caught(build):
    found = races(build, 150)

    assert found.faults > 0


def test_fifty_simultaneous_submits_give_one_receipt_byte_for_byte():
    world = make_world(types=["numeric"] * SLOTS)
    attempt = make_attempt(world)
    save(attempt.uid, Answer(1, 1, "2"))
    call = Call(
        "POST",
        {HEADER: token_for(attempt.uid, world.staff.uid, 1)},
        json.dumps({"protocol": 1, "epoch": 1, "key": str(uuid4()), "revisions": {"1": 1}}).encode(),
    )
    together, replies = threading.Barrier(50), []

    def hand_in_once() -> None:
        together.wait()
        try:
            replies.append(submit(call, attempt.uid))
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in_once) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [reply.status for reply in replies] == [200] * 50
    assert len({reply.body for reply in replies}) == 1
    assert Attempt.objects.get().receipt == json.loads(replies[0].body)["receipt"]
    assert Grading.objects.count() == 1
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 1


def test_twenty_parallel_starts_begin_one_attempt():
    world = make_world(attempts_allowed=1)
    together, begun = threading.Barrier(20), []

    def begin() -> None:
        together.wait()
        try:
            begun.append(
                start_attempt(
                    staff=world.staff, exam_code="CCHC", start_key=uuid4(), by=world.user, at=statements.now()
                ).pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert begun == [Attempt.objects.get().pk] * 20


def test_two_sweepers_share_what_is_over_and_seal_nothing_twice():
    world = make_world(types=["numeric"])
    uids = [attempt.uid for attempt in make_attempts(world, 60)]
    Attempt.objects.update(deadline=STARTED_AT)
    together, sealed = threading.Barrier(2), []

    def sweep_once() -> None:
        together.wait()
        try:
            sealed.append(sweep())
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sealed) == len(uids)
    assert Attempt.objects.filter(state="sealed", sealed_by="time").exclude(receipt="").count() == 60
    assert Grading.objects.count() == 60
    assert AuditEntry.objects.filter(verb="attempt_sealed").count() == 60
