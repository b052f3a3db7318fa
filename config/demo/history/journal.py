"""Audit entries of many instants at once: the services record one instant at a time, history has thousands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.models import AuditDetail, AuditEntry
from core.sampling import fresh_token
from core.services.audit import Act, detail_digest

_BATCH = 500


def record_all(acts: Iterable[tuple[datetime, Act]]) -> int:
    """Write entries in the order of their instants; return how many."""
    in_order = sorted(acts, key=_instant)
    salts = [fresh_token(12) for _ in in_order]
    entries = AuditEntry.objects.bulk_create(
        [_entry(at, act, salt) for (at, act), salt in zip(in_order, salts, strict=True)], batch_size=_BATCH
    )
    details = [
        AuditDetail(entry=entry, salt=salt, content=act.detail)
        for entry, (_, act), salt in zip(entries, in_order, salts, strict=True)
    ]
    AuditDetail.objects.bulk_create(details, batch_size=_BATCH)
    return len(entries)


def _entry(at: datetime, act: Act, salt: str) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor_uid=act.actor_uid,
        verb=act.verb,
        object_kind=act.object_kind,
        object_uid=act.object_uid,
        subject_uid=act.subject_uid,
        unit_uid=act.unit_uid,
        detail_sha256=detail_digest(salt, act.detail),
    )


def _instant(pair: tuple[datetime, Act]) -> datetime:
    return pair[0]
