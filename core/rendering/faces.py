"""Liberation Serif, cut down to what Vietnamese papers need and measured once per process."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import unicodedata
import zlib
from array import array
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .errors import FontMissing
from .text import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Style = Literal["Regular", "Bold", "Italic", "BoldItalic"]
FAMILY = "Liberation Serif"

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VIETNAMESE = {
    unicodedata.normalize("NFC", case(vowel) + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in _TONES
    for case in (str, str.upper)
}
_HIGHLAND = set("ĕĔĭĬŏŎŭŬčČñÑƀɃ")  # Ê Đê, Gia Rai, Ba Na, M'nông names
_LATIN_1 = {chr(c) for c in range(0xC0, 0x100)}
_SIGNS = set("đĐ₫–—−·…•“”‘’«»×°§½≥≤" + HIDDEN)
_MARKS = set("\u0300\u0301\u0302\u0303\u0304\u0306\u0309\u030c\u0323")
ALPHABET = frozenset({chr(c) for c in range(32, 127)} | _VIETNAMESE | _HIGHLAND | _LATIN_1 | _SIGNS | _MARKS)

_DROPPED_TABLES = ["GPOS", "GSUB", "GDEF", "kern", "OS/2", "post", "name", "gasp", "DSIG", "FFTM"]
_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def "
    "/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
)
_CMAP_FOOT = "\nendcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(frozen=True, slots=True)
class Face:
    """One style of the face: what is needed to measure text, to write it and to embed its outlines.

    One code point is one glyph: no shaping, no kerning. `marks` are the combining signs, drawn over the
    letter before them (see `press.Sheet.text`). Measures are in thousandths of the font size.
    """

    name: str
    style: Style
    codes: Mapping[str, str]
    advances: Mapping[str, float]
    boxes: Mapping[str, tuple[float, float, float, float]]
    marks: frozenset[str]
    bounds: tuple[int, ...]
    ascent: int
    descent: int
    unicode_map: bytes
    _letters: frozenset[str]
    _glyphs: Mapping[str, int]
    _outlines: tuple[bytes, ...]
    _parts: tuple[tuple[int, ...], ...]
    _tables: Mapping[str, bytes]

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph here."""
        return self._letters.issuperset(text)

    def width(self, text: str, size: float) -> float:
        """Return the width in points. KeyError for a character outside the alphabet."""
        advances = self.advances
        return sum([advances[c] for c in text]) * size / 1000

    def encode(self, text: str) -> str:
        """Return the hexadecimal glyph numbers of `text`."""
        codes = self.codes
        return "".join([codes[c] for c in text])

    def tag(self, used: Collection[str]) -> str:
        """Return the six letters that name this subset: the same characters give the same name."""
        digest = hashlib.sha256("".join(sorted(used)).encode()).hexdigest()[:6]
        return digest.translate(str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP"))

    def width_array(self, used: Collection[str]) -> str:
        """Return the /W entry of the characters used."""
        widths = sorted((self._glyphs[c], self.advances[c]) for c in used)
        return "[" + "".join(f"{glyph}[{advance:.4g}]" for glyph, advance in widths) + "]"

    def font_file(self, used: Collection[str]) -> bytes:
        """Return a TrueType file holding only the outlines used; glyph numbers stay those of the alphabet."""
        keep = self._closure(used)
        offsets, outlines, at = array("I"), [], 0
        for glyph in range(len(self._outlines)):
            offsets.append(at)
            if glyph in keep:
                outlines.append(self._outlines[glyph])
                at += len(self._outlines[glyph])
        offsets.append(at)
        offsets.byteswap()
        return _join_tables({**self._tables, "glyf": b"".join(outlines), "loca": offsets.tobytes()})

    def _closure(self, used: Collection[str]) -> set[int]:
        """Glyph numbers of the characters and of the parts they are composed of; 0 is .notdef."""
        keep, todo = {0}, [self._glyphs[c] for c in used]
        while todo:
            glyph = todo.pop()
            if glyph not in keep:
                keep.add(glyph)
                todo += self._parts[glyph]
        return keep


@lru_cache
def face(style: Style) -> Face:
    """Load one style, once per process (about 0.1 s).

    Raises:
        FontMissing: Liberation Serif is not installed.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    source = Path(_font_path(style)).read_bytes()
    cut = TTFont(BytesIO(_alphabet_font(source)))
    scale = 1000 / cut["head"].unitsPerEm
    order = cut.getGlyphOrder()
    numbers = {name: i for i, name in enumerate(order)}
    glyphs = {chr(code): numbers[name] for code, name in cut.getBestCmap().items()}
    advances = [cut["hmtx"][name][0] * scale for name in order]
    outline_table, offsets = cut["glyf"], cut["loca"]
    raw = cut.reader["glyf"]
    whole = TTFont(BytesIO(source))
    head, hhea = whole["head"], whole["hhea"]
    return Face(
        name="Liberation-Serif" + ("" if style == "Regular" else f"-{style}"),
        style=style,
        codes={c: f"{glyph:04x}" for c, glyph in glyphs.items()},
        advances={c: advances[glyph] for c, glyph in glyphs.items()},
        boxes={c: _box(outline_table[order[glyph]], scale) for c, glyph in glyphs.items()},
        marks=frozenset(_MARKS & glyphs.keys()),
        bounds=tuple(round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ascent=round(hhea.ascent * scale),
        descent=round(hhea.descent * scale),
        unicode_map=zlib.compress(_unicode_map(glyphs), 9),
        _letters=frozenset(glyphs),
        _glyphs=glyphs,
        _outlines=tuple(_padded(raw[offsets[i] : offsets[i + 1]]) for i in range(len(order))),
        _parts=tuple(_components(outline_table[name], numbers) for name in order),
        _tables=_kept_tables(cut.reader),
    )


@lru_cache(1024)
def is_drawable(character: str) -> bool:
    """Whether any font of this machine has the character; a paper must not show a blank instead of a name."""
    return bool(_fontconfig("fc-list", f":charset={ord(character):x}", "file").strip())


@lru_cache
def _font_path(style: Style) -> str:
    """Ask fontconfig for the file; refuse a substitute."""
    wanted = f"{FAMILY}:style={style.replace('BoldItalic', 'Bold Italic')}"
    family, _, path = _fontconfig("fc-match", "-f", "%{family}|%{file}", wanted).partition("|")
    if FAMILY not in family:
        raise FontMissing(f"{FAMILY} is not installed (fontconfig offers {family}): install fonts-liberation2")
    return path


def _fontconfig(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise FontMissing("fontconfig does not answer: install fontconfig and fonts-liberation2") from error


def _alphabet_font(source: bytes) -> bytes:
    """Cut the font down to the alphabet, without hinting. `recalcTimestamp` would write the clock into it."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(source), lazy=True, recalcTimestamp=False)
    options = subset.Options(
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        name_IDs=[],
        legacy_kern=False,
        drop_tables=_DROPPED_TABLES,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in ALPHABET])
    subsetter.subset(font)
    target = BytesIO()
    font.save(target, reorderTables=False)
    return target.getvalue()


