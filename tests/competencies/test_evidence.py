"""Recording what a test proved, and taking it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from competencies.domain.levels import LevelCount
from competencies.models import CompetencyEvidence, EvidenceWithdrawal
from competencies.selectors import LevelRuleMissing
from competencies.services import EvidenceRefused, record_evidence, withdraw_evidence
from core.models import AuditEntry
from tests.factories.competencies import make_competency, make_evidence, make_framework, make_level_rule
from tests.factories.organization import make_user

pytestmark = pytest.mark.django_db

TESTED_ON = date(2026, 11, 20)


def count(level: int, items: int, mark: str, *, answered: int | None = None) -> LevelCount:
    return LevelCount(level, items, items if answered is None else answered, Decimal(mark), Decimal(items))


# Up to level 2: 5 questions, 2 of them at 2, 4 of 5 marks = 80 %: level 2. Up to 3: 6 questions but one at 3.
LEVEL_TWO = (count(1, 3, "3"), count(2, 2, "1"), count(3, 1, "1"))
# Four questions are fewer than five: no ground for any level.
TOO_FEW = (count(1, 2, "2"), count(2, 2, "2"))


def record(office, at, **changed):
    values = {
        "staff_id": office.staff.pk,
        "competency_counts": {"KSTTHC": LEVEL_TWO, "NVMC": TOO_FEW},
        "unit_id": office.unit.pk,
        "position_id": office.position.pk,
        "observed_on": TESTED_ON,
        "expires_on": date(2028, 11, 20),
        "source_kind": "attempt",
        "source_key": "a1",
        "source_title": "Kiểm tra kiến thức cải cách hành chính",
        "at": at,
    }
    return record_evidence(**values | changed)


def test_record_evidence_judges_each_competency_by_the_rule_of_the_day(office, at):
    control, desk = record(office, at)

    assert (control.competency, control.level, control.rule_version) == (office.control, 2, 1)
    # 5 of 6 marks, seven places, half up.
    assert control.fraction == Decimal("0.8333333")
    assert control.counts["2"] == {"items": 2, "answered": 2, "mark": "1", "maximum": "2"}
    assert (control.unit, control.position, control.recorded_at) == (office.unit, office.position, at)
    assert (desk.competency, desk.level, desk.fraction) == (office.desk, None, Decimal(1))


def test_record_evidence_repeated_writes_nothing_and_returns_the_same_rows(office, at):
    first = record(office, at)

    second = record(office, at)

    assert [row.pk for row in second] == [row.pk for row in first]
    assert CompetencyEvidence.objects.count() == 2


def test_record_evidence_of_a_regrade_stands_beside_the_first(office, at):
    record(office, at)

    (regraded,) = record(office, at, competency_counts={"KSTTHC": TOO_FEW}, seq=2)

    assert (regraded.seq, regraded.level) == (2, None)
    assert CompetencyEvidence.objects.count() == 3


def test_record_evidence_takes_the_rule_that_had_begun_on_the_day_of_the_test(office, at):
    make_level_rule(version=2, min_fraction="0.9", valid_from=date(2026, 11, 21))

    (before,) = record(office, at, competency_counts={"KSTTHC": LEVEL_TWO})
    (after,) = record(
        office, at, competency_counts={"KSTTHC": LEVEL_TWO}, observed_on=date(2026, 11, 21), source_key="a2"
    )

    # 80 % is enough for 70 % and too little for 90 %.
    assert (before.level, before.rule_version) == (2, 1)
    assert (after.level, after.rule_version) == (None, 2)


def test_record_evidence_names_the_competency_of_the_framework_in_force(office, at):
    office.framework.status = "ended"
    office.framework.save()
    present = make_framework(owner_unit=office.unit, version=2)
    same_code = make_competency(framework=present, code="KSTTHC")

    control, desk = record(office, at)

    assert control.competency == same_code
    # The new framework dropped the second code; the proof is still recorded under the old one.
    assert desk.competency == office.desk


def test_record_evidence_is_not_repeated_when_the_framework_changed_in_between(office, at):
    record(office, at)
    present = make_framework(owner_unit=office.unit, version=2)
    make_competency(framework=present, code="KSTTHC")

    record(office, at)

    assert CompetencyEvidence.objects.count() == 2


def test_record_evidence_costs_four_statements_for_one_competency_and_for_three(office, at, django_assert_num_queries):
    make_competency(framework=office.framework, code="BVDLCN")

    with django_assert_num_queries(6):  # four and the savepoint around them
        record(office, at, competency_counts={"KSTTHC": LEVEL_TWO})
    with django_assert_num_queries(6):
        three = dict.fromkeys(("KSTTHC", "NVMC", "BVDLCN"), LEVEL_TWO)
        record(office, at, competency_counts=three, source_key="a2")


def test_record_evidence_of_an_unknown_competency_is_refused(office, at):
    with pytest.raises(EvidenceRefused) as refusal:
        record(office, at, competency_counts={"KSTTHC": LEVEL_TWO, "XXX": LEVEL_TWO})

    assert (refusal.value.code, refusal.value.params) == ("competency_unknown", {"codes": "XXX"})
    assert not CompetencyEvidence.objects.exists()


def test_record_evidence_that_would_never_count_is_refused(office, at):
    with pytest.raises(EvidenceRefused) as refusal:
        record(office, at, expires_on=TESTED_ON)

    assert refusal.value.code == "evidence_expires_too_early"
    assert not CompetencyEvidence.objects.exists()


def test_record_evidence_before_any_rule_is_refused(office, at):
    with pytest.raises(LevelRuleMissing):
        record(office, at, observed_on=date(2019, 12, 31))

    assert not CompetencyEvidence.objects.exists()


def test_withdraw_evidence_keeps_the_proof_and_says_who_and_why(office, at):
    officer = make_user(username="noivu")
    proof = make_evidence(
        staff=office.staff, competency=office.control, unit=office.unit, position=office.position, source_key="a1"
    )

    withdrawal = withdraw_evidence(evidence=proof, reason=" Đề thi  bị lộ ", by=officer, at=at)

    assert (withdrawal.evidence, withdrawal.reason, withdrawal.by) == (proof, "Đề thi bị lộ", officer)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_uid, entry.actor_uid) == ("evidence.withdrawn", str(proof.uid), officer.uid)
    assert (entry.subject_uid, entry.unit_uid) == (office.staff.uid, office.unit.uid)


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdraw_evidence_without_a_reason_is_refused(office, at, reason):
    proof = make_evidence(
        staff=office.staff, competency=office.control, unit=office.unit, position=office.position, source_key="a1"
    )

    with pytest.raises(EvidenceRefused) as refusal:
        withdraw_evidence(evidence=proof, reason=reason, by=None, at=at)

    assert refusal.value.code == "evidence_reason_missing"
    assert not EvidenceWithdrawal.objects.exists()
    assert not AuditEntry.objects.exists()


def test_withdraw_evidence_twice_is_refused(office, at):
    proof = make_evidence(
        staff=office.staff, competency=office.control, unit=office.unit, position=office.position, source_key="a1"
    )
    withdraw_evidence(evidence=proof, reason="Đề thi bị lộ", by=None, at=at)

    with pytest.raises(EvidenceRefused) as refusal:
        withdraw_evidence(evidence=proof, reason="Lý do khác", by=None, at=at)

    assert refusal.value.code == "evidence_already_withdrawn"
    assert EvidenceWithdrawal.objects.get().reason == "Đề thi bị lộ"
    assert AuditEntry.objects.count() == 1
