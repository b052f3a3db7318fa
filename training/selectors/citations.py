"""What an edition rests on, with the state of each provision on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from legal.domain.citations import display
from training.models import ModuleEdition


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
