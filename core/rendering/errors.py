"""Papers that were refused. Nothing was printed."""

from __future__ import annotations

from core.errors import DomainError


class FieldTooLong(DomainError):
    """A text does not fit its place even at the smallest size we print. Params: `fields`.

    `fields` is the tuple of the names of the fields set on that line.
    """

    code = "paper_field_too_long"

    def __init__(self, *fields: str) -> None:
        super().__init__(fields=fields)
        self.fields = fields

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(self.fields)}"


class FieldMissing(DomainError):
    """A text without which the paper makes no sense is empty. Params: `field`."""

    code = "paper_field_missing"

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.field}"


class LetterUnknown(DomainError):
    """No font of this machine has the letter. Params: `field`, `letter`."""

    code = "paper_letter_unknown"

    def __init__(self, field: str, letter: str) -> None:
        super().__init__(field=field, letter=letter)
        self.field, self.letter = field, letter

    def __str__(self) -> str:
        return f"{self.code}: {self.field}, U+{ord(self.letter):04X}"


class FontMissing(RuntimeError):
    """The face of the papers is not installed. A substitute would change every page, so we stop."""


class TypesetterMissing(RuntimeError):
    """WeasyPrint or its system libraries (Pango) are not installed on this machine."""
