"""Writing questions: topics, entries, versions; what a version says, and that a frozen one says it for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from assessments.bank_permissions import can_author
from assessments.domain.questions.content import SCHEMA, Content
from assessments.models import Question, QuestionCategory, QuestionCitation, QuestionEntry
from assessments.querysets import FROZEN_STATUSES, FrozenRow
from core.clock import civil_day
from core.errors import DomainError, NotAllowed
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces, fold
from legal.models import CheckMark, Provision

if TYPE_CHECKING:
    from competencies.models import Competency
    from core.models import User
    from organization.models import OrganizationUnit

_OPEN = (Question.Status.DRAFT, Question.Status.IN_REVIEW)


class BankRefused(DomainError):
    """A command that the bank refuses.

    Codes: `category_exists`, `entry_exists` (params `number`), `question_without_source`, `question_version_open`,
    `question_not_draft`, `question_not_in_review`, `question_reviewer_is_author`, `question_unchecked`,
    `question_type_held`, `question_reason_missing`, `question_not_in_use`.
    """


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision on which a version rests. `cited_as_of` None: as it stands on a day that nobody noted."""

    provision: Provision
    check_mark: str = CheckMark.MEMORY
    cited_as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What one version says and rests on; `check_mark` tells how far it was checked against the source."""

    content: Content
    competency: Competency
    level: int
    grounds: tuple[Ground, ...]
    check_mark: str = CheckMark.MEMORY
    check_note: str = ""


@transaction.atomic
def add_category(
    *, code: str, name: str, parent: QuestionCategory | None = None, by: User | None, at: datetime
) -> QuestionCategory:
    """Add a topic at the top or below another.

    Raises:
        BankRefused: `category_exists`.
    """
    if QuestionCategory.objects.filter(code=code).exists():
        raise BankRefused("category_exists", number=code)
    values = {"code": code, "name": clean_spaces(name)}
    above = QuestionCategory.objects.get(pk=parent.pk) if parent else None
    category: QuestionCategory = above.add_child(**values) if above else QuestionCategory.add_root(**values)
    act = Act(
        "category.added",
        "question_category",
        str(category.uid),
        actor_uid=by.uid if by else None,
        detail={"code": code, "name": category.name},
    )
    record(act, at=at)
    return category


@transaction.atomic
def create_entry(
    *,
    code: str,
    category: QuestionCategory,
    owner_unit: OrganizationUnit,
    facts: VersionFacts,
    shared_down: bool = True,
    by: User,
    at: datetime,
) -> Question:
    """Write a new question: its entry and the first version, a draft.

    Raises:
        NotAllowed: the author has no right in the unit.
        BankRefused: `entry_exists`.
    """
    _check_author(by, owner_unit.pk, at)
    if QuestionEntry.objects.filter(code=code).exists():
        raise BankRefused("entry_exists", number=code)
    entry = QuestionEntry.objects.create(
        code=code, category=category, owner_unit=owner_unit, shared_down=shared_down, created_at=at
    )
    return _write_version(entry, 1, facts, by, at)


@transaction.atomic
def new_version(*, entry: QuestionEntry, facts: VersionFacts, by: User, at: datetime) -> Question:
    """Write the next version of a question, a draft; the one in use stays until the new one is approved.

    Raises:
        NotAllowed: the author has no right in the owner unit.
        BankRefused: `question_version_open`.
    """
    row = QuestionEntry.objects.select_for_update().get(pk=entry.pk)
    _check_author(by, row.owner_unit_id, at)
    versions = Question.objects.non_polymorphic().filter(entry=row)
    if versions.filter(status__in=_OPEN).exists():
        raise BankRefused("question_version_open")
    last = versions.aggregate(last=Max("number"))["last"] or 0
    return _write_version(row, last + 1, facts, by, at)


@transaction.atomic
def edit_draft(*, question: Question, facts: VersionFacts, by: User, at: datetime) -> Question:
    """Replace what a draft says. Its type may change with its content.

    Raises:
        NotAllowed: the author has no right in the owner unit.
        FrozenRow: the version was approved; an edit makes the next version.
        BankRefused: `question_not_draft`: it lies with the reviewer.
    """
    row = locked(question)
    _check_author(by, row.entry.owner_unit_id, at)
    if row.status in FROZEN_STATUSES:
        raise FrozenRow(name=row.entry.code)
    if row.status != Question.Status.DRAFT:
        raise BankRefused("question_not_draft")
    before = row.content_sha256
    changed = proxy_of(facts.content.kind.code)(pk=row.pk, uid=row.uid, entry=row.entry, number=row.number)
    changed.status, changed.created_at = row.status, row.created_at
    fill(changed, facts, by)
    changed.save(force_update=True)
    QuestionCitation.objects.filter(question_id=row.pk).delete()
    QuestionCitation.objects.bulk_create(citations(changed, facts))
    record(question_act("edited", changed, by, {"before": before, "after": changed.content_sha256}), at=at)
    return changed


def locked(question: Question) -> Question:
    """Return the row as it stands, its entry locked against other commands until the transaction ends."""
    QuestionEntry.objects.select_for_update().get(pk=question.entry_id)
    return Question.objects.non_polymorphic().select_related("entry__owner_unit").get(pk=question.pk)


def proxy_of(code: str) -> type[Question]:
    """Return the model under which versions of a question type are stored."""
    return next(model for model in Question.__subclasses__() if getattr(model, "type_code", "") == code)


def fill(question: Question, facts: VersionFacts, author: User) -> None:
    """Set what a version says; saves nothing."""
    content = facts.content
    question.type = content.kind.code
    question.competency, question.level = facts.competency, facts.level
    question.check_mark, question.check_note = facts.check_mark, facts.check_note
    question.author = author
    question.body, question.key = content.body.to_json(), content.key.to_json()
    question.schema = SCHEMA
    question.content_sha256 = content.sha256
    question.folded = fold(" ".join(_texts(question.body)))


def citations(question: Question, facts: VersionFacts) -> list[QuestionCitation]:
    """Return the links of a version to its grounds, each provision once; saves nothing."""
    once = {ground.provision.pk: ground for ground in facts.grounds}
    return [
        QuestionCitation(
            question=question,
            provision=ground.provision,
            cited_as_of=ground.cited_as_of,
            check_mark=ground.check_mark,
            note=ground.note,
        )
        for ground in once.values()
    ]


def question_act(verb: str, question: Question, by: User | None, detail: Mapping[str, object]) -> Act:
    """Return the audit entry of something done to a version."""
    return Act(
        f"question.{verb}",
        "question",
        str(question.uid),
        actor_uid=by.uid if by else None,
        unit_uid=question.entry.owner_unit.uid,
        detail={"code": question.entry.code, "number": question.number, **detail},
    )


def _write_version(entry: QuestionEntry, number: int, facts: VersionFacts, by: User, at: datetime) -> Question:
    question = proxy_of(facts.content.kind.code)(entry=entry, number=number, created_at=at)
    fill(question, facts, by)
    question.save(force_insert=True)
    QuestionCitation.objects.bulk_create(citations(question, facts))
    record(question_act("written", question, by, {"sha256": question.content_sha256}), at=at)
    return question


def _check_author(by: User, unit_id: int, at: datetime) -> None:
    if not can_author(by, unit_id, civil_day(at)):
        raise NotAllowed


def _texts(value: object) -> Iterable[str]:
    """Yield the texts of a body; ids and units are no words to search for."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in ("stem", "context", "text") and isinstance(inner, str):
                yield inner
            elif not isinstance(inner, str):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
