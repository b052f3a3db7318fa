"""Attempts: the paper is the one drawn, its law was in force, receipt and marks follow from the stored answers."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.domain.grading import grade_paper
from assessments.domain.marking import Marks
from assessments.domain.paper import Paper
from assessments.services.grading import outcome_columns, receipt_of
from config.proof.cases import Case, cases
from config.proof.finding import Finding, Tally
from core.clock import civil_day
from core.errors import DomainError
from legal.domain.effect import in_force_on


def prove_attempts(tally: Tally) -> Iterator[Finding]:
    """Work every sealed attempt out anew from what is stored, in one pass."""
    for case in tally.each(cases()):
        where = str(case.attempt.uid)
        paper = _paper(case)
        if paper is None:
            yield Finding("paper_changed", where)
            continue
        codes = [*_of_paper(case, paper), *_of_answers(case, paper), *_of_marks(case, paper)]
        yield from (Finding(code, where) for code in dict.fromkeys(codes))


def _paper(case: Case) -> Paper | None:
    """Return the paper, or None when it is not the one whose digest was noted."""
    try:
        paper = Paper.from_json(case.attempt.paper)
    except DomainError:
        return None
    return paper if paper.sha256 == case.attempt.paper_sha256 else None


def _of_paper(case: Case, paper: Paper) -> Iterator[str]:
    day = civil_day(case.attempt.prepared_at)
    for slot in paper.slots:
        if case.bank.shas.get(slot.question) != slot.sha:
            yield "attempt_question_changed"
        if not in_force_on(case.bank.grounds.get(slot.question, ()), day).are_drawable:
            yield "attempt_ground_not_in_force"


def _of_answers(case: Case, paper: Paper) -> Iterator[str]:
    attempt = case.attempt
    for one in case.arrived:
        if one.at > case.counts_until:
            yield "answer_after_the_end"
        if paper.slot(one.answer.slot) is None:
            yield "answer_outside_the_paper"
    if not attempt.receipt:
        yield "receipt_missing"
    elif receipt_of(case.row, case.answers).sha256 != attempt.receipt:
        yield "receipt_differs"


def _of_marks(case: Case, paper: Paper) -> Iterator[str]:
    if not case.gradings:
        yield "grading_missing"
        return
    if [grading.number for grading in case.gradings] != list(range(1, len(case.gradings) + 1)):
        yield "grading_number_missing"
    latest = case.gradings[-1]
    marks = _marks(case, paper)
    if marks is None or not _says(latest, marks, case):
        yield "grading_differs"
    cached = (case.attempt.fraction, case.attempt.mark, case.attempt.max_mark, case.attempt.passed)
    if cached != (latest.fraction, latest.mark, latest.max_mark, latest.passed):
        yield "attempt_cache_differs"


def _marks(case: Case, paper: Paper) -> Marks | None:
    try:
        return grade_paper(paper, case.bank.contents, {one.slot: one.value for one in case.answers})
    except DomainError:
        return None


def _says(grading: object, marks: Marks, case: Case) -> bool:
    """Tell whether a stored grading says what the marks say."""
    outcome = outcome_columns(case.row, marks)
    stored = {name: getattr(grading, name) for name in outcome}
    return stored == dict(outcome) and getattr(grading, "result", None) == marks.to_json()
