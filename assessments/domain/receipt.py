"""The receipt of a sealed attempt: a digest over everything that was handed in, and its short form for paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.instants import spelled
from core.canonical import canonical_json, fingerprint, sha256_hex

VERSION = 1
# Without I, O, 0 and 1: what is read aloud or copied by hand must not be mistaken. 32 signs hold five bits each.
SHORT_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SHORT_SIGNS, _GROUP = 16, 4
_BITS = 5


@dataclass(frozen=True, slots=True, order=True)
class SealedAnswer:
    """The answer that counts in one slot, by its digest."""

    slot: int
    epoch: int
    revision: int
    value_sha256: str

    @classmethod
    def of(cls, slot: int, epoch: int, revision: int, value: object) -> SealedAnswer:
        """Return the entry of a stored response value; a cleared answer (null) has a digest too."""
        return cls(slot, epoch, revision, fingerprint(value))


@dataclass(frozen=True, slots=True)
class Handover:
    """What was handed in. `person` is the opaque identifier, never a name; times are the stored ones."""

    attempt: str
    paper_sha256: str
    person: str
    started_at: datetime
    sealed_at: datetime
    answers: tuple[SealedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof in both forms."""

    sha256: str
    short: str


def make_receipt(handover: Handover) -> Receipt:
    """Return the receipt. It depends on stored values alone, so whoever computes it again gets the same bytes."""
    digest = sha256_hex(receipt_text(handover))
    return Receipt(digest, short_form(digest))


def receipt_text(handover: Handover) -> bytes:
    """Return the canonical text under the digest, answers in the order of their slots.

    Raises:
        ValueError: two answers for one slot, or an instant without time zone.
    """
    return canonical_json(
        {
            "v": VERSION,
            "attempt": handover.attempt,
            "paper": handover.paper_sha256,
            "person": handover.person,
            "started_at": spelled(handover.started_at),
            "sealed_at": spelled(handover.sealed_at),
            "answers": _rows(handover.answers),
        }
    )


def short_form(sha256: str) -> str:
    """Return the first 80 bits of a digest as four groups of four signs, e.g. AB3F-77KM-2QXZ-9WRT."""
    bits = int(sha256, 16) >> (4 * len(sha256) - _BITS * _SHORT_SIGNS)
    signs = "".join(SHORT_ALPHABET[bits >> _BITS * place & 31] for place in reversed(range(_SHORT_SIGNS)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _SHORT_SIGNS, _GROUP))


def _rows(answers: Iterable[SealedAnswer]) -> list[list[object]]:
    ordered = sorted(answers)
    if len({answer.slot for answer in ordered}) < len(ordered):
        raise ValueError("one answer counts in a slot")
    return [[answer.slot, answer.epoch, answer.revision, answer.value_sha256] for answer in ordered]
