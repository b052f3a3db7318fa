"""What is wrong with a file or a cell, and the limits that are kept before anything is parsed."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import DomainError

_SHOWN_VALUE = 40


class FileRefused(DomainError):
    """A file that is not read at all. The codes are listed in `organization.messages`, all beginning with `file_`."""

    code = "file_damaged"


class CellRefused(DomainError):
    """A cell that cannot be understood or used; codes begin with `cell_` or `row_`."""

    code = "cell_missing"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. Counted while reading: what a file says of its own size is not believed."""

    file_bytes: int = 10 * 1024 * 1024
    entries: int = 1000
    unpacked_bytes: int = 30 * 1024 * 1024
    shared_strings: int = 200_000
    rows: int = 5000
    columns: int = 100
    cell_characters: int = 1000


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to tell about a row: where, what stood there, and why it matters."""

    row: int
    cell: str
    value: str
    reason: DomainError

    @property
    def shown_value(self) -> str:
        """Return the value, cut short."""
        return self.value if len(self.value) <= _SHOWN_VALUE else f"{self.value[:_SHOWN_VALUE]}…"
