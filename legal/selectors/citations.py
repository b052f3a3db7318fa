"""Provisions as the ground of something: where it is written, and how that stands on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from legal.domain.citations import display
from legal.domain.effect import RelationKind
from legal.models import DocumentRelation, LegalDocument, Provision
from legal.selectors.effects import provision_effects
from legal.selectors.states import LawState, law_state


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """One ground. `where` is the citation as offices write it; `replaced_by` the number of what replaced it, or ""."""

    provision_id: int
    where: str
    heading: str
    document_uid: UUID
    number: str
    state: LawState
    effective_from: date | None
    effective_to: date | None
    replaced_by: str


def cited_provisions(provision_ids: Collection[int], day: date) -> dict[int, CitedProvision]:
    """Return the provisions by key, with their state on a day. Four queries."""
    effects = provision_effects(provision_ids)
    rows = list(Provision.objects.filter(pk__in=provision_ids).select_related("document"))
    successors = _successors({row.document_id for row in rows}, day)
    return {
        row.pk: CitedProvision(
            provision_id=row.pk,
            where=f"{display(row.path)} {document_name(row.document)}",
            heading=row.heading,
            document_uid=row.document.uid,
            number=row.document.number,
            state=law_state(effects[row.pk], day),
            effective_from=effects[row.pk].effective_from,
            effective_to=effects[row.pk].effective_to,
            replaced_by=successors.get(row.document_id, ""),
        )
        for row in rows
    }


def document_name(document: LegalDocument) -> str:
    """Return kind and number, "Nghị định 63/2010/NĐ-CP"; what is of no usual kind goes by its number alone."""
    if document.kind == LegalDocument.Kind.OTHER:
        return document.number
    return f"{LegalDocument.Kind(document.kind).label} {document.number}"


def _successors(document_ids: Collection[int], day: date) -> dict[int, str]:
    rows = DocumentRelation.objects.filter(
        to_document_id__in=document_ids,
        to_provision__isnull=True,
        kind=RelationKind.REPLACES,
        effective_on__lte=day,
    )
    return dict(rows.order_by("effective_on").values_list("to_document_id", "from_document__number"))
