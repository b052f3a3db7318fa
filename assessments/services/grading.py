"""Grading what was handed in: from stored values alone, and only while the receipt still fits them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypedDict

from assessments.delivery.values import AttemptRow, StoredAnswer
from assessments.domain.grading import grade_paper
from assessments.domain.marking import Marks
from assessments.domain.paper import Paper
from assessments.domain.receipt import Handover, Receipt, SealedAnswer, make_receipt
from assessments.selectors.questions import contents_of
from assessments.services.snapshot import AttemptRules
from core.errors import DomainError


class ReceiptMismatch(DomainError):
    """What is stored is not what the receipt attests: nothing may be graded. Params: `attempt`."""

    code = "receipt_mismatch"


class OutcomeColumns(TypedDict):
    """The columns that an attempt caches and a grading keeps."""

    fraction: Decimal
    mark: Decimal
    max_mark: Decimal
    passed: bool


def outcome_columns(row: AttemptRow, marks: Marks) -> OutcomeColumns:
    """Return what marks mean by the rules of the attempt."""
    passed = AttemptRules.from_json(row.rules).pass_rule.is_passed(marks)
    return OutcomeColumns(fraction=marks.fraction, mark=marks.mark, max_mark=marks.max_mark, passed=passed)


def receipt_of(row: AttemptRow, answers: Iterable[StoredAnswer]) -> Receipt:
    """Return the receipt of a sealed attempt; from the same stored values it is always the same."""
    return make_receipt(
        Handover(
            attempt=str(row.uid),
            paper_sha256=row.paper_sha256,
            person=str(row.person),
            started_at=row.started_at,
            sealed_at=row.handed_in_at,
            answers=tuple(SealedAnswer.of(one.slot, one.epoch, one.revision, one.value) for one in answers),
        )
    )


def check_receipt(row: AttemptRow, answers: Iterable[StoredAnswer]) -> None:
    """Refuse an attempt whose stored answers, times or paper are not those that its receipt attests.

    Raises:
        ReceiptMismatch: they are not.
    """
    paper_is_intact = Paper.from_json(row.paper).sha256 == row.paper_sha256
    if not paper_is_intact or receipt_of(row, answers).sha256 != row.receipt:
        raise ReceiptMismatch(attempt=str(row.uid))


def marks_of(row: AttemptRow, answers: Iterable[StoredAnswer]) -> Marks:
    """Return the marks of a sealed attempt by the wording that was drawn. One query for questions not seen yet.

    Raises:
        ContentChanged: a question is gone or has another content than the paper says.
    """
    paper = Paper.from_json(row.paper)
    return grade_paper(paper, contents_of(paper), {answer.slot: answer.value for answer in answers})
