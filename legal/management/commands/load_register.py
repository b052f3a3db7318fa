"""Puts the shipped legal register into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from legal.services.loading import load_register


class Command(BaseCommand):
    """Adds what is missing; rows that are there stay as the office left them."""

    help = "Adds the shipped legal documents, provisions and relations that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was new."""
        report = load_register(by=None, at=clock.now())
        self.stdout.write(
            f"{report.documents} documents, {report.provisions} provisions and {report.relations} relations are new."
        )
