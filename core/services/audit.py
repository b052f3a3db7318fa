"""The audit log: recording in the act's transaction, linking by one linker, erasing details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from core.canonical import canonical_json, sha256_hex
from core.domain.audit_chain import GENESIS, ChainEntry, link_hash
from core.models import AuditDetail, AuditEntry, AuditLink
from core.sampling import fresh_token

# What the chain covers of an entry: everything but its key.
CHAIN_COLUMNS = (
    "uid",
    "at",
    "actor_uid",
    "verb",
    "object_kind",
    "object_uid",
    "subject_uid",
    "unit_uid",
    "detail_sha256",
)
_LINKER_LOCK = 7_240_311
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded: a verb about an object, optionally about a person (subject) and a unit.

    `detail` holds what changed, as plain JSON values (days and decimals spelled as strings); it can be erased later
    without breaking the chain, so nothing that must outlast an erasure belongs only there.
    """

    verb: str
    object_kind: str
    object_uid: str
    actor_uid: UUID | None = None
    subject_uid: UUID | None = None
    unit_uid: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def record(act: Act, *, at: datetime, using: str = "default") -> AuditEntry:
    """Write one entry in the caller's transaction, which runs on the connection `using`."""
    return record_many([act], at=at, using=using)[0]


def record_many(acts: Sequence[Act], *, at: datetime, using: str = "default") -> list[AuditEntry]:
    """Write entries in the caller's transaction, in two statements for each five hundred of them."""
    salts = [fresh_token(12) if act.detail else "" for act in acts]
    entries = AuditEntry.objects.using(using).bulk_create(
        [_entry(act, salt, at) for act, salt in zip(acts, salts, strict=True)], batch_size=_BATCH
    )
    details = [
        AuditDetail(entry=entry, salt=salt, content=act.detail)
        for entry, act, salt in zip(entries, acts, salts, strict=True)
        if salt
    ]
    AuditDetail.objects.using(using).bulk_create(details, batch_size=_BATCH)
    return entries


@transaction.atomic
def link_entries(*, at: datetime, limit: int = 5000) -> int:
    """Append the entries that have no link yet to the chain, oldest key first; return how many.

    One linker at a time: on PostgreSQL an advisory lock, on SQLite the write transaction. A second caller links
    nothing and returns 0.
    """
    if not AuditEntry.objects.filter(link__isnull=True).exists() or not _take_linker_lock():
        return 0
    last = AuditLink.objects.order_by("-number").first()
    number, digest = (last.number, last.hash) if last else (0, GENESIS)
    links = []
    waiting = AuditEntry.objects.filter(link__isnull=True).order_by("pk").values_list("pk", *CHAIN_COLUMNS)
    for entry_id, *columns in waiting[:limit]:
        number += 1
        digest = link_hash(digest, number, at, chain_entry(*columns))
        links.append(AuditLink(number=number, entry_id=entry_id, hash=digest, linked_at=at))
    AuditLink.objects.bulk_create(links, batch_size=_BATCH)
    return len(links)


@transaction.atomic
def erase_details(*, subject_uid: UUID, reason: str, actor_uid: UUID | None, at: datetime) -> int:
    """Erase what entries about a person say beyond the bare act, and record that; return how many.

    The chain stays valid because it covers only the hash of a detail.
    """
    erased, _ = AuditDetail.objects.filter(entry__subject_uid=subject_uid).delete()
    detail = {"reason": reason, "erased": erased}
    record(Act("audit.erased", "audit_detail", str(subject_uid), actor_uid, detail=detail), at=at)
    return erased


def detail_digest(salt: str, content: dict[str, Any]) -> str:
    """Return the hash that stands for a detail in its entry."""
    return sha256_hex(salt.encode() + canonical_json(content))


def chain_entry(
    uid: UUID,
    at: datetime,
    actor_uid: UUID | None,
    verb: str,
    object_kind: str,
    object_uid: str,
    subject_uid: UUID | None,
    unit_uid: UUID | None,
    detail_sha256: str,
) -> ChainEntry:
    """Return what the chain covers of an entry, from its `CHAIN_COLUMNS`."""
    return ChainEntry(
        uid=str(uid),
        at=at,
        actor_uid=str(actor_uid or ""),
        verb=verb,
        object_kind=object_kind,
        object_uid=object_uid,
        subject_uid=str(subject_uid or ""),
        unit_uid=str(unit_uid or ""),
        detail_sha256=detail_sha256,
    )


def _entry(act: Act, salt: str, at: datetime) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor_uid=act.actor_uid,
        verb=act.verb,
        object_kind=act.object_kind,
        object_uid=act.object_uid,
        subject_uid=act.subject_uid,
        unit_uid=act.unit_uid,
        detail_sha256=detail_digest(salt, act.detail) if salt else "",
    )


def _take_linker_lock() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LINKER_LOCK])
        return bool(cursor.fetchone()[0])
