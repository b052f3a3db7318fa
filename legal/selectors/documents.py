"""The library: documents with their state on a day, and one document with its relations and provisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from core.vietnamese.folding import fold
from legal.domain.citations import display
from legal.domain.effect import Effect, RelationKind
from legal.models import DocumentRelation, LegalDocument, Provision
from legal.selectors.effects import document_effects, provision_effects
from legal.selectors.states import LawState, law_state

_ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)
# What the filter "còn hiệu lực" keeps.
_STILL_IN_FORCE = frozenset({LawState.IN_FORCE, LawState.PARTLY})


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document as the library lists it; the days are those after all that newer documents did to it."""

    uid: UUID
    number: str
    kind: str
    title: str
    issuer: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    state: LawState
    check_mark: str


@dataclass(frozen=True, slots=True)
class RelationLine:
    """What another document does to this one (`incoming`) or this one to it, narrowed to provisions where named.

    Paths are as a reader sees them, empty for the whole document.
    """

    kind: RelationKind
    incoming: bool
    number: str
    title: str
    uid: UUID
    effective_on: date | None
    own_path: str
    other_path: str

    @property
    def ends_all(self) -> bool:
        """Tell whether this document as a whole is replaced or repealed."""
        return self.incoming and self.kind in _ENDING and not self.own_path


@dataclass(frozen=True, slots=True)
class ProvisionLine:
    """One provision of the register."""

    path: str
    heading: str
    state: LawState
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """One document with all that the register knows of it."""

    line: DocumentLine
    relations: tuple[RelationLine, ...]
    provisions: tuple[ProvisionLine, ...]

    @property
    def replaced_by(self) -> RelationLine | None:
        """Return the document that took the place of this one, or None."""
        return next((relation for relation in self.relations if relation.ends_all), None)


def documents_on(day: date, *, query: str = "", state: str = "") -> list[DocumentLine]:
    """Return the documents with their state on a day, the newest effect first. Four queries.

    Args:
        day: the civil day of the states.
        query: words that number, kind, title or issuer hold, whatever their marks; empty takes all.
        state: `in_force`, `expired`, or empty for all.
    """
    rows = LegalDocument.objects.all()
    for word in fold(query).split():
        rows = rows.filter(folded__contains=word)
    found = list(rows)
    effects = document_effects([row.pk for row in found])
    narrowed = _with_lost_parts([row.pk for row in found], day)
    lines = (_line(row, effects[row.pk], day, lost_parts=row.pk in narrowed) for row in found)
    return sorted((line for line in lines if _is_wanted(line, state)), key=_newest_first)


def document_detail(uid: UUID, day: date) -> DocumentDetail | None:
    """Return one document with its state on a day, or None when there is none. Seven queries."""
    row = LegalDocument.objects.filter(uid=uid).first()
    if row is None:
        return None
    effect = document_effects([row.pk])[row.pk]
    provisions = _provisions(row, day)
    lost = any(provision.state is LawState.EXPIRED for provision in provisions)
    return DocumentDetail(_line(row, effect, day, lost_parts=lost), _relations(row), provisions)


def _line(row: LegalDocument, effect: Effect, day: date, *, lost_parts: bool) -> DocumentLine:
    return DocumentLine(
        uid=row.uid,
        number=row.number,
        kind=row.kind,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        effective_from=effect.effective_from,
        effective_to=effect.effective_to,
        state=law_state(effect, day, lost_parts=lost_parts),
        check_mark=row.check_mark,
    )


def _is_wanted(line: DocumentLine, state: str) -> bool:
    if state == LawState.IN_FORCE:
        return line.state in _STILL_IN_FORCE
    return not state or line.state == state


def _newest_first(line: DocumentLine) -> tuple[int, str]:
    began = line.effective_from or line.issued_on
    return (-began.toordinal() if began else 0, line.number)


def _with_lost_parts(document_ids: Collection[int], day: date) -> set[int]:
    """Return the documents of which a provision has ended by a day. One query."""
    ended = Q(effective_to__lte=day) | Q(relations_in__kind__in=_ENDING, relations_in__effective_on__lte=day)
    rows = Provision.objects.filter(ended, document_id__in=document_ids)
    return set(rows.values_list("document_id", flat=True).distinct().order_by())


def _relations(document: LegalDocument) -> tuple[RelationLine, ...]:
    rows = DocumentRelation.objects.filter(Q(from_document=document) | Q(to_document=document)).select_related(
        "from_document", "to_document", "from_provision", "to_provision"
    )
    lines = (_relation_line(row, incoming=row.to_document_id == document.pk) for row in rows.order_by("pk"))
    return tuple(sorted(lines, key=lambda line: (not line.incoming, line.number)))


def _relation_line(row: DocumentRelation, *, incoming: bool) -> RelationLine:
    other = row.from_document if incoming else row.to_document
    own_place, other_place = row.to_provision, row.from_provision
    if not incoming:
        own_place, other_place = other_place, own_place
    return RelationLine(
        kind=RelationKind(row.kind),
        incoming=incoming,
        number=other.number,
        title=other.title,
        uid=other.uid,
        effective_on=row.effective_on,
        own_path=display(own_place.path) if own_place else "",
        other_path=display(other_place.path) if other_place else "",
    )


def _provisions(document: LegalDocument, day: date) -> tuple[ProvisionLine, ...]:
    rows = list(document.provisions.order_by("pk"))
    effects = provision_effects([row.pk for row in rows])
    return tuple(
        ProvisionLine(
            path=display(row.path),
            heading=row.heading,
            state=law_state(effects[row.pk], day),
            effective_from=effects[row.pk].effective_from,
            effective_to=effects[row.pk].effective_to,
        )
        for row in rows
    )
