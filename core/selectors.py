"""Reading the audit log: verifying it from the first link to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from core.domain.audit_chain import GENESIS, Finding, FindingCode, Link, check_chain, unlinked_too_long
from core.models import AuditEntry, AuditLink
from core.services.audit import chain_entry, detail_digest

# An act that takes minutes (a large import) is recorded with the instant at which it began.
BACKDATE_TOLERANCE = timedelta(minutes=10)
UNLINKED_ALLOWED = timedelta(seconds=60)
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last link of the chain: printed on minutes and kept elsewhere, it proves the whole log up to it."""

    number: int
    hash: str


def chain_head() -> ChainHead:
    """Return the last link; number 0 while nothing is linked."""
    last = AuditLink.objects.order_by("-number").values_list("number", "hash").first()
    return ChainHead(*last) if last else ChainHead(0, GENESIS)


def audit_findings(now: datetime, *, known_head: ChainHead | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the log up to its present last link, in constant memory.

    `known_head` is a head that was noted elsewhere: without it, nobody can tell that the end of the log was cut off,
    or the whole chain worked out anew.
    """
    last = AuditLink.objects.aggregate(last=Max("number"))["last"] or 0
    yield from check_chain(_links(last), tolerance=BACKDATE_TOLERANCE)
    if known_head is not None and known_head.number:
        yield from _compare(known_head)
    waiting = AuditEntry.objects.filter(link__isnull=True).order_by("pk").values_list("uid", "at")
    pairs = ((str(uid), at) for uid, at in waiting.iterator(chunk_size=_CHUNK))
    yield from unlinked_too_long(pairs, now, UNLINKED_ALLOWED)


def _links(last: int) -> Iterator[Link]:
    reached = -1  # a link numbered 0 would be a forgery too
    while rows := list(AuditLink.objects.filter(number__gt=reached, number__lte=last).order_by("number")[:_CHUNK]):
        # Two steps instead of a join: a link whose entry is gone must not vanish with it.
        entries = AuditEntry.objects.select_related("detail").in_bulk([row.entry_id for row in rows])
        for row in rows:
            yield _link(row, entries.get(row.entry_id))
        reached = rows[-1].number


def _link(row: AuditLink, entry: AuditEntry | None) -> Link:
    if entry is None:
        return Link(row.number, row.hash, row.linked_at, None)
    detail = getattr(entry, "detail", None)
    digest = detail_digest(detail.salt, detail.content) if detail else None
    return Link(row.number, row.hash, row.linked_at, chain_entry(entry), digest)


def _compare(known: ChainHead) -> Iterator[Finding]:
    stored = AuditLink.objects.filter(number=known.number).values_list("hash", flat=True).first()
    if stored is None:
        yield Finding(FindingCode.TAIL_MISSING, str(known.number))
    elif stored != known.hash:
        yield Finding(FindingCode.HEAD_DIFFERS, str(known.number))
