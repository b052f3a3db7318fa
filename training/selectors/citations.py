"""What an edition rests on, with the state of each provision on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from legal.domain.citations import display
from legal.domain.effect import Effect, EffectStatus
from legal.selectors.effects import provision_effects
from training.models import EditionCitation, ModuleEdition

STATES = {
    EffectStatus.IN_FORCE: "in_force",
    EffectStatus.ENDED: "expired",
    EffectStatus.NOT_YET: "not_yet",
    EffectStatus.UNKNOWN: "unknown",
}


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
    """Return the provisions that an edition, or one of its lessons, cites, each once. Three queries."""
    rows = EditionCitation.objects.filter(edition=edition).select_related("provision__document")
    if lesson_key is not None:
        rows = rows.filter(lesson_key=lesson_key)
    cited = {row.provision_id: row for row in rows.order_by("pk")}
    effects = provision_effects(cited.keys())
    return [_card(row, effects[key], day) for key, row in cited.items()]


def _card(row: EditionCitation, effect: Effect, day: date) -> CitationCard:
    document = row.provision.document
    return CitationCard(
        where=f"{display(row.provision.path)}, {document.number}",
        text=row.provision.heading,
        state=STATES[effect.on(day)],
        effective_from=effect.effective_from,
        effective_to=effect.effective_to,
        replaced_by="",
        note=row.note,
        url=reverse("legal_document_detail", args=[document.uid]),
    )
