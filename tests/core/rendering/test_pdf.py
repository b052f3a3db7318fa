from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfReader

from core.rendering.pdf import PdfFile, stream, text_string, xmp


def _file_with(content: bytes) -> bytes:
    file = PdfFile()
    catalog, tree = file.reserve(), file.reserve()
    body = file.add(stream(content))
    page = file.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 100 50]/Contents %d 0 R>>" % (tree, body))
    file.put(tree, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    file.put(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    return file.finish(catalog)


def test_file_is_read_by_a_strict_reader() -> None:
    reader = PdfReader(io.BytesIO(_file_with(b"0 0 10 10 re f")), strict=True)

    assert len(reader.pages) == 1
    assert reader.pages[0].get_contents().get_data() == b"0 0 10 10 re f"


def test_identifier_depends_on_the_content_only() -> None:
    assert _file_with(b"1 w") == _file_with(b"1 w")
    assert _file_with(b"1 w").split(b"/ID")[1] != _file_with(b"2 w").split(b"/ID")[1]


def test_stream_is_compressed_once() -> None:
    packed = zlib.compress(b"q Q", 9)

    assert stream(packed, packed=True) == b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )


def test_text_string_keeps_vietnamese() -> None:
    assert bytes.fromhex(text_string("Mã QR")[1:-1].decode()).decode("utf-16") == "Mã QR"


@pytest.mark.parametrize("field", ["title", "author"])
def test_metadata_is_escaped(field: str) -> None:
    texts = {"title": "t", "author": "a", field: "</x> & <y>"}

    assert b"&lt;/x&gt; &amp; &lt;y&gt;" in xmp(**texts, date="2026-11-05", part=2, level="A")
