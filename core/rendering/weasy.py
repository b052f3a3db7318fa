"""WeasyPrint behind one door: loaded when first needed, fed only from the folder of our own papers."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf

from .errors import TypesetterMissing
from .ornament import Art
from .papers import FOLDER
from .pdf import Add

Finisher = Callable[[Any, pydyf.PDF], None]
PX = 0.75
"""Points in a CSS pixel."""


class AddressRefused(ValueError):
    """A paper asked for something outside its own folder. Nothing was fetched."""


@lru_cache
def typesetter() -> Any:
    """Import WeasyPrint (0.5 s and Pango), once per process.

    Raises:
        TypesetterMissing: the package or the system library is not there.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise TypesetterMissing("install libpango-1.0-0 and libpangoft2-1.0-0") from error
    return weasyprint


def layout(html: str) -> Any:
    """Lay out a paper; returns WeasyPrint's document. Its style sheets are those of the papers' folder."""
    return parse(html).render()


def parse(html: str) -> Any:
    """Read the HTML of a paper; returns WeasyPrint's tree, which may be laid out several times."""
    return typesetter().HTML(string=html, base_url=f"{FOLDER.as_uri()}/", url_fetcher=_fetcher())


def local_file(url: str) -> Path:
    """Return the file of the papers' folder that `url` names.

    Raises:
        AddressRefused: another scheme, a host, a way out of the folder, or no such file.
    """
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise AddressRefused(url)
    path = Path(unquote(parts.path)).resolve()
    if not path.is_relative_to(FOLDER) or not path.is_file():
        raise AddressRefused(url)
    return path


@lru_cache
def _fetcher() -> Any:
    """WeasyPrint's fetcher with every door closed: no handler that could open a connection is installed."""
    urls = typesetter().urls

    class PapersOnly(urls.URLFetcher):  # type: ignore[name-defined]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file",), allow_redirects=False)
            self.handle_open: dict[str, Any] = {}

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = local_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return PapersOnly()


class RawObject(pydyf.Object):
    """An object whose bytes are known."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = body

    @property
    def data(self) -> bytes:
        """The object as it is written."""
        return self._body

    @property
    def compressible(self) -> bool:
        """Streams must stand in the file by themselves."""
        return not self._body.endswith(b"endstream")


def adder(pdf: pydyf.PDF) -> Add:
    """Return how objects are added to a file of WeasyPrint."""

    def add(body: bytes) -> int:
        pdf.add_object(item := RawObject(body))
        return int(item.number)

    return add


def painted_under(art: Art) -> Finisher:
    """Return a finisher that paints `art` as one shared form under every page."""

    def finish(_document: Any, pdf: pydyf.PDF) -> None:
        add = adder(pdf)
        numbers = [add(body) for body in art.objects(len(pdf.objects))]
        under = pydyf.Stream([b"/Artifact BMC q /Art Do Q EMC"], compress=True)
        pdf.add_object(under)
        for page in _pages(pdf):
            resources = pdf.objects[_number(page["Resources"])]
            resources["XObject"]["Art"] = b"%d 0 R" % numbers[-1]
            page["Contents"] = pydyf.Array([under.reference, page["Contents"]])

    return finish


def write(document: Any, *, variant: str, finishers: Sequence[Finisher] = ()) -> bytes:
    """Write a laid-out document as a PDF/A file, after the finishers have added to it."""

    def finish(laid_out: Any, pdf: pydyf.PDF) -> None:
        for finisher in finishers:
            finisher(laid_out, pdf)

    return bytes(document.write_pdf(pdf_variant=variant, finisher=finish))


def _pages(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [pdf.objects[_number(reference)] for reference in pdf.page_references]


def _number(reference: bytes | str) -> int:
    return int(reference.split()[0])
