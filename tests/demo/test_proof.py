"""The proof finds nothing in the demo, and names each row that was broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Model

from assessments.domain.paper import Paper
from assessments.models import Attempt, Exam, Grading, Question, QuestionCitation, Response
from certificates.models import Certificate, CertificateEvent
from competencies.models import CompetencyEvidence, EvidenceWithdrawal
from config.proof import organization
from config.proof.finding import Finding, Tally
from config.proof.prover import PARTS, prove
from config.proof.sentences import SENTENCES
from core.models import AuditEntry
from organization.models import JobAssignment, OrganizationUnit, Position, RoleGrant, UnitChange, UnitPlacement
from tests.support.demo import DemoSnapshot
from training.models import Completion, Enrolment, LessonProgress, ModuleEdition


def _tamper(row: Model, **values: Any) -> None:
    """Change columns behind the back of every model and service."""
    table = connection.ops.quote_name(row._meta.db_table)
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
    parameters = [json.dumps(value) if isinstance(value, dict | list) else value for value in values.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"update {table} set {columns} where id = %s", [*parameters, row.pk])


def _forget(rows: Any) -> None:
    rows._raw_delete(rows.db)


def _found(code: str) -> set[Finding]:
    part = next(part for part in PARTS if part.code == code)
    return set(part.prove(Tally()))


def _attempts(count: int, **conditions: Any) -> list[Attempt]:
    return list(Attempt.objects.filter(state="sealed", **conditions).order_by("pk")[:count])


def _unit(code: str) -> OrganizationUnit:
    return OrganizationUnit.objects.get(code=code)


def test_proof_finds_nothing_in_the_demo(demo: DemoSnapshot) -> None:
    results = list(prove())

    assert [finding for proved in results for finding in proved.findings] == []
    assert {proved.part.code for proved in results if not proved.checked} == set()


def test_command_tells_that_everything_holds(demo: DemoSnapshot, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_demo", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is True
    assert [part["code"] for part in told["parts"]] == [part.code for part in PARTS]


def test_command_ends_with_status_one_and_names_what_is_wrong(
    demo: DemoSnapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = Certificate.objects.filter(issued_on__isnull=False).earliest("pk")
    _tamper(certificate, file_sha256="0" * 64)

    with pytest.raises(CommandError) as error:
        call_command("verify_demo")

    assert error.value.returncode == 1
    assert f"[{certificate.register_no}]" in capsys.readouterr().out


def test_each_finding_of_the_proof_has_its_words() -> None:
    assert all(str(sentence) for sentence in SENTENCES.values())


@pytest.mark.django_db
def test_proof_of_an_empty_database_says_that_it_looked_at_nothing() -> None:
    results = list(prove())

    assert [finding for proved in results for finding in proved.findings] == []
    assert sum(proved.checked for proved in results) == 0


def test_units_that_stand_in_a_circle_are_named(demo: DemoSnapshot) -> None:
    _tamper(UnitPlacement.objects.get(unit__code="DM"), parent_id=_unit("DM.VP").pk)

    findings = _found("units")

    assert {finding.code for finding in findings} == {"placement_circle"}
    assert any("DM.VP" in finding.where for finding in findings)


def test_ends_of_units_without_reason_or_heir_are_named(demo: DemoSnapshot) -> None:
    _forget(UnitChange.objects.filter(predecessor__code="VS.TP"))
    UnitChange.objects.filter(predecessor__code="VS.THUONGNHAM").update(heir=False)

    assert _found("units") == {Finding("change_missing", "VS.TP"), Finding("change_no_heir", "VS.THUONGNHAM")}


def test_postings_outside_the_life_of_unit_or_position_are_named(demo: DemoSnapshot) -> None:
    early, misplaced = _newcomers()
    _tamper(early, valid_from=date(2025, 6, 1))
    _tamper(misplaced, position_id=Position.objects.get(code="chu-tich-huyen").pk)

    assert _found("postings") == {
        Finding("posting_unit_not_alive", f"{early.staff.uid} 2025-06-01"),
        Finding("posting_position_not_valid", f"{misplaced.staff.uid} {misplaced.valid_from}"),
    }


def _newcomers() -> list[JobAssignment]:
    """Two people whose only posting is in Đồng Mây."""
    rows = JobAssignment.objects.filter(unit__code="DM.TTPVHCC", staff__identifiers__value__gt="SL0212")
    return list(rows.select_related("staff").order_by("pk")[:2])


def test_report_that_loses_a_person_is_named(demo: DemoSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    def loses_somebody(people: Any, mode: Any, **facts: Any) -> dict[Any, frozenset[Any]]:
        return {None: frozenset(member.person for member in list(people)[1:])}

    monkeypatch.setattr(organization, "roll_up", loses_somebody)

    assert Finding("population_differs", "2025-06-30 now") in _found("population")


def test_right_on_a_unit_that_ended_is_named(demo: DemoSnapshot) -> None:
    _tamper(RoleGrant.objects.get(user__username="thutruong"), unit_id=_unit("VS").pk)

    assert _found("grants") == {Finding("grant_outlives_unit", "thutruong unit_head VS")}


def test_questions_changed_unreviewed_or_without_ground_are_named(demo: DemoSnapshot) -> None:
    ready = Question.objects.non_polymorphic().filter(status="ready").order_by("pk")
    changed, groundless = ready[0], ready[1]
    waiting = Question.objects.non_polymorphic().filter(status="in_review").earliest("pk")
    _tamper(changed, body=changed.body | {"stem": "Câu khác?"})
    _tamper(waiting, status="retired")
    _forget(QuestionCitation.objects.filter(question_id=groundless.pk))

    assert _found("questions") == {
        Finding("question_changed", f"{changed.entry.code}.1"),
        Finding("question_not_reviewed", f"{waiting.entry.code}.1"),
        Finding("question_without_ground", f"{groundless.entry.code}.1"),
    }


def test_exam_without_approval_is_named(demo: DemoSnapshot) -> None:
    _tamper(Exam.objects.get(version=1), approver_id=None)

    assert _found("exams") == {Finding("exam_not_approved", "CCHC 1")}


def test_changed_edition_is_named(demo: DemoSnapshot) -> None:
    _tamper(ModuleEdition.objects.get(), title="Chuyên đề khác")

    assert _found("editions") == {Finding("edition_changed", "KSTTHC 1")}


def _change_paper(attempt: Attempt) -> None:
    paper = json.loads(json.dumps(attempt.paper))
    paper["slots"][0]["max_mark"] = "2"
    _tamper(attempt, paper=paper)


def _swap_question(attempt: Attempt) -> None:
    paper = json.loads(json.dumps(attempt.paper))
    paper["slots"][0]["sha"] = "0" * 64
    _tamper(attempt, paper=paper, paper_sha256=Paper.from_json(paper).sha256)


def _prepare_long_ago(attempt: Attempt) -> None:
    _tamper(attempt, prepared_at=datetime.fromisoformat("2009-01-05T08:00:00+07:00"))


def _delay_answer(attempt: Attempt) -> None:
    late = attempt.sealed_at + timedelta(days=1)
    row = Response.objects.filter(attempt=attempt).order_by("revision").values_list("slot", "revision")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "update assessments_response set arrived_at = %s where attempt_id = %s and slot = %s and revision = %s",
            [late, attempt.pk, *row],
        )


def _add_answer(attempt: Attempt) -> None:
    at = attempt.started_at + timedelta(minutes=1)
    Response.objects.create(attempt=attempt, slot=99, epoch=1, revision=99, payload=True, arrived_at=at, standing=0)


def _drop_receipt(attempt: Attempt) -> None:
    _tamper(attempt, receipt="")


def _forge_receipt(attempt: Attempt) -> None:
    _tamper(attempt, receipt="0" * 64)


def _change_answer(attempt: Attempt) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update assessments_response set payload = 'null' where attempt_id = %s", [attempt.pk])


def _drop_grading(attempt: Attempt) -> None:
    _forget(Grading.objects.filter(attempt=attempt))


def _renumber_grading(attempt: Attempt) -> None:
    _tamper(attempt.gradings.get(), number=2, reason="Chấm lại")


def _give_a_mark(attempt: Attempt) -> None:
    grading = attempt.gradings.get()
    _tamper(grading, mark=grading.mark - 1)


def _embellish(attempt: Attempt) -> None:
    _tamper(attempt, fraction=attempt.fraction / 2)


# What is done to an attempt, and the codes that must name it.
_TAMPERING: list[tuple[Callable[[Attempt], None], set[str]]] = [
    (_change_paper, {"paper_changed"}),
    (_swap_question, {"attempt_question_changed", "receipt_differs"}),
    (_prepare_long_ago, {"attempt_ground_not_in_force"}),
    (_delay_answer, {"answer_after_the_end"}),
    (_add_answer, {"answer_outside_the_paper", "receipt_differs"}),
    (_drop_receipt, {"receipt_missing"}),
    (_forge_receipt, {"receipt_differs"}),
    (_change_answer, {"receipt_differs", "grading_differs"}),
    (_drop_grading, {"grading_missing"}),
    (_renumber_grading, {"grading_number_missing"}),
    (_give_a_mark, {"grading_differs", "attempt_cache_differs"}),
    (_embellish, {"attempt_cache_differs"}),
]


def test_each_way_of_tampering_with_an_attempt_is_named(demo: DemoSnapshot) -> None:
    attempts = _attempts(len(_TAMPERING), passed=True)
    expected = set()
    for attempt, (tamper, codes) in zip(attempts, _TAMPERING, strict=True):
        tamper(attempt)
        expected |= {Finding(code, str(attempt.uid)) for code in codes}

    assert _found("attempts") == expected


def test_evidence_whose_level_does_not_follow_is_named(demo: DemoSnapshot) -> None:
    higher, unjudged = CompetencyEvidence.objects.filter(level=2).order_by("pk")[:2]
    _tamper(higher, level=5)
    _tamper(unjudged, rule_version=99)

    assert _found("levels") == {
        Finding("evidence_level_differs", str(higher.uid)),
        Finding("evidence_rule_missing", str(unjudged.uid)),
    }


def test_evidence_missing_different_or_of_a_void_attempt_is_named(demo: DemoSnapshot) -> None:
    missing, different = CompetencyEvidence.objects.filter(withdrawal=None, competency__code="KSTTHC").order_by("pk")[
        :2
    ]
    void = Attempt.objects.get(state="void")
    _forget(CompetencyEvidence.objects.filter(pk=missing.pk))
    _tamper(different, unit_id=_unit("NL").pk)
    _forget(EvidenceWithdrawal.objects.filter(evidence__source_key=void.uid.hex))

    found = {(finding.code, finding.where.replace("-", "")) for finding in _found("sources")}

    assert found == {
        ("evidence_missing", f"{missing.source_key} KSTTHC"),
        ("evidence_differs", f"{different.source_key} KSTTHC"),
        ("evidence_of_void_attempt", f"{void.uid.hex} KSTTHC"),
        ("evidence_of_void_attempt", f"{void.uid.hex} KTCCHC"),
    }


def test_completions_before_the_edition_or_without_lessons_are_named(demo: DemoSnapshot) -> None:
    early, unread = Completion.objects.order_by("pk")[:2]
    _tamper(early, at=datetime.fromisoformat("2026-07-01T08:00:00+07:00"))
    _forget(LessonProgress.objects.filter(enrolment=unread.enrolment, lesson_key=unread.edition.lessons[0]["key"]))

    assert _found("completions") == {
        Finding("completion_of_another_edition", str(early.uid)),
        Finding("completion_without_lessons", str(unread.uid)),
    }


def test_enrolment_that_says_other_than_its_log_is_named(demo: DemoSnapshot) -> None:
    enrolment = Enrolment.objects.filter(state="completed").earliest("pk")
    _tamper(enrolment, state="open")

    assert _found("enrolments") == {Finding("enrolment_state_differs", str(enrolment.uid))}


def test_attempt_begun_before_the_module_is_named(demo: DemoSnapshot) -> None:
    attempt = _attempts(1, exam__version=2)[0]
    _tamper(attempt, started_at=datetime.fromisoformat("2026-08-01T08:00:00+07:00"))

    assert _found("gates") == {Finding("attempt_before_module", str(attempt.uid))}


def test_numbers_with_a_gap_or_from_nowhere_are_named(demo: DemoSnapshot) -> None:
    gap, foreign = Certificate.objects.filter(issued_on__year=2026).order_by("pk")[:2]
    _tamper(gap, serial_no="CCHC-2026-99999")
    _tamper(foreign, register_no="viết tay")

    assert _found("numbers") == {
        Finding("certificate_numbers_not_gapless", "SL.SNV serial:CCHC 2026"),
        Finding("certificate_numbers_not_gapless", "SL.SNV register:{number}/{year}/GCN-{unit} 2026"),
        Finding("certificate_number_foreign", "viết tay"),
    }


def test_paper_of_a_certificate_that_changed_is_named(demo: DemoSnapshot) -> None:
    changed, reprinted, lost = Certificate.objects.filter(issued_on__isnull=False).order_by("pk")[:3]
    _tamper(changed, file_sha256="0" * 64)
    _tamper(reprinted, snapshot=reprinted.snapshot | {"register_no": "999/2024/GCN-UBND"})
    _tamper(lost, file="giay-chung-nhan/khong-co.pdf")

    assert _found("papers") == {
        Finding("certificate_paper_changed", changed.register_no),
        Finding("certificate_snapshot_differs", reprinted.register_no),
        Finding("certificate_paper_changed", lost.register_no),
    }


def test_certificates_with_an_impossible_log_or_without_a_pass_are_named(demo: DemoSnapshot) -> None:
    impossible, unearned = Certificate.objects.filter(supersedes=None).order_by("pk")[:2]
    _forget(CertificateEvent.objects.filter(certificate=impossible, kind="draft"))
    _tamper(unearned, source_key="0" * 32)

    assert _found("logs") == {
        Finding("certificate_log_impossible", impossible.register_no),
        Finding("certificate_not_earned", unearned.register_no),
    }


def test_changed_entry_of_the_audit_log_is_named(demo: DemoSnapshot) -> None:
    entry = AuditEntry.objects.select_related("link").earliest("pk")
    _tamper(entry, verb="nothing.happened")

    assert _found("audit") == {Finding("audit_changed", str(entry.link.number))}
