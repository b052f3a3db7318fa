"""What one certificate prints, frozen when it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from core.errors import DomainError
from core.rendering.errors import FieldMissing
from core.rendering.text import printable

SCHEMA = 1
_REQUIRED = (
    "issuing_agency",
    "title",
    "honorific",
    "holder_name",
    "unit",
    "statement",
    "course",
    "serial_no",
    "register_no",
    "place",
    "signer_name",
    "verify_url",
    "verify_code",
)
_OPTIONAL = ("governing_agency", "subtitle", "certifier", "birth", "position", "duration", "result", "decision_no")
_DATES = ("studied_from", "studied_to", "decision_date", "issued_on", "valid_until")


class FactsUnreadable(DomainError):
    """A stored snapshot is not one of ours. Params: `field`, the first entry that is wrong."""

    code = "certificate_facts_unreadable"

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything a certificate says. Texts are made printable on the way in; an empty optional text is None.

    Titles, agencies and signing form are printed in capitals whatever their case here.

    Attributes:
        governing_agency: the agency above the issuing one, first line of the header.
        issuing_agency: as named on the day of issue.
        title: "Giấy chứng nhận" or the title the owner has set.
        subtitle: the line below it, such as "Hoàn thành khóa bồi dưỡng".
        certifier: who certifies, such as "Giám đốc Sở Nội vụ tỉnh …"; None means the issuing agency.
        honorific: "ông", "bà" or "ông (bà)".
        birth: the words after "Sinh", see `birth_words`.
        position: position of the holder, and `unit` the unit, as of completion.
        statement: what is certified, such as "đã hoàn thành khóa bồi dưỡng".
        duration: such as "24 tiết", "16 giờ" or "90 phút".
        decision_no: the decision that recognises the result; needs `decision_date`.
        valid_until: the last day on which the certificate holds; None means without end.
        place: place name of the date line.
        signing_form: lines above the signature, such as ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH").
        verify_url: address in the QR code; `verify_code` the code as it is read aloud.

    Raises:
        FieldMissing: a required text is empty.
    """

    issuing_agency: str
    holder_name: str
    unit: str
    course: str
    serial_no: str
    register_no: str
    place: str
    issued_on: date
    signing_form: tuple[str, ...]
    signer_name: str
    verify_url: str
    verify_code: str
    governing_agency: str | None = None
    title: str = "Giấy chứng nhận"
    subtitle: str | None = "Hoàn thành khóa bồi dưỡng"
    certifier: str | None = None
    honorific: str = "ông (bà)"
    birth: str | None = None
    position: str | None = None
    statement: str = "đã hoàn thành khóa bồi dưỡng"
    duration: str | None = None
    studied_from: date | None = None
    studied_to: date | None = None
    result: str | None = None
    decision_no: str | None = None
    decision_date: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        for name in _REQUIRED:
            if not (text := printable(getattr(self, name))):
                raise FieldMissing(name)
            object.__setattr__(self, name, text)
        for name in _OPTIONAL:
            object.__setattr__(self, name, printable(getattr(self, name) or "") or None)
        form = tuple(text for line in self.signing_form if (text := printable(line)))
        if not form:
            raise FieldMissing("signing_form")
        object.__setattr__(self, "signing_form", form)
        if self.decision_no and self.decision_date is None:
            raise FieldMissing("decision_date")

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot: JSON values under the names of the fields, dates as YYYY-MM-DD."""
        snapshot: dict[str, Any] = {"schema": SCHEMA}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, date):
                value = value.isoformat()
            snapshot[item.name] = list(value) if isinstance(value, tuple) else value
        return snapshot

    @classmethod
    def from_json(cls, snapshot: Mapping[str, Any]) -> Self:
        """Return the facts of a stored snapshot.

        Raises:
            FactsUnreadable: another schema, an unknown, missing or mistyped entry.
        """
        if snapshot.get("schema") != SCHEMA:
            raise FactsUnreadable("schema")
        names = {item.name for item in fields(cls)}
        if wrong := (snapshot.keys() - {"schema"}) ^ names:
            raise FactsUnreadable(min(wrong))
        return cls(**{name: _read(name, snapshot[name]) for name in names})


def birth_words(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return the words after "Sinh": "ngày 16/04/1988", "tháng 04/1988" or "năm 1988". None means unknown."""
    if month is None:
        return f"năm {year:04}"
    return f"tháng {month:02}/{year:04}" if day is None else f"ngày {day:02}/{month:02}/{year:04}"


def _read(name: str, value: object) -> Any:
    """Check and convert one entry; a text that is required may not be null."""
    if name == "signing_form":
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            return tuple(value)
        raise FactsUnreadable(name)
    if value is None and name not in (*_REQUIRED, "issued_on"):
        return None
    if not isinstance(value, str):
        raise FactsUnreadable(name)
    if name not in _DATES:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FactsUnreadable(name) from None
