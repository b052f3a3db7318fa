"""The attempt token: lets a browser save and hand in without a session, for one attempt, person and epoch."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

_SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class AttemptToken:
    """Whose attempt a request speaks for. `person` is opaque; a raised epoch ends all tokens of lower ones."""

    attempt: str
    person: str
    epoch: int


def make_token(key: bytes, claim: AttemptToken) -> str:
    """Return attempt.person.epoch.signature, safe in a header.

    Raises:
        ValueError: an identifier that is empty, not plain ASCII or holds a point.
    """
    for part in (claim.attempt, claim.person):
        if not part or not part.isascii() or _SEPARATOR in part:
            raise ValueError("an identifier in a token is plain and without points")
    text = f"{claim.attempt}.{claim.person}.{claim.epoch}"
    return f"{text}.{_signature(key, text)}"


def read_token(key: bytes, token: str) -> AttemptToken | None:
    """Return what a token says, or None when the key did not sign it. Compares in constant time; never raises."""
    text, _, signature = token.rpartition(_SEPARATOR)
    if not hmac.compare_digest(_signature(key, text).encode(), signature.encode(errors="replace")):
        return None
    attempt, person, epoch = text.split(_SEPARATOR)
    return AttemptToken(attempt, person, int(epoch))


def _signature(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(errors="replace"), "sha256").hex()
