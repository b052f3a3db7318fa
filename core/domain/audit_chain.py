"""The chain over audit entries: what a link covers, and how a broken chain is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.canonical import canonical_json, sha256_hex


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """The part of an audit entry that the chain protects. Empty strings stand for nothing."""

    uid: str
    at: datetime
    actor_uid: str
    verb: str
    object_kind: str
    object_uid: str
    subject_uid: str
    unit_uid: str
    detail_sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link with its entry (None when the entry is gone)."""

    number: int
    hash: str
    entry: ChainEntry | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the log: a stable code, the number or uid of the first bad row."""

    code: str
    where: str


def link_hash(previous: str, number: int, entry: ChainEntry) -> str:
    """Return the hex SHA-256 that ties an entry to everything before it."""
    covered = [
        previous,
        number,
        entry.uid,
        int(entry.at.timestamp() * 1_000_000),
        entry.actor_uid,
        entry.verb,
        entry.object_kind,
        entry.object_uid,
        entry.subject_uid,
        entry.unit_uid,
        entry.detail_sha256,
    ]
    return sha256_hex(canonical_json(covered))


def check_chain(links: Iterable[Link], genesis: str) -> Finding | None:
    """Return the first break of the chain, or None. Links come in the order of their numbers."""
    previous, expected = genesis, 1
    for link in links:
        if link.number != expected:
            return Finding("gap", str(expected))
        if link.entry is None:
            return Finding("entry_missing", str(link.number))
        if link_hash(previous, link.number, link.entry) != link.hash:
            return Finding("changed", str(link.number))
        previous, expected = link.hash, expected + 1
    return None


def unlinked_too_long(entries: Iterable[ChainEntry], now: datetime, allowed: timedelta) -> list[Finding]:
    """Return a finding for each entry without a link that is older than `allowed`."""
    return [Finding("unlinked", entry.uid) for entry in entries if now - entry.at > allowed]
