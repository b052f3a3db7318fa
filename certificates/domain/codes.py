"""Verification codes: 95 random bits and a check sign in 20 signs that survive a telephone and a photocopy."""

from __future__ import annotations

import unicodedata

# 32 signs without I, L, O and U: whoever reads them as 1, 1, 0 is understood all the same.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
RANDOM_BYTES = 12
GROUP = 4

_BITS = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(random_bytes: bytes) -> str:
    """Return the code that spells `RANDOM_BYTES` unguessable bytes; the lowest of their 96 bits is left out.

    Raises:
        ValueError: another number of bytes.
    """
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a code needs {RANDOM_BYTES} random bytes")
    bits = int.from_bytes(random_bytes, "big") >> 1
    values = [bits >> _BITS * place & 31 for place in reversed(range(LENGTH - 1))]
    return "".join(ALPHABET[value] for value in [*values, _check_value(values)])


def grouped(code: str) -> str:
    """Return the code as it is printed, in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """Return the code that a person typed, or None when it cannot be one.

    Case, spaces, hyphens and dots do not count; O is read as 0, I and L as 1. A wrong sign anywhere, and two signs
    next to each other in the wrong order, are always noticed.
    """
    compact = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    code = "".join(sign for sign in compact if not _is_separator(sign))
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    *values, check = (ALPHABET.index(sign) for sign in code)
    return code if _check_value(values) == check else None


def _check_value(values: list[int]) -> int:
    """Return the remainder of the values as a polynomial over the field of 32 elements (x^5 + x^2 + 1).

    Powers of the generator repeat only after 31 places, so each of the 20 places has a weight of its own.
    """
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)


def _is_separator(sign: str) -> bool:
    # Spaces, hyphens and dashes of any kind, format characters, and dots.
    return unicodedata.category(sign) in ("Zs", "Pd", "Cf", "Cc") or sign == "."
