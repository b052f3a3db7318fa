"""The whole proof, part by part."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from config.proof import attempts, bank, certificates, evidence, organization, training
from config.proof.finding import Finding, Part, Tally
from core import clock
from core.selectors import audit_findings, chain_head


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of one part: how many things it looked at, what does not hold, and how long it took."""

    part: Part
    checked: int
    findings: tuple[Finding, ...]
    seconds: float


def prove_audit(tally: Tally) -> Iterator[Finding]:
    """No entry of the audit log was changed, removed, inserted, or left unlinked."""
    tally.checked += chain_head().number
    for finding in audit_findings(clock.now()):
        if not finding.is_warning:
            yield Finding(f"audit_{finding.code.value}", finding.where)


PARTS = (
    Part("units", pgettext_lazy("part of the proof", "Tree and lineage of units"), organization.prove_units),
    Part("postings", pgettext_lazy("part of the proof", "Postings"), organization.prove_postings),
    Part("population", pgettext_lazy("part of the proof", "Reports then and now"), organization.prove_population),
    Part("grants", pgettext_lazy("part of the proof", "Rights"), organization.prove_grants),
    Part("questions", pgettext_lazy("part of the proof", "Questions"), bank.prove_questions),
    Part("exams", pgettext_lazy("part of the proof", "Exams"), bank.prove_exams),
    Part("editions", pgettext_lazy("part of the proof", "Editions of modules"), bank.prove_editions),
    Part(
        "attempts",
        pgettext_lazy("part of the proof", "Attempts: papers, answers, receipts, marks"),
        attempts.prove_attempts,
    ),
    Part("levels", pgettext_lazy("part of the proof", "Levels of evidence"), evidence.prove_levels),
    Part("sources", pgettext_lazy("part of the proof", "Sources of evidence"), evidence.prove_sources),
    Part("completions", pgettext_lazy("part of the proof", "Completions"), training.prove_completions),
    Part("enrolments", pgettext_lazy("part of the proof", "Enrolments"), training.prove_enrolments),
    Part("gates", pgettext_lazy("part of the proof", "Modules before exams"), training.prove_gates),
    Part("numbers", pgettext_lazy("part of the proof", "Numbers of certificates"), certificates.prove_numbers),
    Part("papers", pgettext_lazy("part of the proof", "Papers of certificates"), certificates.prove_papers),
    Part("logs", pgettext_lazy("part of the proof", "Logs of certificates"), certificates.prove_logs),
    Part("audit", pgettext_lazy("part of the proof", "Audit log"), prove_audit),
)


def prove() -> Iterator[Proved]:
    """Prove part by part what must always hold, on whatever the database holds. Writes nothing."""
    for part in PARTS:
        begun, tally = time.monotonic(), Tally()
        findings = tuple(part.prove(tally))
        yield Proved(part, tally.checked, findings, time.monotonic() - begun)
