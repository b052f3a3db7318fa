"""Reading a file of questions into the bank: all of it or nothing, and a report of what was done, left and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from assessments.bank_permissions import can_author
from assessments.domain.starter_format import Reading, ReadQuestion, Remark, read_starter
from assessments.models import Question, QuestionCategory, QuestionCitation, QuestionEntry
from assessments.services.bank import Ground, VersionFacts, add_category, citations, fill, proxy_of
from competencies.models import Competency
from competencies.selectors import framework_in_force
from core.canonical import sha256_hex
from core.clock import civil_day
from core.errors import DomainError, NotAllowed
from core.messages import message_of
from core.services.audit import Act, record
from core.vietnamese.folding import fold
from legal.domain.citations import ParsedCitation, parse_citations
from legal.models import LegalDocument, Provision
from legal.services.register import (
    Dates,
    DocumentFacts,
    find_or_register_document,
    find_or_register_provision,
)

if TYPE_CHECKING:
    from core.models import User
    from organization.models import OrganizationUnit

_CODE_LIMIT, _NUMBER_LIMIT, _NOTE_LIMIT = 40, 60, 300
_NOT_CODE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file, by the codes of its questions.

    `accepted` are new in the bank, or would be; `unchanged` stand there already, word for word. With `refused` nothing
    was written at all. `is_written` False otherwise means a dry run, or that nothing was new.
    """

    accepted: tuple[str, ...]
    unchanged: tuple[str, ...]
    warnings: tuple[Remark, ...]
    refused: tuple[Remark, ...]
    is_written: bool

    def to_json(self) -> dict[str, object]:
        """Return the report for programs; the sentences are those that people read."""
        return {
            "accepted": list(self.accepted),
            "unchanged": list(self.unchanged),
            "warnings": [_spelled(remark) for remark in self.warnings],
            "refused": [_spelled(remark) for remark in self.refused],
            "written": self.is_written,
        }


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a file means for the bank as it stands."""

    new: tuple[ReadQuestion, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    competencies: Mapping[str, Competency]

    def report(self, *, is_written: bool) -> ImportReport:
        accepted = () if self.refused else tuple(question.code for question in self.new)
        return ImportReport(accepted, self.unchanged, self.warnings, self.refused, is_written)


def import_questions(
    *, content: bytes, owner_unit: OrganizationUnit, dry_run: bool = False, by: User, at: datetime
) -> ImportReport:
    """Read a file in the starter format into the bank of a unit, as versions handed in for review.

    Everything is written or, when a single question is refused, nothing. Documents and provisions that the register
    lacks are recorded with the mark of the question; topics are added by name. A question that stands in the bank word
    for word is passed over, so that the same file twice changes nothing. Questions of a type that the exam page cannot
    ask yet are read too and reported as held.

    Args:
        content: the bytes of the file.
        owner_unit: whose questions they become.
        dry_run: only report what would come of it.
        by: who imports; becomes the author, so somebody else appraises them.
        at: when.

    Raises:
        NotAllowed: the account may not write questions in the unit.
    """
    if not can_author(by, owner_unit.pk, civil_day(at)):
        raise NotAllowed
    with transaction.atomic():
        plan = _plan(_read(content))
        writes = bool(plan.new) and not plan.refused and not dry_run
        if writes:
            _write(plan, owner_unit, by, at)
            record(_act(plan, content, owner_unit, by), at=at)
    return plan.report(is_written=writes)


def _read(content: bytes) -> Reading:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Reading((), (Remark("#0", "content", "import_not_json"),))
    return read_starter(data)


def _plan(reading: Reading) -> _Plan:
    competencies = _competencies()
    known = _known(question.code for question in reading.accepted)
    new, unchanged, refused = [], [], list(reading.refused)
    for question in reading.accepted:
        fault = _fault(question, competencies, known)
        if fault is not None:
            refused.append(fault)
        elif question.code in known:
            unchanged.append(question.code)
        else:
            new.append(question)
    return _Plan(tuple(new), tuple(unchanged), tuple(refused), tuple(_warnings(new)), competencies)


def _competencies() -> dict[str, Competency]:
    """Return the competencies of the framework in force by folded name; files name them, people spell variously."""
    framework = framework_in_force()
    return {fold(row.name): row for row in framework.competencies.all()} if framework else {}


def _known(codes: Iterable[str]) -> dict[str, tuple[str, str, int]]:
    """Return digest, competency and level of the latest version under each code that the bank has."""
    rows = Question.objects.non_polymorphic().filter(entry__code__in=list(codes)).order_by("number")
    columns = rows.values_list("entry__code", "content_sha256", "competency__code", "level")
    return {code: (sha, competency, level) for code, sha, competency, level in columns}


def _fault(
    question: ReadQuestion, competencies: Mapping[str, Competency], known: Mapping[str, tuple[str, str, int]]
) -> Remark | None:
    competency = competencies.get(fold(question.competency))
    if competency is None:
        return Remark(question.code, "competency", "import_competency_unknown")
    if not parse_citations(question.source.article):
        return Remark(question.code, "source.article", "import_no_source")
    if len(question.source.document) > _NUMBER_LIMIT:
        return Remark(question.code, "source.document", "content_too_long")
    present = (question.content.sha256, competency.code, question.level)
    if known.get(question.code, present) != present:
        return Remark(question.code, "id", "import_differs")
    return None


def _warnings(questions: Iterable[ReadQuestion]) -> Iterable[Remark]:
    for question in questions:
        yield from question.warnings
        if not question.content.kind.deliverable:
            yield Remark(question.code, "type", "import_held")


def _write(plan: _Plan, owner_unit: OrganizationUnit, by: User, at: datetime) -> None:
    topics = _topics((question.topic for question in plan.new), by, at)
    register = _Register(by, at)
    entries = QuestionEntry.objects.bulk_create(
        QuestionEntry(code=question.code, category=topics[question.topic], owner_unit=owner_unit, created_at=at)
        for question in plan.new
    )
    versions, links = [], []
    for entry, question in zip(entries, plan.new, strict=True):
        facts = VersionFacts(
            content=question.content,
            competency=plan.competencies[fold(question.competency)],
            level=question.level,
            grounds=tuple(register.grounds(question)),
            check_mark=question.check_mark.value,
        )
        version = proxy_of(question.content.kind.code)(entry=entry, created_at=at, status=Question.Status.IN_REVIEW)
        fill(version, facts, by)
        versions.append(version)
        links.append((version, facts))
    Question.objects.bulk_create(versions)
    QuestionCitation.objects.bulk_create(link for version, facts in links for link in citations(version, facts))


def _topics(names: Iterable[str], by: User, at: datetime) -> dict[str, QuestionCategory]:
    """Return the topic of each name, adding those that are missing."""
    known = {fold(category.name): category for category in QuestionCategory.objects.all()}
    topics: dict[str, QuestionCategory] = {}
    for name in names:
        folded = fold(name)
        if folded not in known:
            known[folded] = add_category(code=_topic_code(folded), name=name, by=by, at=at)
        topics[name] = known[folded]
    return topics


def _topic_code(folded: str) -> str:
    return _NOT_CODE.sub("-", folded).strip("-")[:_CODE_LIMIT]


class _Register:
    """Documents and provisions of one import, each looked up once."""

    def __init__(self, by: User, at: datetime) -> None:
        self._by, self._at = by, at
        self._documents = {row.number: row for row in LegalDocument.objects.all()}
        self._provisions = {(row.document_id, row.path): row for row in Provision.objects.all()}

    def grounds(self, question: ReadQuestion) -> Iterable[Ground]:
        """Yield what a question rests on, recording what the register lacks."""
        for citation in parse_citations(question.source.article):
            provision = self._provision(self._document(question, citation), question, citation)
            yield Ground(provision, question.check_mark.value, note=_note(citation))

    def _document(self, question: ReadQuestion, citation: ParsedCitation) -> LegalDocument:
        number = question.source.document
        if number not in self._documents:
            # The days given with an amended provision are those of the amendment, not of the whole document.
            effect = Dates() if citation.amended_by else _dates(question)
            facts = DocumentFacts(number, effect=effect, check_mark=question.check_mark.value)
            self._documents[number], _ = find_or_register_document(facts=facts, by=self._by, at=self._at)
        return self._documents[number]

    def _provision(self, document: LegalDocument, question: ReadQuestion, citation: ParsedCitation) -> Provision:
        place = (document.pk, citation.path)
        if place not in self._provisions:
            self._provisions[place], _ = find_or_register_provision(
                document=document, path=citation.path, effect=_dates(question), by=self._by, at=self._at
            )
        return self._provisions[place]


def _dates(question: ReadQuestion) -> Dates:
    return Dates(question.source.effective_from, question.source.effective_to)


def _note(citation: ParsedCitation) -> str:
    """Return what the file says beside the place, in the words of the register."""
    amended = ", ".join(amendment.number for amendment in citation.amended_by)
    parts = (f"sửa đổi bởi {amended}" if amended else "", citation.note)
    return "; ".join(part for part in parts if part)[:_NOTE_LIMIT]


def _act(plan: _Plan, content: bytes, owner_unit: OrganizationUnit, by: User) -> Act:
    return Act(
        "questions.imported",
        "question_bank",
        str(owner_unit.uid),
        actor_uid=by.uid,
        unit_uid=owner_unit.uid,
        detail={"file_sha256": sha256_hex(content), "codes": [question.code for question in plan.new]},
    )


def _spelled(remark: Remark) -> dict[str, str]:
    return {
        "question": remark.question,
        "field": remark.field,
        "code": remark.code,
        "message": message_of(DomainError(remark.code)),
    }
