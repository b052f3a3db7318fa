"""The way of a version into use and out of it: handed in, appraised by somebody else, ready, outdated, retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from assessments.bank_permissions import can_author, can_review, reviewed_units
from assessments.domain.questions.registry import question_type
from assessments.models import Question, QuestionCitation, QuestionEntry
from assessments.services.bank import BankRefused, locked, question_act
from core.clock import civil_day
from core.errors import NotAllowed
from core.services.audit import record, record_many
from core.vietnamese.folding import clean_spaces
from legal.models import CheckMark

if TYPE_CHECKING:
    from core.models import User

_IN_USE = (Question.Status.READY, Question.Status.OUTDATED)
_OBSTACLES = ("question_reviewer_is_author", "question_unchecked", "question_type_held")


@dataclass(frozen=True, slots=True)
class BatchApproval:
    """What became of the versions that were handed in, by the code of their entries.

    `unchecked` still have to be compared with the norm, `held` are of a type that the exam page cannot ask, `own`
    were written by the reviewer.
    """

    approved: tuple[str, ...]
    unchecked: tuple[str, ...]
    held: tuple[str, ...]
    own: tuple[str, ...]


@transaction.atomic
def submit_for_review(*, question: Question, by: User, at: datetime) -> Question:
    """Hand a draft in for review.

    Raises:
        NotAllowed: no author's right in the owner unit.
        BankRefused: `question_not_draft`, `question_without_source`.
    """
    row = locked(question)
    if not can_author(by, row.entry.owner_unit_id, civil_day(at)):
        raise NotAllowed
    if row.status != Question.Status.DRAFT:
        raise BankRefused("question_not_draft")
    if not row.citations.exists():
        raise BankRefused("question_without_source")
    return _moved(row, Question.Status.IN_REVIEW, "submitted", by, at)


@transaction.atomic
def return_to_author(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Give a version back to its author, with the reason.

    Raises:
        NotAllowed: no reviewer's right in the owner unit.
        BankRefused: `question_reviewer_is_author`, `question_not_in_review`, `question_reason_missing`.
    """
    row = locked(question)
    _check_reviewer(by, row, at)
    reason = _reason(reason)
    return _moved(row, Question.Status.DRAFT, "returned", by, at, reason=reason)


@transaction.atomic
def confirm_check(*, question: Question, check_mark: str, note: str, by: User, at: datetime) -> Question:
    """Record that the reviewer compared answer and place with the norm (T) or a secondary source (S).

    Raises:
        NotAllowed: no reviewer's right in the owner unit.
        BankRefused: `question_reviewer_is_author`, `question_not_in_review`, `question_unchecked` for another mark.
    """
    row = locked(question)
    _check_reviewer(by, row, at)
    if check_mark not in (CheckMark.TEXT, CheckMark.SECONDARY):
        raise BankRefused("question_unchecked")
    before = row.check_mark
    row.check_mark, row.check_note = check_mark, clean_spaces(note)
    row.save(update_fields=["check_mark", "check_note"])
    QuestionCitation.objects.filter(question_id=row.pk).update(check_mark=check_mark)
    record(question_act("checked", row, by, {"before": before, "after": check_mark, "note": row.check_note}), at=at)
    return row


@transaction.atomic
def approve(*, question: Question, by: User, at: datetime) -> Question:
    """Bring a version into use: from now on it is frozen and may be drawn; the former one retires.

    Raises:
        NotAllowed: no reviewer's right in the owner unit.
        BankRefused: `question_reviewer_is_author`, `question_not_in_review`, `question_unchecked`,
            `question_type_held`.
    """
    row = locked(question)
    _check_reviewer(by, row, at)
    if obstacle := _obstacle(row, by):
        raise BankRefused(obstacle)
    _put_into_use([row], by, at)
    return row


