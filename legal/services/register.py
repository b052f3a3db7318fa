"""Recording documents, provisions, relations, and what is learned about their effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.errors import DomainError
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces, fold
from legal.domain.citations import parse_citations
from legal.domain.numbers import document_kind
from legal.models import CheckMark, DocumentRelation, LegalDocument, Provision

if TYPE_CHECKING:
    from core.models import User

# What people type before a number; searched, never shown.
_KIND_WORDS = {
    LegalDocument.Kind.LAW: "luật",
    LegalDocument.Kind.RESOLUTION: "nghị quyết",
    LegalDocument.Kind.DECREE: "nghị định",
    LegalDocument.Kind.DECISION: "quyết định",
    LegalDocument.Kind.CIRCULAR: "thông tư",
    LegalDocument.Kind.DIRECTIVE: "chỉ thị",
    LegalDocument.Kind.PLAN: "kế hoạch",
}
FOLDED_LIMIT = 700


class RegisterRefused(DomainError):
    """A row that the register cannot take.

    Codes: `legal_document_exists`, `legal_provision_exists`, `legal_relation_exists`, `legal_effect_backward`,
    `legal_path_several`, `legal_relation_to_itself`, `legal_provision_elsewhere`.
    """


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of effect, half-open; None is unknown or not set.

    Raises:
        RegisterRefused: `legal_effect_backward`.
    """

    effective_from: date | None = None
    effective_to: date | None = None

    def __post_init__(self) -> None:
        if self.effective_from and self.effective_to and self.effective_to <= self.effective_from:
            raise RegisterRefused("legal_effect_backward", start=self.effective_from, end=self.effective_to)


