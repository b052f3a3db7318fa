"""One certificate as a PDF/A-2a file: pressed when every letter is in the face, else set by WeasyPrint."""

from __future__ import annotations

import zlib
from functools import lru_cache

from core.rendering import qr
from core.rendering.faces import face
from core.rendering.pdf import PdfFile, embed_fonts, output_intent, srgb_profile, stream, text_string, xmp
from core.rendering.press import Ink

from .border import certificate_art
from .facts import CertificateFacts
from .printed import Printed, Shape, printed
from .specimen import Specimen, specimen
from .typeset import typeset_certificate

_FIRST_ART_OBJECT = 3  # after the catalog and the page tree


TEMPLATE = "certificate.html"


def render_certificate(facts: CertificateFacts, *, template: str = TEMPLATE) -> bytes:
    """Print one certificate. The same facts and template give the same bytes.

    Args:
        facts: what the certificate says.
        template: name of a template in `templates/pdf`; a template that was used is never changed.

    Raises:
        FieldTooLong: a text does not fit its place at the smallest size; `fields` names it.
        LetterUnknown: no font of the machine has a letter of the text.
        FontMissing, TypesetterMissing: the machine lacks the face or Pango.
    """
    words = printed(facts)
    if all(is_pressable(text) for text in words.texts.values()):
        return press_certificate(facts, words, template)
    return typeset_certificate(facts, words, template)


def is_pressable(text: str) -> bool:
    """Whether the face has every letter of `text`, as it is and in capitals."""
    letters = face("Regular")
    return letters.covers(text) and letters.covers(text.upper())


def press_certificate(facts: CertificateFacts, words: Printed, template: str) -> bytes:
    """Write the certificate by the press (a few milliseconds); KeyError for a letter outside the face."""
    layout = specimen(template, words.shape)
    ink: Ink = {style: set(used) for style, used in layout.ink.items()}  # type: ignore[misc]
    lines = layout.fill(words.texts, ink)
    code = qr.modules(facts.verify_url)
    file = PdfFile()
    catalog, tree = file.reserve(), file.reserve()
    for body in _art_objects():
        file.add(body)
    art = _FIRST_ART_OBJECT + len(_art_objects()) - 1
    ground = file.add(_ground(template, words.shape, art))
    fonts = embed_fonts(file.add, ink)
    content = file.add(stream(_content(layout, lines, code)))
    page = file.add(
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</Font%s/XObject<</Ground %d 0 R>>>>"
        b"/Contents %d 0 R/StructParents 0/Tabs/S>>"
        % (tree, layout.places.width, layout.places.height, fonts, ground, content)
    )
    structure = _structure(file, layout, page, facts)
    metadata = file.add(
        xmp(
            title=f"{facts.title} số {facts.register_no}",
            author=facts.issuing_agency,
            date=facts.issued_on.isoformat(),
            part=2,
            level="A",
        )
    )
    profile = file.add(srgb_profile())
    file.put(tree, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    file.put(
        catalog,
        b"<</Type/Catalog/Pages %d 0 R/Lang(vi)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R"
        b"/ViewerPreferences<</DisplayDocTitle true>>%s>>" % (tree, structure, metadata, output_intent(profile)),
    )
    return file.finish(catalog)


@lru_cache
def _art_objects() -> tuple[bytes, ...]:
    return tuple(certificate_art().objects(_FIRST_ART_OBJECT))


@lru_cache(64)
def _ground(template: str, shape: Shape, art: int) -> bytes:
    """What is the same on every certificate of a shape: border and rules, one form."""
    layout = specimen(template, shape)
    head = f"/Type/XObject/Subtype/Form/BBox[0 0 {layout.places.width:.2f} {layout.places.height:.2f}]"
    resources = f"/Resources<</XObject<</Art {art} 0 R>>>>"
    return stream(zlib.compress(b"/Art Do\n" + layout.rules, 9), (head + resources).encode(), packed=True)


def _content(layout: Specimen, lines: list[str], code: tuple[bytes, ...]) -> bytes:
    """Marked content in reading order: the border is an artifact, each line a paragraph, the code a figure."""
    parts = ["/Artifact BMC /Ground Do EMC"]
    for number, (slot, operators) in enumerate(zip(layout.slots, lines, strict=True)):
        parts.append(f"/{slot.line.role} <</MCID {number}>> BDC BT\n{operators}\nET EMC")
    if layout.places.qr:
        parts.append(f"/Figure <</MCID {len(lines)}>> BDC {qr.operators(code, *layout.places.qr)} EMC")
    return "\n".join(parts).encode()


def _structure(file: PdfFile, layout: Specimen, page: int, facts: CertificateFacts) -> int:
    """Add the structure tree and return its number."""
    root, document = file.reserve(), file.reserve()
    elements = [file.add(_element(slot.line.role, document, page, number)) for number, slot in enumerate(layout.slots)]
    if layout.places.qr:
        content = len(layout.slots)
        elements.append(file.add(_figure(layout.places.qr, document, page, content, facts.verify_url)))
    kids = b" ".join(b"%d 0 R" % element for element in elements)
    file.put(document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (root, kids))
    file.put(
        root,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[0[%s]]>>/ParentTreeNextKey 1>>" % (document, kids),
    )
    return root


def _element(role: str, parent: int, page: int, content: int) -> bytes:
    return b"<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K %d>>" % (role.encode(), parent, page, content)


def _figure(square: tuple[float, float, float], parent: int, page: int, content: int, url: str) -> bytes:
    x, top, side = square
    alt = text_string(f"Mã QR kiểm tra giấy chứng nhận: {url}")
    box = f"{x:.1f} {top - side:.1f} {x + side:.1f} {top:.1f}".encode()
    element = b"<</Type/StructElem/S/Figure/P %d 0 R/Pg %d 0 R/K %d/Alt%s/A<</O/Layout/BBox[%s]>>>>"
    return element % (parent, page, content, alt, box)
