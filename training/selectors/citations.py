"""What an edition rests on, with the state of each provision on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from legal.selectors import CitedProvision, LawState, cited_provisions
from training.models import EditionCitation, ModuleEdition


@dataclass(frozen=True, slots=True)
class CitationCard:
    """A citation as pages show it; see docs/screens.md."""

    where: str
    text: str
    state: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: str
    note: str
    url: str


def citations_of(edition: ModuleEdition, day: date, lesson_key: str | None = None) -> list[CitationCard]:
    """Return the provisions that an edition, or one of its lessons, cites, each once. Five queries."""
    rows = EditionCitation.objects.filter(edition=edition)
    if lesson_key is not None:
        rows = rows.filter(lesson_key=lesson_key)
    notes: dict[int, str] = {}
    for row in rows.order_by("pk"):
        notes.setdefault(row.provision_id, row.note)
    found = cited_provisions(list(notes), day)
    return [_card(found[key], note) for key, note in notes.items()]


def outdated_editions(editions: Collection[ModuleEdition], day: date) -> frozenset[int]:
    """Return the keys of the editions that cite a provision which has ended by `day`. Five queries."""
    cited = list(EditionCitation.objects.filter(edition__in=editions).values_list("edition_id", "provision_id"))
    found = cited_provisions({provision for _edition, provision in cited}, day)
    return frozenset(edition for edition, provision in cited if found[provision].state is LawState.EXPIRED)


def _card(ground: CitedProvision, note: str) -> CitationCard:
    return CitationCard(
        where=ground.where,
        text=ground.heading,
        state=ground.state.value,
        effective_from=ground.effective_from,
        effective_to=ground.effective_to,
        replaced_by=ground.replaced_by,
        note=note,
        url=reverse("legal_document_detail", args=[ground.document_uid]),
    )
