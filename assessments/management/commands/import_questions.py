"""Reads a file of questions into the bank."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.services.importing import ImportReport, import_questions
from core import clock
from core.errors import DomainError
from core.messages import message_of
from core.models import User
from organization.models import OrganizationUnit, Role
from organization.permissions import grants_on

SIZE_LIMIT = 20 * 1024 * 1024


class Command(BaseCommand):
    """All or nothing: one refused question refuses the file. The same file twice changes nothing."""

    help = "Reads a file of questions into the bank, for review by somebody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file, author and unit."""
        parser.add_argument("file", type=Path, help="questions in the starter format")
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--as", dest="author", metavar="USERNAME", required=True, help="the question author")
        parser.add_argument("--unit", metavar="CODE", help="the owner unit; needed where the author serves several")
        parser.add_argument("--dry-run", action="store_true", help="only report")
        parser.add_argument("--json", dest="as_json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report; ends with an error when something was refused."""
        author = User.objects.filter(username=options["author"]).first()
        if author is None:
            raise CommandError(f"There is no account {options['author']}.")
        try:
            report = import_questions(
                content=_content(options["file"]),
                owner_unit=_unit(author, options["unit"]),
                dry_run=options["dry_run"],
                by=author,
                at=clock.now(),
            )
        except DomainError as error:
            raise CommandError(message_of(error)) from error
        spelled = json.dumps(report.to_json(), ensure_ascii=False, indent=1) if options["as_json"] else _words(report)
        self.stdout.write(spelled)
        if report.refused:
            raise CommandError("Nothing was written.")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise CommandError(f"{path} is larger than {SIZE_LIMIT} bytes.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _unit(author: User, code: str | None) -> OrganizationUnit:
    if code is not None:
        unit = OrganizationUnit.objects.filter(code=code).first()
        if unit is None:
            raise CommandError(f"There is no unit {code}.")
        return unit
    grants = grants_on(author, clock.today()).filter(role=Role.QUESTION_AUTHOR).select_related("unit")
    units = {grant.unit for grant in grants}
    if len(units) != 1:
        raise CommandError("Name the owner unit with --unit.")
    return units.pop()


def _words(report: ImportReport) -> str:
    counts = f"{len(report.accepted)} new, {len(report.unchanged)} unchanged, {len(report.refused)} refused"
    lines = [f"{remark['question']} {remark['field']}: {remark['message']}" for remark in _remarks(report)]
    end = "Written." if report.is_written else "Nothing new was written."
    return "\n".join([counts, *lines, end])


def _remarks(report: ImportReport) -> list[dict[str, str]]:
    spelled = report.to_json()
    return [*spelled["refused"], *spelled["warnings"]]  # type: ignore[misc]
