"""Rows of the legal register for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from datetime import date

from legal.models import CheckMark, DocumentRelation, LegalDocument, Provision
from legal.services.register import Dates, DocumentFacts, new_document


def make_document(
    *,
    number: str = "63/2010/NĐ-CP",
    title: str = "Kiểm soát thủ tục hành chính",
    kind: str = "",
    issuer: str = "Chính phủ",
    issued_on: date | None = None,
    effective_from: date | None = date(2010, 10, 14),
    effective_to: date | None = None,
    check_mark: str = CheckMark.TEXT,
) -> LegalDocument:
    """A document without provisions; the kind follows from the number unless given."""
    effect = Dates(effective_from, effective_to)
    row = new_document(DocumentFacts(number, title, kind, issuer, issued_on, effect, check_mark))
    row.save()
    return row


def make_provision(
    *,
    document: LegalDocument,
    path: str = "điều 3 khoản 1",
    heading: str = "",
    effective_from: date | None = None,
    effective_to: date | None = None,
) -> Provision:
    """A provision that follows its document unless it has days of its own."""
    return Provision.objects.create(
        document=document, path=path, heading=heading, effective_from=effective_from, effective_to=effective_to
    )


def make_relation(
    *,
    from_document: LegalDocument,
    to_document: LegalDocument,
    kind: str = DocumentRelation.Kind.REPLACES,
    effective_on: date | None = None,
    to_provision: Provision | None = None,
) -> DocumentRelation:
    """What the newer document does to the older one, or to one provision of it."""
    return DocumentRelation.objects.create(
        from_document=from_document,
        to_document=to_document,
        kind=kind,
        effective_on=effective_on,
        to_provision=to_provision,
    )