@transaction.atomic
def approve_checked(*, questions: Iterable[Question] | None = None, by: User, at: datetime) -> BatchApproval:
    """Approve at once what was handed in and checked, and say what was left; questions never checked stay out.

    Considers the versions in review of the units that the reviewer's right covers, or those of `questions` among
    them. The number of statements does not depend on the number of versions.

    Raises:
        NotAllowed: the account may review nowhere.
    """
    units = reviewed_units(by, civil_day(at))
    if not units:
        raise NotAllowed
    sorted_out: dict[str, list[Question]] = {"": [], **{code: [] for code in _OBSTACLES}}
    for row in _handed_in(units, questions):
        sorted_out[_obstacle(row, by)].append(row)
    _put_into_use(sorted_out[""], by, at)
    return BatchApproval(
        approved=_codes(sorted_out[""]),
        unchecked=_codes(sorted_out["question_unchecked"]),
        held=_codes(sorted_out["question_type_held"]),
        own=_codes(sorted_out["question_reviewer_is_author"]),
    )


@transaction.atomic
def mark_outdated(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Take a version out of use because its ground changed; attempts that drew it keep it.

    Raises:
        NotAllowed: no reviewer's or author's right in the owner unit.
        BankRefused: `question_not_in_use`, `question_reason_missing`.
    """
    row = locked(question)
    _check_any_right(by, row, at)
    if row.status != Question.Status.READY:
        raise BankRefused("question_not_in_use")
    return _moved(row, Question.Status.OUTDATED, "outdated", by, at, reason=_reason(reason))


@transaction.atomic
def retire(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Take a version out of use for good; attempts that drew it keep it.

    Raises:
        NotAllowed: no reviewer's or author's right in the owner unit.
        BankRefused: `question_not_in_use`, `question_reason_missing`.
    """
    row = locked(question)
    _check_any_right(by, row, at)
    if row.status not in _IN_USE:
        raise BankRefused("question_not_in_use")
    return _moved(row, Question.Status.RETIRED, "retired", by, at, reason=_reason(reason))


def _obstacle(row: Question, by: User) -> str:
    """Return why a version in review may not be approved by an account, empty when it may."""
    if row.author_id == by.pk:
        return "question_reviewer_is_author"
    if row.check_mark == CheckMark.MEMORY:
        return "question_unchecked"
    return "" if question_type(row.type).deliverable else "question_type_held"


def _handed_in(units: frozenset[int], questions: Iterable[Question] | None) -> list[Question]:
    rows = Question.objects.non_polymorphic().filter(status=Question.Status.IN_REVIEW, entry__owner_unit_id__in=units)
    if questions is not None:
        rows = rows.filter(pk__in=[question.pk for question in questions])
    entries = rows.order_by("entry_id").values_list("entry_id", flat=True)
    list(QuestionEntry.objects.select_for_update().filter(pk__in=list(entries)).order_by("pk"))
    return list(rows.select_related("entry__owner_unit").order_by("entry__code"))


def _put_into_use(rows: list[Question], by: User, at: datetime) -> None:
    versions = Question.objects.non_polymorphic()
    entries = [row.entry_id for row in rows]
    versions.filter(entry_id__in=entries, status__in=_IN_USE).update(status=Question.Status.RETIRED)
    versions.filter(pk__in=[row.pk for row in rows]).update(status=Question.Status.READY, reviewer=by, reviewed_at=at)
    for row in rows:
        row.status, row.reviewer, row.reviewed_at = Question.Status.READY, by, at
    record_many([question_act("approved", row, by, {"sha256": row.content_sha256}) for row in rows], at=at)


def _moved(row: Question, status: Question.Status, verb: str, by: User, at: datetime, **detail: object) -> Question:
    row.status = status
    row.save(update_fields=["status"])
    record(question_act(verb, row, by, detail), at=at)
    return row


def _check_reviewer(by: User, row: Question, at: datetime) -> None:
    if row.author_id == by.pk:
        raise BankRefused("question_reviewer_is_author")
    if not can_review(by, row, civil_day(at)):
        raise NotAllowed
    if row.status != Question.Status.IN_REVIEW:
        raise BankRefused("question_not_in_review")


def _check_any_right(by: User, row: Question, at: datetime) -> None:
    today = civil_day(at)
    if not (can_author(by, row.entry.owner_unit_id, today) or can_review(by, row, today)):
        raise NotAllowed


def _reason(text: str) -> str:
    reason = clean_spaces(text)
    if not reason:
        raise BankRefused("question_reason_missing")
    return reason


def _codes(rows: list[Question]) -> tuple[str, ...]:
    return tuple(row.entry.code for row in rows)
