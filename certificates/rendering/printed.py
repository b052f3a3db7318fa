"""The facts as the words that stand on the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.vietnamese.formatting import document_date, short_date

from .facts import CertificateFacts

FORM_LINE = "form_"

Shape = tuple[str, ...]
"""Which texts a certificate has: certificates of one shape share one layout."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The texts of one certificate by the name of their place; a place without text is absent."""

    texts: Mapping[str, str]

    @property
    def shape(self) -> Shape:
        """Names of the places that have text, in the order of the paper."""
        return tuple(self.texts)


def printed(facts: CertificateFacts) -> Printed:
    """Put the facts into words."""
    texts: dict[str, str | None] = {
        "governing_agency": facts.governing_agency,
        "issuing_agency": facts.issuing_agency,
        "title": facts.title,
        "subtitle": facts.subtitle,
        "certifier": facts.certifier or facts.issuing_agency,
        "honorific": facts.honorific,
        "holder_name": facts.holder_name,
        "birth": facts.birth,
        "position": facts.position,
        "unit": facts.unit,
        "statement": facts.statement,
        "course": facts.course,
        "period": _period(facts),
        "duration": facts.duration,
        "result": facts.result,
        "decision_no": facts.decision_no,
        "decision_date": document_date(facts.decision_date) if facts.decision_no and facts.decision_date else None,
        "serial_no": facts.serial_no,
        "register_no": facts.register_no,
        "valid_until": short_date(facts.valid_until) if facts.valid_until else None,
        "verify_code": facts.verify_code,
        "verify_page": _verify_page(facts),
        "place": facts.place,
        "issued_on": document_date(facts.issued_on),
        "signer_name": facts.signer_name,
        **{f"{FORM_LINE}{i}": line for i, line in enumerate(facts.signing_form, 1)},
    }
    return Printed({name: text for name, text in texts.items() if text})


def _period(facts: CertificateFacts) -> str | None:
    start, end = facts.studied_from, facts.studied_to
    if start and end and start != end:
        return f"từ ngày {short_date(start)} đến ngày {short_date(end)}"
    day = end or start
    return f"ngày {short_date(day)}" if day else None


def _verify_page(facts: CertificateFacts) -> str:
    """The address of the check page without scheme and code, as it is typed by hand."""
    parts = urlsplit(facts.verify_url)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    code = facts.verify_code.replace("-", "").lower()
    path = head if last.replace("-", "").lower() == code else parts.path
    return f"{parts.netloc}{path}".rstrip("/") or facts.verify_url
