"""Named errors of the domain. A code and its figures; the words are found in `core.messages`."""

from __future__ import annotations


class DomainError(Exception):
    """A command that was refused. Nothing was written.

    `code` is stable and English; `params` fill the message. Subclasses name the rule.
    """

    code = "refused"

    def __init__(self, code: str | None = None, **params: object) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code)


class NotAllowed(DomainError):
    """The actor's grants do not cover this act."""

    code = "not_allowed"


class Conflict(DomainError):
    """The row changed under the command, or the same thing exists already."""

    code = "conflict"
