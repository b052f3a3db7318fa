"""Telling of a grading while somebody declares the attempt void."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from assessments.models import Grading
from assessments.services.finalize import finalize_pending
from assessments.services.voiding import void_attempt
from competencies.models import CompetencyEvidence
from tests.assessments.delivery.browser import Browser
from tests.factories.attempts import STARTED_AT, make_attempt, make_world
from tests.factories.organization import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = STARTED_AT + timedelta(days=1)


def test_attempt_that_is_just_being_declared_void_proves_nothing():
    attempt = make_attempt(make_world(types=["numeric"]))
    Browser.of(attempt).submit()
    officer, told = make_user(username="noivu"), []

    def tell() -> None:
        try:
            told.append(finalize_pending(at=AT))
        finally:
            connection.close()

    worker = threading.Thread(target=tell)
    with transaction.atomic():
        void_attempt(attempt.uid, reason="Thi hộ", by=officer, at=AT)
        worker.start()
        worker.join(timeout=30)
    later = finalize_pending(at=AT)

    assert (told, later) == ([0], 1)
    assert not CompetencyEvidence.objects.exists()
    assert Grading.objects.get().finalized_at == AT
