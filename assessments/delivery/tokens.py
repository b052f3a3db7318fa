"""The key of attempt tokens, and reading and making them."""

from __future__ import annotations

import hmac
from uuid import UUID

from django.conf import settings

from assessments.domain.token import AttemptToken, make_token, read_token

HEADER = "X-Attempt-Token"


def token_for(attempt: UUID, person: UUID, epoch: int) -> str:
    """Return the token with which the browser of `person` saves in `attempt` until the epoch is raised."""
    return make_token(_key(), AttemptToken(str(attempt), str(person), epoch))


def token_epoch(token: str, attempt: UUID) -> int | None:
    """Return the epoch of a token that speaks for `attempt`, None for one that does not."""
    claim = read_token(_key(), token)
    return claim.epoch if claim is not None and claim.attempt == str(attempt) else None


def _key() -> bytes:
    own = settings.EXAM_TOKEN_KEY
    # Derived, so that a token never shows a signature by the secret key itself.
    return own.encode() if own else hmac.digest(settings.SECRET_KEY.encode(), b"thao.exam.token", "sha256")
