"""manage.py verify_demo: prove what must always hold, on the demo or on whatever else is in the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.proof.prover import Proved, prove
from config.proof.sentences import sentence

# More lines of one kind help nobody; the number is told.
_SHOWN = 20


class Command(BaseCommand):
    """Works everything out anew from what is stored; changes nothing."""

    help = "Prove the invariants on the whole database. Ends with status 1 when something does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        """Prove part by part and tell of each."""
        results = []
        for proved in prove():
            results.append(proved)
            if not as_json:
                self._tell(proved)
        if as_json:
            self.stdout.write(json.dumps(_told(results), ensure_ascii=False))
        findings = sum(len(proved.findings) for proved in results)
        if findings:
            raise CommandError(_("%(count)s things do not hold.") % {"count": findings}, returncode=1)
        if not as_json:
            checked = sum(proved.checked for proved in results)
            self.stdout.write(_("Everything holds: %(count)s rows were worked out anew.") % {"count": checked})

    def _tell(self, proved: Proved) -> None:
        state = _("holds") if not proved.findings else _("%(count)s findings") % {"count": len(proved.findings)}
        self.stdout.write(f"{proved.seconds:6.1f} s  {proved.part.title}: {proved.checked}, {state}")
        for finding in proved.findings[:_SHOWN]:
            self.stdout.write(f"          {sentence(finding.code)} [{finding.where}]")
        self.stdout.flush()


def _told(results: list[Proved]) -> dict[str, Any]:
    return {
        "whole": not any(proved.findings for proved in results),
        "parts": [
            {
                "code": proved.part.code,
                "checked": proved.checked,
                "findings": [{"code": finding.code, "where": finding.where} for finding in proved.findings],
            }
            for proved in results
        ],
    }
