"""Papers that were refused. Nothing was printed."""

from __future__ import annotations

from core.errors import DomainError


class FieldNames(tuple[str, ...]):
    """Names of fields; as text they are the words that people know them by."""

    __slots__ = ()

    def __str__(self) -> str:
        from .messages import label_of

        return ", ".join(dict.fromkeys(label_of(name) for name in self))


class PaperRefused(DomainError):
    """A paper that cannot be printed as asked. Params: `fields`, and those of the subclass."""

    code = "paper_refused"

    def __init__(self, *fields: str, **params: object) -> None:
        super().__init__(None, fields=FieldNames(fields), **params)
        self.fields = fields

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(self.fields)}"


class FieldTooLong(PaperRefused):
    """A text does not fit its place even at the smallest size we print; `fields` are those set on that line."""

    code = "paper_field_too_long"


class FieldMissing(PaperRefused):
    """A text without which the paper makes no sense is empty."""

    code = "paper_field_missing"


class LetterUnknown(PaperRefused):
    """No font of this machine has the letter. Params: `fields`, `letter`."""

    code = "paper_letter_unknown"

    def __init__(self, field: str, letter: str) -> None:
        super().__init__(field, letter=letter)
        self.letter = letter


class FontMissing(RuntimeError):
    """The face of the papers is not installed. A substitute would change every page, so we stop."""


class TypesetterMissing(RuntimeError):
    """WeasyPrint or its system libraries (Pango) are not installed on this machine."""
