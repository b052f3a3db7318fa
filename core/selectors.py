"""Reading the audit log: verifying it from the first link to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from core.domain.audit_chain import GENESIS, Finding, FindingCode, Link, check_chain, unlinked_too_long
from core.models import AuditEntry, AuditLink
from core.services.audit import CHAIN_COLUMNS, chain_entry, detail_digest

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
    while rows := list(_link_rows(reached, last)):
        number = rows[-1][0]
        # Two steps instead of a join: a link whose entry is gone must not vanish with it.
        entries = {row[0]: row[1:] for row in _entry_rows(reached, number)}
        for row in rows:
            yield _link(row, entries.get(row[3]))
        reached = number


def _link_rows(reached: int, last: int) -> QuerySet[AuditLink, tuple[int, str, datetime, int]]:
    rows = AuditLink.objects.filter(number__gt=reached, number__lte=last).order_by("number")
    return rows.values_list("number", "hash", "linked_at", "entry_id")[:_CHUNK]


def _entry_rows(reached: int, number: int) -> QuerySet[AuditEntry, tuple[Any, ...]]:
    rows = AuditEntry.objects.filter(link__number__gt=reached, link__number__lte=number)
    return rows.values_list("pk", *CHAIN_COLUMNS, "detail__salt", "detail__content")


def _link(row: tuple[int, str, datetime, int], entry: tuple[Any, ...] | None) -> Link:
    number, digest, linked_at, _ = row
    if entry is None:
        return Link(number, digest, linked_at, None)
    *columns, salt, content = entry
    detail = None if salt is None else detail_digest(salt, content)
    return Link(number, digest, linked_at, chain_entry(*columns), detail)


def _compare(known: ChainHead) -> Iterator[Finding]:
    stored = AuditLink.objects.filter(number=known.number).values_list("hash", flat=True).first()
    if stored is None:
        yield Finding(FindingCode.TAIL_MISSING, str(known.number))
    elif stored != known.hash:
        yield Finding(FindingCode.HEAD_DIFFERS, str(known.number))
