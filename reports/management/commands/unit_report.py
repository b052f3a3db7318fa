"""`manage.py unit_report CODE --as-of YYYY-MM-DD [--units then|now] --format json|pdf -o FILE`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import DomainError
from core.messages import message_of
from organization.domain.population import ReportMode
from reports.exchange import report_json
from reports.paper import unit_report_pdf
from reports.selectors.unit_report import unit_report
from reports.selectors.values import UnitReport


class Command(BaseCommand):
    """Writes the competency report of a unit to a file."""

    help = "Write the competency report of a unit as JSON or as the official paper."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the parameters."""
        parser.add_argument("code", help="code of the unit; DA-KET-THUC for people whose unit ended without successor")
        parser.add_argument("--as-of", required=True, type=date.fromisoformat, help="day of the figures, YYYY-MM-DD")
        parser.add_argument("--units", choices=[mode.value for mode in ReportMode], default=ReportMode.NOW.value)
        parser.add_argument("--format", choices=["json", "pdf"], default="json")
        parser.add_argument("--today", type=date.fromisoformat, help="day of the report; default: today")
        parser.add_argument("-o", "--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the report and write it; nothing is written when it cannot be made."""
        try:
            report = unit_report(
                code=options["code"],
                as_of=options["as_of"],
                mode=ReportMode(options["units"]),
                today=options["today"] or clock.today(),
            )
            written = _written(report, options["format"])
            options["output"].write_bytes(written)
        except DomainError as refused:
            raise CommandError(message_of(refused)) from refused
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
        self.stdout.write(f"{options['output']}: {report.unit.code}, {len(report.people)}")


def _written(report: UnitReport, form: str) -> bytes:
    if form == "pdf":
        return unit_report_pdf(report)
    return json.dumps(report_json(report), ensure_ascii=False, indent=1).encode() + b"\n"
