"""Loading with another last day: what people did moves, law and the reorganisation stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Max, Min

from assessments.models import Attempt, Exam, ExamSession
from config.demo.days import REORGANISED_ON, Timetable
from config.demo.loading import load_demo
from config.proof.prover import prove
from core.clock import civil_day
from organization.models import UnitChange
from training.models import Enrolment

LATER = date(2027, 2, 15)  # twelve weeks after the demo's own last day


@pytest.mark.slow
@pytest.mark.django_db
def test_later_last_day_moves_what_people_did_and_leaves_law_alone() -> None:
    load_demo(Timetable(LATER), lambda step: None)

    span = Attempt.objects.aggregate(first=Min("started_at"), last=Max("started_at"))
    present = ExamSession.objects.get(mode="open")
    assert civil_day(span["first"]) == date(2024, 11, 25) + timedelta(weeks=12)
    assert LATER - timedelta(days=7) < civil_day(span["last"]) < LATER
    assert civil_day(present.opens_at) <= LATER < civil_day(present.closes_at)
    assert Enrolment.objects.get(staff__user__username="hocvien").due_on == LATER + timedelta(days=7)
    # The session of the second quarter of 2025 now falls after the reorganisation: the province holds it.
    assert ExamSession.objects.get(code="CCHC-2025-08").owner_unit.code == "SL"
    assert set(UnitChange.objects.values_list("effective_on", flat=True)) == {REORGANISED_ON}
    assert civil_day(Exam.objects.get(version=2).published_at) == date(2026, 7, 13)
    assert [finding for proved in prove() for finding in proved.findings] == []
