"""The chain over audit entries: what a link covers, and how a broken chain is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.canonical import canonical_json, sha256_hex

GENESIS = "0" * 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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
    """A stored link with its entry (None when the entry is gone).

    `detail_digest` is worked out anew from the stored detail; None when there is no detail, or no longer.
    """

    number: int
    hash: str
    linked_at: datetime
    entry: ChainEntry | None
    detail_digest: str | None = None


class FindingCode(StrEnum):
    """What can be wrong with the log."""

    GAP = "gap"
    CHANGED = "changed"
    ENTRY_MISSING = "entry_missing"
    DETAIL_CHANGED = "detail_changed"
    DETAIL_ADDED = "detail_added"
    TAIL_MISSING = "tail_missing"
    HEAD_DIFFERS = "head_differs"
    UNLINKED = "unlinked"
    BACKDATED = "backdated"


WARNINGS = frozenset({FindingCode.BACKDATED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the log; `where` is the number of the link, or the uid of an entry without one."""

    code: FindingCode
    where: str

    @property
    def is_warning(self) -> bool:
        """Tell whether the log may still be whole: somebody has to look."""
        return self.code in WARNINGS


def link_hash(previous: str, number: int, linked_at: datetime, entry: ChainEntry) -> str:
    """Return the hex SHA-256 that ties an entry to everything before it."""
    covered = [
        previous,
        number,
        _microseconds(linked_at),
        entry.uid,
        _microseconds(entry.at),
        entry.actor_uid,
        entry.verb,
        entry.object_kind,
        entry.object_uid,
        entry.subject_uid,
        entry.unit_uid,
        entry.detail_sha256,
    ]
    return sha256_hex(canonical_json(covered))


def check_chain(links: Iterable[Link], *, tolerance: timedelta) -> Iterator[Finding]:
    """Yield what is wrong with links that come in the order of their numbers, from 1; in constant memory.

    Each link is checked against the stored hash of the one before, so that one changed row is one finding. An entry
    whose instant lies more than `tolerance` before one that was linked earlier was written late, or backdated.
    An erased detail is no finding: the entry keeps its hash.
    """
    previous, expected = GENESIS, 1
    latest: datetime | None = None
    for link in links:
        if link.number != expected:
            yield Finding(FindingCode.GAP, str(expected))
        yield from _check_link(link, previous)
        if link.entry is not None:
            if latest is not None and link.entry.at < latest - tolerance:
                yield Finding(FindingCode.BACKDATED, str(link.number))
            latest = link.entry.at if latest is None else max(latest, link.entry.at)
        previous, expected = link.hash, link.number + 1


def unlinked_too_long(entries: Iterable[tuple[str, datetime]], now: datetime, allowed: timedelta) -> Iterator[Finding]:
    """Yield a finding for each entry without a link (its uid and instant) that is older than `allowed`."""
    return (Finding(FindingCode.UNLINKED, uid) for uid, at in entries if now - at > allowed)


def _check_link(link: Link, previous: str) -> Iterator[Finding]:
    if link.entry is None:
        yield Finding(FindingCode.ENTRY_MISSING, str(link.number))
        return
    if link_hash(previous, link.number, link.linked_at, link.entry) != link.hash:
        yield Finding(FindingCode.CHANGED, str(link.number))
    if link.detail_digest is None or link.detail_digest == link.entry.detail_sha256:
        return
    code = FindingCode.DETAIL_CHANGED if link.entry.detail_sha256 else FindingCode.DETAIL_ADDED
    yield Finding(code, str(link.number))


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