UNKNOWN_DATES = Dates()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document. An empty `kind` is read from the number; `source_sha256` names the file checked."""

    number: str
    title: str = ""
    kind: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effect: Dates = UNKNOWN_DATES
    check_mark: str = CheckMark.MEMORY
    source_sha256: str = ""


def new_document(facts: DocumentFacts) -> LegalDocument:
    """Return the row of a document, saving nothing."""
    number = clean_spaces(facts.number)
    kind = facts.kind or document_kind(number)
    searched = fold(f"{_KIND_WORDS.get(LegalDocument.Kind(kind), '')} {number} {facts.title} {facts.issuer}")
    return LegalDocument(
        number=number,
        kind=kind,
        issuer=facts.issuer,
        title=facts.title,
        issued_on=facts.issued_on,
        effective_from=facts.effect.effective_from,
        effective_to=facts.effect.effective_to,
        check_mark=facts.check_mark,
        source_sha256=facts.source_sha256,
        folded=searched[:FOLDED_LIMIT],
    )


@transaction.atomic
def register_document(*, facts: DocumentFacts, by: User | None, at: datetime) -> LegalDocument:
    """Record a document under its number. `by` None is a command at the console.

    Raises:
        RegisterRefused: `legal_document_exists`.
    """
    document, created = find_or_register_document(facts=facts, by=by, at=at)
    if not created:
        raise RegisterRefused("legal_document_exists", number=document.number)
    return document


@transaction.atomic
def find_or_register_document(*, facts: DocumentFacts, by: User | None, at: datetime) -> tuple[LegalDocument, bool]:
    """Return the document of that number, recording it where it is missing, and whether it was.

    One that is there stays as it is: what an office knows of it outweighs what a question file says.
    """
    row = new_document(facts)
    document, created = LegalDocument.objects.get_or_create(number=row.number, defaults=_columns(row))
    if created:
        detail = {"number": document.number, "check": document.check_mark}
        record(_act("registered", document, by, detail), at=at)
    return document, created


@transaction.atomic
def register_provision(
    *,
    document: LegalDocument,
    path: str,
    heading: str = "",
    effect: Dates = UNKNOWN_DATES,
    by: User | None,
    at: datetime,
) -> Provision:
    """Record a place in a document, under the one spelling that all citations of it share.

    Raises:
        RegisterRefused: `legal_path_several`, `legal_provision_exists`.
    """
    provision, created = find_or_register_provision(
        document=document, path=canonical_path(path), heading=heading, effect=effect, by=by, at=at
    )
    if not created:
        raise RegisterRefused("legal_provision_exists", path=path, number=document.number)
    return provision


@transaction.atomic
def find_or_register_provision(
    *,
    document: LegalDocument,
    path: str,
    heading: str = "",
    effect: Dates = UNKNOWN_DATES,
    by: User | None,
    at: datetime,
) -> tuple[Provision, bool]:
    """Return the provision at a canonical path, recording it where it is missing, and whether it was.

    Days that are the document's own are not repeated: the provision then follows the document when they change.
    """
    start = None if effect.effective_from == document.effective_from else effect.effective_from
    end = None if effect.effective_to == document.effective_to else effect.effective_to
    provision, created = Provision.objects.get_or_create(
        document=document, path=path, defaults={"heading": heading, "effective_from": start, "effective_to": end}
    )
    if created:
        detail = {"document": document.number, "path": path}
        record(_act("registered", provision, by, detail), at=at)
    return provision, created


@transaction.atomic
def relate_documents(
    *,
    from_document: LegalDocument,
    to_document: LegalDocument,
    kind: str,
    effective_on: date | None,
    from_provision: Provision | None = None,
    to_provision: Provision | None = None,
    by: User | None,
    at: datetime,
) -> DocumentRelation:
    """Record what the newer document does to the older one, whole or at a provision, from a day that may be unknown.

    Raises:
        RegisterRefused: `legal_relation_to_itself`, `legal_provision_elsewhere`, `legal_relation_exists`.
    """
    if from_document.pk == to_document.pk:
        raise RegisterRefused("legal_relation_to_itself")
    for document, provision in ((from_document, from_provision), (to_document, to_provision)):
        if provision is not None and provision.document_id != document.pk:
            raise RegisterRefused("legal_provision_elsewhere")
    relation, created = DocumentRelation.objects.get_or_create(
        from_document=from_document,
        to_document=to_document,
        from_provision=from_provision,
        to_provision=to_provision,
        kind=kind,
        defaults={"effective_on": effective_on},
    )
    if not created:
        raise RegisterRefused("legal_relation_exists")
    detail = {"kind": kind, "to": to_document.number, "on": str(effective_on or "")}
    record(_act("related", from_document, by, detail), at=at)
    return relation


@transaction.atomic
def change_effect(*, row: LegalDocument | Provision, effect: Dates, by: User | None, at: datetime) -> None:
    """Record what is now known of the days of a document or provision; None says that they are unknown again.

    The audit entry keeps the days that stood before. `row` is brought up to date.
    """
    present = type(row)._default_manager.select_for_update().get(pk=row.pk)
    before = [str(present.effective_from or ""), str(present.effective_to or "")]
    row.effective_from, row.effective_to = effect.effective_from, effect.effective_to
    row.save(update_fields=["effective_from", "effective_to"])
    after = [str(effect.effective_from or ""), str(effect.effective_to or "")]
    record(_act("effect_changed", row, by, {"before": before, "after": after}), at=at)


def canonical_path(text: str) -> str:
    """Return the path under which a provision stands, "điều 17 khoản 2"; words that name no article stay as they are.

    Raises:
        RegisterRefused: `legal_path_several`.
    """
    found = parse_citations(text)
    if len(found) != 1:
        raise RegisterRefused("legal_path_several", path=text)
    return found[0].path


def _columns(row: LegalDocument) -> dict[str, object]:
    names = ("kind", "issuer", "title", "issued_on", "effective_from", "effective_to", "check_mark", "source_sha256")
    return {name: getattr(row, name) for name in (*names, "folded")}


def _act(verb: str, row: LegalDocument | Provision, by: User | None, detail: Mapping[str, object]) -> Act:
    kind = "legal_document" if isinstance(row, LegalDocument) else "legal_provision"
    return Act(f"{kind}.{verb}", kind, str(row.uid), actor_uid=by.uid if by else None, detail=dict(detail))
