"""manage.py load_demo: an invented province with two years of training, exams and certificates."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.demo.accounts import ACCOUNTS, PASSWORD
from config.demo.days import LAST_DAY, Timetable
from config.demo.loading import DemoRefused, Step, load_demo
from core.messages import message_of


class Command(BaseCommand):
    """Loads the demo into an empty database, or prints its accounts."""

    help = "Load the demo into an empty database; a second load changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --today and --accounts."""
        parser.add_argument(
            "--today", type=date.fromisoformat, default=LAST_DAY, help="the demo's last day, YYYY-MM-DD (2026-11-23)"
        )
        parser.add_argument("--accounts", action="store_true", help="print the accounts and do nothing else")

    def handle(self, *, today: date, accounts: bool, **options: Any) -> None:
        """Load and tell of each step, or print the table of accounts."""
        if accounts:
            self._print_accounts()
            return
        try:
            loaded = load_demo(Timetable(today), self._tell)
        except DemoRefused as error:
            raise CommandError(message_of(error)) from error
        self.stdout.write(_("The demo is loaded.") if loaded else _("The demo is there already; nothing was changed."))

    def _tell(self, step: Step) -> None:
        self.stdout.write(f"{step.seconds:6.1f} s  {step.name}: {step.count}")
        self.stdout.flush()

    def _print_accounts(self) -> None:
        heads = (
            pgettext("demo accounts", "Role"),
            pgettext("demo accounts", "Account"),
            pgettext("demo accounts", "Password"),
            pgettext("demo accounts", "What it sees"),
        )
        rows = [(str(line.role.label), line.username, PASSWORD, str(line.sees)) for line in ACCOUNTS]
        widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(3)]
        for row in (heads, *rows):
            left = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self.stdout.write(f"{left}  {row[3]}")
