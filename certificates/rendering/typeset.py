"""The slow way for names the press cannot write: the same template, fitted by the same rule, set by WeasyPrint."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import SubElement
from xml.sax.saxutils import escape

from django.utils.safestring import mark_safe

from core.rendering import qr
from core.rendering.errors import LetterUnknown
from core.rendering.faces import face, is_drawable
from core.rendering.weasy import painted_under, parse, write

from .border import certificate_art
from .boxes import Line, Run, places
from .facts import CertificateFacts
from .fitting import fitted
from .printed import Printed
from .specimen import certificate_html, specimen

_UNKNOWN_ADVANCE = 1000.0


def typeset_certificate(facts: CertificateFacts, words: Printed, template: str) -> bytes:
    """Set one certificate by WeasyPrint (about 0.3 s), tagged PDF/A-2a, the border painted underneath.

    Raises:
        FieldTooLong: a text does not fit its place at the smallest size.
        LetterUnknown: no font of this machine has a letter of the text.
    """
    _check_letters(words)
    code = qr.svg(qr.modules(facts.verify_url), escape(f"Mã QR kiểm tra giấy chứng nhận: {facts.verify_url}"))
    tree = parse(certificate_html(template, words.texts, mark_safe(code)))  # noqa: S308 our own drawing, its title escaped
    natural = places(tree.render())
    for line, slot in zip(natural.lines, specimen(template, words.shape).slots, strict=True):
        rows = fitted(line, line.runs, slot.fields, _measure_of(line))
        if rows != [line.runs]:
            _set(line, rows)
    return write(tree.render(), variant="pdf/a-2a", finishers=[painted_under(certificate_art())])


def _check_letters(words: Printed) -> None:
    for name, text in words.texts.items():
        for letter in text:
            if not face("Regular").covers(letter) and not is_drawable(letter):
                raise LetterUnknown(name, letter)


def _measure_of(line: Line) -> Any:
    """A whole run is as wide as WeasyPrint says; a part of it has its share of that."""

    def measure(run: Run) -> float:
        whole = line.runs[0]
        return run.width if run in line.runs else whole.width * _estimate(run) / _estimate(whole)

    return measure


def _estimate(run: Run) -> float:
    advances = face(run.style).advances
    return sum(advances.get(c, _UNKNOWN_ADVANCE) for c in run.text)


def _set(line: Line, rows: list[tuple[Run, ...]]) -> None:
    """Write size and line break into the element, to be laid out once more; the lines keep their distance."""
    first, element = rows[0][0], line.element
    sizes = {"font-size": first.size, "letter-spacing": first.spacing, "line-height": line.step}
    element.set("style", ";".join(f"{name}:{size:.3f}pt" for name, size in sizes.items()))
    if len(rows) == 2:
        element.text = first.text
        SubElement(element, "br").tail = rows[1][0].text
