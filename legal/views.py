"""The public library of legal documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from core import clock
from legal.domain.effect import RelationKind
from legal.models import CheckMark, LegalDocument
from legal.selectors import DocumentLine, LawState, document_detail, documents_on
from legal.selectors.documents import RelationLine

PER_PAGE = 20
QUERY_LIMIT = 200
_FILTERS = (LawState.IN_FORCE, LawState.EXPIRED)
_LABELS = {
    (RelationKind.AMENDS, False): pgettext_lazy("this document", "Amends"),
    (RelationKind.REPLACES, False): pgettext_lazy("this document", "Replaces"),
    (RelationKind.REPEALS, False): pgettext_lazy("this document", "Repeals"),
    (RelationKind.GUIDES, False): pgettext_lazy("this document", "Guides"),
    (RelationKind.AMENDS, True): pgettext_lazy("this document", "Amended by"),
    (RelationKind.REPLACES, True): pgettext_lazy("this document", "Replaced by"),
    (RelationKind.REPEALS, True): pgettext_lazy("this document", "Repealed by"),
    (RelationKind.GUIDES, True): pgettext_lazy("this document", "Guided by"),
}


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document in the words of the page."""

    number: str
    kind: str
    title: str
    issuer: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    state: str
    url: str


@login_not_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List documents by words and effect."""
    query = request.GET.get("q", "").replace("\x00", "")[:QUERY_LIMIT].strip()
    state = request.GET.get("state", "")
    state = state if state in _FILTERS else ""
    found = documents_on(clock.today(), query=query, state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "query": query,
        "state": state,
        "total": len(found),
        "documents": [_card(line) for line in page],
        "pager": _pager(page, {"q": query, "state": state}),
    }
    return render(request, "legal/document_list.html", context)


@login_not_required
@require_safe
def document_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one document."""
    detail = document_detail(uid, clock.today())
    if detail is None:
        raise Http404
    card = _card(detail.line)
    replaced = detail.replaced_by
    context = {
        "document": {
            **{name: getattr(card, name) for name in DocumentCard.__slots__},
            "replaced_by": replaced and {"title": _title(replaced), "url": _address(replaced.uid)},
            "note": _note(detail.line.check_mark),
        },
        "relations": [_relation(line) for line in detail.relations],
        "provisions": detail.provisions,
        "crumbs": [
            {"title": _("Legal documents"), "url": reverse("legal_document_list")},
            {"title": detail.line.number, "url": None},
        ],
    }
    return render(request, "legal/document_detail.html", context)


def _card(line: DocumentLine) -> DocumentCard:
    return DocumentCard(
        number=line.number,
        kind="" if line.kind == LegalDocument.Kind.OTHER else str(LegalDocument.Kind(line.kind).label),
        title=line.title or _("Title not recorded"),
        issuer=line.issuer,
        issued_on=line.issued_on,
        effective_from=line.effective_from,
        effective_to=line.effective_to,
        state=line.state,
        url=_address(line.uid),
    )


def _relation(line: RelationLine) -> dict[str, object]:
    label = str(_LABELS[line.kind, line.incoming])
    return {
        "label": f"{line.own_path[0].upper()}{line.own_path[1:]}: {label.lower()}" if line.own_path else label,
        "number": ", ".join(filter(None, (line.other_path, line.number))),
        "title": line.title,
        "url": _address(line.uid),
        "effective_on": line.effective_on,
    }


def _title(line: RelationLine) -> str:
    return f"{line.number} – {line.title}" if line.title else line.number


def _note(check_mark: str) -> str:
    if check_mark == CheckMark.MEMORY:
        return _("Recorded from memory. Compare with the original before citing it.")
    if check_mark == CheckMark.SECONDARY:
        return _("Compared with secondary sources. Read the original before citing it.")
    return ""


def _address(uid: UUID) -> str:
    return reverse("legal_document_detail", args=[uid])


def _pager(page: Page, kept: dict[str, str]) -> dict[str, object]:
    def address(number: int) -> str:
        return "?" + urlencode({name: value for name, value in kept.items() if value} | {"trang": number})

    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else None,
        "next_url": address(page.next_page_number()) if page.has_next() else None,
    }
