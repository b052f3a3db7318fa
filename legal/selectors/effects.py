"""The effect of documents and provisions, after all that newer documents did to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from legal.domain.effect import Effect, Relation, RelationKind, after_relations, provision_effect
from legal.models import DocumentRelation, LegalDocument, Provision

# Whole documents stand under (document, None), provisions under (document, provision).
_Place = tuple[int, int | None]


def document_effects(document_ids: Collection[int] | None = None) -> dict[int, Effect]:
    """Return the effect of documents by key. None asks for all. Two queries."""
    rows = LegalDocument.objects.all()
    if document_ids is not None:
        rows = rows.filter(pk__in=document_ids)
    relations = _relations(document_ids)
    return {
        key: after_relations(Effect(start, end), relations.get((key, None), ()))
        for key, start, end in rows.values_list("pk", "effective_from", "effective_to")
    }


def provision_effects(provision_ids: Collection[int]) -> dict[int, Effect]:
    """Return the effect of provisions by key: their own days, else their document's. Two queries."""
    columns = (
        "pk",
        "document_id",
        "effective_from",
        "effective_to",
        "document__effective_from",
        "document__effective_to",
    )
    rows = list(Provision.objects.filter(pk__in=provision_ids).values_list(*columns))
    relations = _relations({document for _, document, *_ in rows})
    return {
        key: provision_effect(
            after_relations(Effect(document_start, document_end), relations.get((document, None), ())),
            after_relations(Effect(start, end), relations.get((document, key), ())),
        )
        for key, document, start, end, document_start, document_end in rows
    }


def _relations(document_ids: Collection[int] | None) -> dict[_Place, list[Relation]]:
    """Return what newer documents do to the given ones, by what they touch. One query."""
    rows = DocumentRelation.objects.all()
    if document_ids is not None:
        rows = rows.filter(to_document_id__in=document_ids)
    found: dict[_Place, list[Relation]] = defaultdict(list)
    for document, provision, kind, day in rows.values_list("to_document_id", "to_provision_id", "kind", "effective_on"):
        found[document, provision].append(Relation(RelationKind(kind), day))
    return found
