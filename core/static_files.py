"""Static files with hashed names; only our own are compressed beforehand."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

OWN_FOLDERS = ("css/", "js/", "img/")
COMPRESSIBLE = (".css", ".js", ".svg")


class CompressedOwnFilesStorage(ManifestStaticFilesStorage):
    """Hashes all names; writes `.gz` beside our own text files.

    Compressing Wagtail's 40 MB too would cost a minute at set-up for files that only editors load.
    """

    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hash as the parent does, then compress what examinees and learners load."""
        for name, hashed, processed in super().post_process(paths, dry_run=dry_run, **options):
            if processed and not dry_run and name.startswith(OWN_FOLDERS) and name.endswith(COMPRESSIBLE):
                self._compress(hashed)
            yield name, hashed, processed

    def _compress(self, name: str) -> None:
        path = Path(self.path(name))
        if path.exists():
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
