"""manage.py verify_audit_log: prove that no row of the audit log was changed, removed, inserted or reordered."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.domain.audit_chain import Finding
from core.selectors import ChainHead, audit_findings, chain_head

# More lines help nobody; the total is still told.
_SHOWN = 50


def _head(text: str) -> ChainHead:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise ArgumentTypeError("a head is written as NUMBER:HASH, as this command prints it")
    return ChainHead(int(number), digest.lower())


class Command(BaseCommand):
    """Works the chain out anew and compares it with what is stored."""

    help = "Verify the audit log. Ends with status 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json and --head."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
        parser.add_argument("--head", type=_head, help="NUMBER:HASH noted earlier; it must still be in the chain")

    def handle(self, *, as_json: bool, head: ChainHead | None, **options: Any) -> None:
        """Print the findings and the present head."""
        errors = warnings = 0
        shown: list[Finding] = []
        for finding in audit_findings(clock.now(), known_head=head):
            errors += not finding.is_warning
            warnings += finding.is_warning
            if len(shown) < _SHOWN:
                shown.append(finding)
        last = chain_head()
        if as_json:
            self._print_json(last, errors, warnings, shown)
        else:
            self._print_lines(last, errors, warnings, shown)
        if errors:
            raise CommandError("the audit log is not whole", returncode=1)

    def _print_json(self, last: ChainHead, errors: int, warnings: int, shown: list[Finding]) -> None:
        report = {
            "whole": not errors,
            "links": last.number,
            "head": f"{last.number}:{last.hash}",
            "errors": errors,
            "warnings": warnings,
            "findings": [
                {"code": finding.code.value, "where": finding.where, "warning": finding.is_warning} for finding in shown
            ],
        }
        self.stdout.write(json.dumps(report))

    def _print_lines(self, last: ChainHead, errors: int, warnings: int, shown: list[Finding]) -> None:
        for finding in shown:
            kind = "warning" if finding.is_warning else "error"
            self.stdout.write(f"{kind}: {finding.code.value} at {finding.where}")
        self.stdout.write(f"{last.number} links, {errors} errors, {warnings} warnings")
        self.stdout.write(f"head {last.number}:{last.hash}")
