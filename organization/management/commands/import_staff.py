"""manage.py import_staff: bring a staff list in, all of it or nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import DomainError
from core.messages import message_of
from core.vietnamese.folding import clean_spaces
from core.vietnamese.formatting import parse_date
from organization.importing import report as reporting
from organization.importing.errors import FileRefused, Limits
from organization.services.staff_import import import_staff


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if "-" in text else parse_date(text)
    except (DomainError, ValueError):
        raise ArgumentTypeError("a day is written as 2026-03-01 or 01/03/2026") from None


class Command(BaseCommand):
    """Reads an .xlsx with one row per person."""

    help = (
        "Import a staff list (.xlsx): Mã nhân sự, Họ và tên, Ngày sinh, Giới tính, Chức vụ, Mã đơn vị, Từ ngày. "
        "All rows or none; ends with status 1 when something is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and its options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-of", type=_day, help="the day of the list (default: today)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *, file: Path, as_of: date | None, dry_run: bool, as_json: bool, **options: Any) -> None:
        """Import and report."""
        at = clock.now()
        name = clean_spaces(file.name)
        try:
            data = _read(file)
            report = import_staff(data=data, as_of=as_of or clock.civil_day(at), by=None, at=at, dry_run=dry_run)
        except FileRefused as error:
            self._refuse_file(error, name, as_json)
        if as_json:
            self._print(reporting.as_json(report, name))
        else:
            for line in reporting.lines(report):
                self.stdout.write(line)
        if report.plan.refused:
            raise CommandError("nothing was imported", returncode=1)

    def _refuse_file(self, error: FileRefused, name: str, as_json: bool) -> None:
        message = message_of(error)
        if as_json:
            refused = [{"row": None, "cell": "", "value": "", "code": error.code, "message": message}]
            self._print({"file": name, "committed": False, "accepted": [], "warnings": [], "refused": refused})
        raise CommandError(message, returncode=1)

    def _print(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


def _read(file: Path) -> bytes:
    """Return the file, but never more of it than one byte over the limit."""
    try:
        with file.open("rb") as stream:
            return stream.read(Limits().file_bytes + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
