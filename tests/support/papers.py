"""Reading papers back: the witnesses are pypdf and poppler, not our own code."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy
from pypdf import PageObject, PdfReader

MM = 72 / 25.4


class _Complaints(logging.Handler):
    """pypdf repairs what it can and only logs it: for a paper of ours every repair is a failure."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[_Complaints]:
    logger, handler = logging.getLogger("pypdf"), _Complaints()
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page, runs of blanks as one; fails when the reader had to repair anything."""
    with _listening() as complaints:
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf), strict=True).pages]
    assert complaints.heard == []
    assert all(text == unicodedata.normalize("NFC", text) for text in texts)
    return [squeezed(text) for text in texts]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def poppler_text(pdf: bytes, folder: Path) -> str:
    """Text of all pages in the order of the content streams, fast enough for hundreds of pages."""
    source = folder / "paper.pdf"
    source.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-raw", source, "-"], check=True, capture_output=True, text=True).stdout


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of the fonts on all pages; True when the outlines and the way back to Unicode are in the file."""
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for entry in (page["/Resources"].get("/Font") or {}).values():
            font = entry.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor and "/ToUnicode" in font
    return found


def pieces(page: PageObject) -> list[tuple[float, float, str]]:
    """Texts with their place: x from the left and y from the top, in millimetres."""
    height, found = float(page.mediabox.height), []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x / MM, (height - y) / MM, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def raster(pdf: bytes, folder: Path, *, dpi: int, page: int = 1) -> numpy.ndarray:
    """Page as a grey picture, drawn by poppler."""
    source, target = folder / "paper.pdf", folder / f"paper-{dpi}-{page}"
    source.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-gray", "-singlefile", "-png"]
    subprocess.run([*command, source, target], check=True)
    return cv2.imread(f"{target}.png", cv2.IMREAD_GRAYSCALE)


def in_fresh_process(program: str, *, hash_seed: str) -> bytes:
    """Run a program in an interpreter of its own and return what it writes to its standard output."""
    import os
    import sys

    root = Path(__file__).resolve().parents[2]
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, cwd=root, env=surroundings
    ).stdout