def _box(glyph: Any, scale: float) -> tuple[float, float, float, float]:
    """Bounds of an outline; a blank one has none."""
    return tuple(getattr(glyph, side, 0) * scale for side in ("xMin", "yMin", "xMax", "yMax"))  # type: ignore[return-value]


def _components(glyph: Any, numbers: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(numbers[part.glyphName] for part in glyph.components) if glyph.isComposite() else ()


def _kept_tables(reader: Any) -> dict[str, bytes]:
    tables = {tag: bytes(reader[tag]) for tag in ("head", "hhea", "maxp", "hmtx")}
    head = bytearray(tables["head"])
    head[50:52] = struct.pack(">h", 1)  # offsets of four bytes
    return {**tables, "head": bytes(head)}


def _unicode_map(glyphs: Mapping[str, int]) -> bytes:
    """The /ToUnicode map of the whole alphabet, shared by all subsets of the face."""
    rows = sorted((glyph, c) for c, glyph in glyphs.items())
    blocks = []
    for i in range(0, len(rows), 100):
        part = rows[i : i + 100]
        lines = "\n".join(f"<{glyph:04x}> <{c.encode('utf-16-be').hex()}>" for glyph, c in part)
        blocks.append(f"{len(part)} beginbfchar\n{lines}\nendbfchar")
    return (_CMAP_HEAD + "\n".join(blocks) + _CMAP_FOOT).encode()


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)


def _join_tables(tables: Mapping[str, bytes]) -> bytes:
    """Write a TrueType file: directory, then the tables padded to four bytes."""
    count = len(tables)
    directory, body, start = b"", b"", 12 + 16 * count
    for tag in sorted(tables):
        content = tables[tag]
        padded = _padded(content)
        words = array("I", padded)
        words.byteswap()
        checksum = sum(words) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag.encode(), checksum, start + len(body), len(content))
        body += padded
    power = 1 << (count.bit_length() - 1)
    search = (power * 16, power.bit_length() - 1, count * 16 - power * 16)
    return struct.pack(">IHHHH", 0x10000, count, *search) + directory + body
