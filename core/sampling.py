"""The only source of chance: repeatable drawing from a seed, and fresh secrets.

Python's own generator may change its sampling between versions; a paper drawn in 2026 must be drawn again in 2036
for a complaint. So the numbers come from SHA-256 in counter mode: block i is SHA-256(seed bytes + i as eight bytes,
big-endian), read as four words of 64 bits.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_WORD = 2**64


class Sampler:
    """Draws that depend on the seed and on the order of the calls, and on nothing else."""

    __slots__ = ("_seed", "_words")

    def __init__(self, seed: bytes | str) -> None:
        self._seed = seed.encode() if isinstance(seed, str) else seed
        self._words = _words(self._seed)

    def child(self, label: str) -> Sampler:
        """Return an independent sampler for one part of the work, so that parts do not shift each other's draws."""
        return Sampler(hashlib.sha256(self._seed + b"/" + label.encode()).digest())

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1, all equally likely. `limit` is from 1 to 2**64."""
        if not 1 <= limit <= _WORD:
            raise ValueError(f"cannot draw below {limit}")
        # Words above the last full multiple of `limit` would favour small numbers: they are passed over.
        fair = _WORD - _WORD % limit
        return next(word for word in self._words if word < fair) % limit

    def choice(self, population: Sequence[T]) -> T:
        """Return one member of a population that is not empty."""
        return population[self.below(len(population))]

    def shuffled(self, population: Sequence[T]) -> list[T]:
        """Return all members in a new order; the population stays as it is."""
        return self.sample(population, len(population))

    def sample(self, population: Sequence[T], size: int) -> list[T]:
        """Return `size` different places of the population in the order drawn.

        Raises:
            ValueError: the population is smaller than `size`.
        """
        if not 0 <= size <= len(population):
            raise ValueError(f"cannot draw {size} of {len(population)}")
        pool = list(population)
        for place in range(size):
            chosen = place + self.below(len(pool) - place)
            pool[place], pool[chosen] = pool[chosen], pool[place]
        return pool[:size]

    def token(self, length: int, alphabet: str) -> str:
        """Return `length` signs of `alphabet`: a name that is neither secret nor telling."""
        return "".join(self.choice(alphabet) for _ in range(length))


def fresh_seed() -> str:
    """Return a seed that nobody can foresee: 128 bits as 32 hexadecimal figures."""
    return secrets.token_hex(16)


def fresh_token(nbytes: int = 32) -> str:
    """Return an unguessable token for an address or a cookie, from `nbytes` random bytes."""
    return secrets.token_urlsafe(nbytes)


def fresh_bytes(nbytes: int) -> bytes:
    """Return `nbytes` unguessable bytes, for codes that a domain module spells."""
    return secrets.token_bytes(nbytes)


def _words(seed: bytes) -> Iterator[int]:
    block = 0
    while True:
        digest = hashlib.sha256(seed + block.to_bytes(8, "big")).digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(digest[start : start + 8], "big")
        block += 1
