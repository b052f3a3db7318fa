"""One byte sequence for one value, so that its digest can be checked by anyone, years later."""

from __future__ import annotations

import hashlib
import json

_CONTAINERS = (dict, list, tuple)


def canonical_json(value: object) -> bytes:
    """Return JSON in UTF-8 with sorted keys and without spaces.

    Strings are kept as they are; bring text to NFC before it gets here. Decimals and dates must be spelled as
    strings by the caller, who knows how many places count.

    Raises:
        TypeError: a key that is not a string (1 and "1" would become one), or a value that JSON does not know.
        ValueError: NaN or infinity.
    """
    _refuse_other_keys(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hexadecimal figures."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of `value`."""
    return sha256_hex(canonical_json(value))


def _refuse_other_keys(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be a string, not {key!r}")
            if isinstance(inner, _CONTAINERS):
                _refuse_other_keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            if isinstance(inner, _CONTAINERS):
                _refuse_other_keys(inner)
