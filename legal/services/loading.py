"""Loading the shipped register: once, or again after an update; what is there already is left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.errors import DomainError
from core.services.audit import Act, record
from legal.models import DocumentRelation, LegalDocument, Provision
from legal.services.register import Dates, DocumentFacts, new_document

if TYPE_CHECKING:
    from core.models import User

REGISTER_FILE = Path(__file__).resolve().parent.parent / "data" / "register.json"
_BATCH = 500


class RegisterUnreadable(DomainError):
    """A register file of another shape. Params: `place`, where reading stopped."""

    code = "legal_register_unreadable"


@dataclass(frozen=True, slots=True)
class ProvisionLine:
    """One provision of the file."""

    path: str
    heading: str
    effect: Dates


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the file with its provisions."""

    facts: DocumentFacts
    provisions: tuple[ProvisionLine, ...]


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation of the file; paths of None mean the whole document."""

    from_number: str
    from_path: str | None
    to_number: str
    to_path: str | None
    kind: str
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class Register:
    """A register file, read."""

    documents: tuple[DocumentLine, ...]
    relations: tuple[RelationLine, ...]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows were new."""

    documents: int
    provisions: int
    relations: int

    @property
    def is_empty(self) -> bool:
        """Tell whether everything was there already."""
        return not (self.documents or self.provisions or self.relations)


def read_register(text: str) -> Register:
    """Return the content of a register file.

    Raises:
        RegisterUnreadable: not JSON of that shape.
    """
    try:
        data = json.loads(text)
        return Register(
            tuple(_document(line) for line in data["documents"]), tuple(_relation(line) for line in data["relations"])
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RegisterUnreadable(place=str(error)) from error


@transaction.atomic
def load_register(*, register: Register | None = None, by: User | None, at: datetime) -> LoadReport:
    """Put the documents, provisions and relations of a register into the database, where they are missing.

    None takes the shipped file. The number of statements does not depend on the size; one audit entry stands for the
    whole, and none is written when nothing is new.

    Raises:
        RegisterUnreadable: a relation names a document or provision that is not there.
    """
    register = register or read_register(REGISTER_FILE.read_text(encoding="utf-8"))
    documents = _add_documents(register)
    keys = dict(LegalDocument.objects.values_list("number", "pk"))
    provisions = _add_provisions(register, keys)
    relations = _add_relations(register, keys)
    report = LoadReport(documents, provisions, relations)
    if not report.is_empty:
        detail = {"documents": documents, "provisions": provisions, "relations": relations}
        actor = by.uid if by else None
        record(Act("legal_register.loaded", "legal_register", "", actor_uid=actor, detail=detail), at=at)
    return report


def _add_documents(register: Register) -> int:
    known = set(LegalDocument.objects.values_list("number", flat=True))
    rows = [new_document(line.facts) for line in register.documents if line.facts.number not in known]
    return len(LegalDocument.objects.bulk_create(rows, batch_size=_BATCH))


def _add_provisions(register: Register, keys: Mapping[str, int]) -> int:
    known = set(Provision.objects.values_list("document_id", "path"))
    rows = [
        Provision(
            document_id=keys[document.facts.number],
            path=line.path,
            heading=line.heading,
            effective_from=line.effect.effective_from,
            effective_to=line.effect.effective_to,
        )
        for document in register.documents
        for line in document.provisions
        if (keys[document.facts.number], line.path) not in known
    ]
    return len(Provision.objects.bulk_create(rows, batch_size=_BATCH))


def _add_relations(register: Register, keys: Mapping[str, int]) -> int:
    places: dict[tuple[int, str | None], int | None] = {
        (document, path): key for key, document, path in Provision.objects.values_list("pk", "document_id", "path")
    }
    columns = ("from_document_id", "from_provision_id", "to_document_id", "to_provision_id", "kind")
    known = set(DocumentRelation.objects.values_list(*columns))
    rows = []
    for line in register.relations:
        try:
            newer, older = keys[line.from_number], keys[line.to_number]
            at_newer = places[newer, line.from_path] if line.from_path else None
            at_older = places[older, line.to_path] if line.to_path else None
        except KeyError as error:
            raise RegisterUnreadable(place=f"{line.from_number} → {line.to_number}") from error
        values = (newer, at_newer, older, at_older, line.kind)
        if values not in known:
            rows.append(DocumentRelation(effective_on=line.effective_on, **dict(zip(columns, values, strict=True))))
    return len(DocumentRelation.objects.bulk_create(rows, batch_size=_BATCH))


def _document(data: Mapping[str, Any]) -> DocumentLine:
    facts = DocumentFacts(
        number=data["number"],
        kind=data["kind"],
        issuer=data["issuer"],
        title=data["title"],
        issued_on=_day(data["issued_on"]),
        effect=_dates(data),
        check_mark=data["check"],
    )
    return DocumentLine(
        facts, tuple(ProvisionLine(line["path"], line["heading"], _dates(line)) for line in data["provisions"])
    )


def _relation(data: Mapping[str, Any]) -> RelationLine:
    return RelationLine(
        data["from"], data["from_path"], data["to"], data["to_path"], data["kind"], _day(data["effective_on"])
    )


def _dates(data: Mapping[str, Any]) -> Dates:
    return Dates(_day(data["effective_from"]), _day(data["effective_to"]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
