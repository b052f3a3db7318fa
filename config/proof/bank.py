"""The bank and the exams: reviewed by somebody else, frozen, with their grounds."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q

from assessments.domain.questions.content import parse_content
from assessments.models import Exam, Question
from config.proof.finding import BATCH, Finding, Tally
from core.canonical import fingerprint
from core.errors import DomainError
from training.models import ModuleEdition

_EDITION = ("title", "summary", "lessons")
_FROZEN = (Question.Status.READY, Question.Status.OUTDATED, Question.Status.RETIRED)


def prove_questions(tally: Tally) -> Iterator[Finding]:
    """What a version says is what its digest says; versions in use were reviewed by somebody else and cite grounds."""
    rows = Question.objects.non_polymorphic().annotate(grounds=Count("citations"))
    columns = ("entry__code", "number", "type", "body", "key", "content_sha256", "status", "author_id", "reviewer_id")
    for row in tally.each(rows.order_by("pk").values_list(*columns, "grounds").iterator(chunk_size=BATCH)):
        code, number, kind, body, key, sha, status, author, reviewer, grounds = row
        where = f"{code}.{number}"
        if not _is_intact(kind, body, key, sha):
            yield Finding("question_changed", where)
        if status in _FROZEN and (reviewer is None or reviewer == author):
            yield Finding("question_not_reviewed", where)
        if status == Question.Status.READY and not grounds:
            yield Finding("question_without_ground", where)
    ready = Question.objects.non_polymorphic().filter(status=Question.Status.READY).values("entry__code")
    for entry in ready.annotate(versions=Count("pk")).filter(versions__gt=1).order_by("entry__code"):
        yield Finding("question_twice_ready", entry["entry__code"])


def prove_exams(tally: Tally) -> Iterator[Finding]:
    """A published exam was approved by somebody other than its author and asks at least one question."""
    rows = Exam.objects.exclude(status=Exam.Status.DRAFT).annotate(slots=Count("sections__slots"))
    tally.checked += rows.count()
    unapproved = Q(approver__isnull=True) | Q(approver=F("author")) | Q(published_at__isnull=True)
    for exam in rows.filter(unapproved | Q(slots=0)).order_by("code", "version"):
        yield Finding("exam_not_approved", f"{exam.code} {exam.version}")


def prove_editions(tally: Tally) -> Iterator[Finding]:
    """The editions that people studied are what was published."""
    for edition in tally.each(ModuleEdition.objects.order_by("pk").iterator(chunk_size=BATCH)):
        if fingerprint({name: getattr(edition, name) for name in _EDITION}) != edition.sha256:
            yield Finding("edition_changed", f"{edition.code} {edition.number}")


def _is_intact(kind: str, body: object, key: object, sha: str) -> bool:
    try:
        content = parse_content(kind, body, key)
    except DomainError:
        return False
    return content.sha256 == sha and content.body.to_json() == body and content.key.to_json() == key
