"""PDF as numbered objects: streams, fonts, metadata and the finished file.

Objects are bytes. The same makers serve a file written here and a file of WeasyPrint: both only have to
say how an object is added and which number it got.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from xml.sax.saxutils import escape

from .faces import Face, face
from .press import Ink

Add = Callable[[bytes], int]
"""Registers one object of a file and returns its number."""

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/"><pdfaid:part>{part}</pdfaid:part>'
    "<pdfaid:conformance>{level}</pdfaid:conformance><dc:title><rdf:Alt>"
    '<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq>'
    "<rdf:li>{author}</rdf:li></rdf:Seq></dc:creator><xmp:CreateDate>{date}</xmp:CreateDate>"
    '<xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """Return a compressed stream object; `packed` content is already compressed."""
    body = content if packed else zlib.compress(content, 6)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(body), entries, body)


def text_string(text: str) -> bytes:
    """Return a text string object for any language."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"


def xmp(*, title: str, author: str, date: str, part: int, level: str) -> bytes:
    """Return the metadata stream of a PDF/A file; `date` is YYYY-MM-DD and comes from the facts."""
    packet = _XMP.format(title=escape(title), author=escape(author), date=date, part=part, level=level).encode()
    return b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(packet), packet)


@lru_cache
def srgb_profile() -> bytes:
    """Return the colour profile of the output intent as a stream object."""
    profile = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return stream(zlib.compress(profile, 9), b"/N 3", packed=True)


def output_intent(profile: int) -> bytes:
    """Return the catalog entry that names object `profile` as the colours meant."""
    return (
        b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB2014.icc)"
        b"/Info(sRGB2014.icc)/DestOutputProfile %d 0 R>>]" % profile
    )


def embed_fonts(add: Add, ink: Ink) -> bytes:
    """Add a subset font for each style used; returns the /Font resource dictionary."""
    entries = [f"/{style} {_embed(add, face(style), ink[style])} 0 R" for style in sorted(ink)]
    return ("<<" + "".join(entries) + ">>").encode()


def _embed(add: Add, letters: Face, used: set[str]) -> int:
    raw = letters.font_file(used)
    outlines = add(stream(raw, b"/Length1 %d" % len(raw)))
    unicode_map = add(stream(letters.unicode_map, packed=True))
    name = f"/{letters.tag(used)}+{letters.name}"
    descriptor = add(_descriptor(letters, name, outlines).encode())
    descendant = add(
        (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
            f"/FontDescriptor {descriptor} 0 R/DW 500/W{letters.width_array(used)}>>"
        ).encode()
    )
    return add(
        (
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode_map} 0 R>>"
        ).encode()
    )


def _descriptor(letters: Face, name: str, outlines: int) -> str:
    italic, bold = "Italic" in letters.style, "Bold" in letters.style
    return (
        f"<</Type/FontDescriptor/FontName{name}/Flags {4 + 64 * italic}"
        f"/FontBBox[{' '.join(map(str, letters.bounds))}]/ItalicAngle {-15 * italic}"
        f"/Ascent {letters.ascent}/Descent {letters.descent}/CapHeight 660/StemV {140 if bold else 80}"
        f"/FontFile2 {outlines} 0 R>>"
    )


class PdfFile:
    """A file under way: add objects, or reserve a number and give the body later."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def add(self, body: bytes) -> int:
        """Append an object and return its number."""
        self._bodies.append(body)
        return len(self._bodies)

    def reserve(self) -> int:
        """Return a number to refer to before its object is known."""
        return self.add(b"null")

    def put(self, number: int, body: bytes) -> None:
        """Give the object of a reserved number."""
        self._bodies[number - 1] = body

    def finish(self, catalog: int) -> bytes:
        """Return the file with a plain cross-reference table; its ID is the digest of its content."""
        parts, offsets, at = [_HEADER], [], len(_HEADER)
        for number, body in enumerate(self._bodies, 1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            offsets.append(b"%010d 00000 n \n" % at)
            at += len(part)
            parts.append(part)
        digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
        size = len(offsets) + 1
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(offsets)))
        parts.append(b"trailer<</Size %d/Root %d 0 R/ID[<%s><%s>]>>\n" % (size, catalog, digest, digest))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(parts)
