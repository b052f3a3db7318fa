from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from core.rendering.papers import FOLDER, paper_html
from core.rendering.weasy import AddressRefused, layout, local_file, write
from tests.support.papers import page_texts

HOSTILE = [
    "http://127.0.0.1:9/x",
    "https://example.org/x.css",
    "ftp://127.0.0.1/x",
    "data:text/css,*{color:red}",
    "file:///etc/passwd",
    "file://host/etc/passwd",
    "FILE:///etc/passwd",
    f"{FOLDER.as_uri()}/../base.html",
    f"{FOLDER.as_uri()}/%2e%2e/%2e%2e/pyproject.toml",
    f"{FOLDER.as_uri()}/print/none.css",
    f"{FOLDER.as_uri()}/print",
    "gopher://x",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_address_outside_the_papers_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        local_file(url)


def test_style_sheet_of_the_papers_is_found() -> None:
    assert local_file(f"{FOLDER.as_uri()}/print/tokens.css") == FOLDER / "print" / "tokens.css"


def test_link_out_of_the_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pdf"
    folder.mkdir()
    (tmp_path / "secret.css").write_text("p{}")
    (folder / "link.css").symlink_to(tmp_path / "secret.css")
    monkeypatch.setattr("core.rendering.weasy.FOLDER", folder)

    with pytest.raises(AddressRefused):
        local_file(f"{folder.as_uri()}/link.css")


def test_hostile_page_opens_no_connection_and_reads_no_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    loads = "".join(
        f'<img src="{url}"><link rel="stylesheet" href="{url}"><link rel="attachment" href="{url}">'
        f'<object data="{url}"></object><p style="background:url({url})"><style>@import "{url}";</style>'
        for url in HOSTILE
    )

    with caplog.at_level(logging.CRITICAL, logger="weasyprint"):
        (text,) = page_texts(write(layout(f"<html lang=vi><p>Còn lại{loads}"), variant="pdf/a-2u"))

    assert text == "Còn lại"


def test_values_are_escaped_in_templates() -> None:
    html = paper_html("certificate.html", {"f": {"unit": "<script>&"}, "form": ["<b>"], "qr": ""})

    assert "Đơn vị công tác: &lt;script&gt;&amp;" in html
    assert "&lt;B&gt;" in html
