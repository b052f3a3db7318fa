"""Recording what a test proved, and taking a proof back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from competencies.domain.levels import LevelCount, LevelRule, level_held, write_counts
from competencies.models import Competency, CompetencyEvidence, CompetencyFramework, EvidenceWithdrawal
from competencies.selectors.frameworks import level_rule_on
from core.errors import DomainError
from core.services.audit import Act, record
from core.vietnamese.folding import clean_spaces

if TYPE_CHECKING:
    from core.models import User

_PLACES = Decimal("0.0000001")


class EvidenceRefused(DomainError):
    """Evidence that cannot be recorded or withdrawn.

    Codes: `competency_unknown` (params `codes`), `evidence_expires_too_early`, `evidence_reason_missing`,
    `evidence_already_withdrawn`.
    """


@transaction.atomic
def record_evidence(
    *,
    staff_id: int,
    competency_counts: Mapping[str, Sequence[LevelCount]],
    unit_id: int,
    position_id: int,
    observed_on: date,
    expires_on: date | None,
    source_kind: str,
    source_key: str,
    source_title: str,
    seq: int = 1,
    at: datetime,
) -> list[CompetencyEvidence]:
    """Record what one knowledge test showed of each competency, judged by the level rule of the day it was sat.

    A proof without enough ground is recorded too, with level None: "chưa đủ căn cứ" is a finding. Repeating the call
    for the same source writes nothing and returns the same rows; a regrade comes with the next `seq`. Four queries
    when new. No audit entry: the row is append-only and names its source.

    Args:
        staff_id: whose proof it is.
        competency_counts: per competency code the counts per level of the paper.
        unit_id: where the person stood on the day; frozen into the row.
        position_id: the position of that day; frozen likewise.
        observed_on: the civil day of the test, and the first on which the proof counts.
        expires_on: the first day on which it no longer counts; None means never.
        source_kind: what kind of thing the source is, e.g. "attempt".
        source_key: which one, opaque to this app.
        source_title: what the person sees as the origin.
        seq: which judgement of the source this is, from 1.
        at: when it is recorded.

    Returns:
        The evidence of the source, ordered by competency code.

    Raises:
        EvidenceRefused: `competency_unknown`, `evidence_expires_too_early`.
        LevelRuleMissing: no level rule is in force on that day.
    """
    if expires_on is not None and expires_on <= observed_on:
        raise EvidenceRefused("evidence_expires_too_early")
    source = CompetencyEvidence.objects.filter(source_kind=source_kind, source_key=source_key, seq=seq)
    known = {row.competency.code: row for row in source.select_related("competency")}
    missing = {code: tuple(counts) for code, counts in competency_counts.items() if code not in known}
    if missing:
        rule = level_rule_on(observed_on)
        competencies = _competencies(missing)
        rows = [
            CompetencyEvidence(
                staff_id=staff_id,
                competency=competencies[code],
                unit_id=unit_id,
                position_id=position_id,
                observed_on=observed_on,
                expires_on=expires_on,
                source_kind=source_kind,
                source_key=source_key,
                source_title=source_title,
                seq=seq,
                recorded_at=at,
                **_judgement(counts, rule),
            )
            for code, counts in missing.items()
        ]
        CompetencyEvidence.objects.bulk_create(rows)
        known.update({row.competency.code: row for row in rows})
    return [known[code] for code in sorted(known) if code in competency_counts]


@transaction.atomic
def withdraw_evidence(
    *, evidence: CompetencyEvidence, reason: str, by: User | None, at: datetime
) -> EvidenceWithdrawal:
    """Say that a proof no longer counts; the proof itself stays, and the reason beside it.

    Raises:
        EvidenceRefused: `evidence_reason_missing`, `evidence_already_withdrawn`.
    """
    reason = clean_spaces(reason)
    if not reason:
        raise EvidenceRefused("evidence_reason_missing")
    row = CompetencyEvidence.objects.select_for_update(of=("self",)).select_related("staff", "unit").get(pk=evidence.pk)
    withdrawal, created = EvidenceWithdrawal.objects.get_or_create(
        evidence=row, defaults={"reason": reason, "by": by, "at": at}
    )
    if not created:
        raise EvidenceRefused("evidence_already_withdrawn")
    act = Act(
        "evidence.withdrawn",
        "evidence",
        str(row.uid),
        actor_uid=by.uid if by else None,
        subject_uid=row.staff.uid,
        unit_uid=row.unit.uid,
        detail={"reason": reason},
    )
    record(act, at=at)
    return withdrawal


def _judgement(counts: tuple[LevelCount, ...], rule: LevelRule) -> dict[str, object]:
    mark = sum((count.mark for count in counts), Decimal(0))
    maximum = sum((count.maximum for count in counts), Decimal(0))
    return {
        "level": level_held(counts, rule),
        "fraction": (mark / maximum).quantize(_PLACES, ROUND_HALF_UP) if maximum else None,
        "counts": write_counts(counts),
        "rule_version": rule.version,
    }


def _competencies(codes: Collection[str]) -> dict[str, Competency]:
    """Return the competency of each code: that of the framework in force, else of its latest version.

    A paper drawn under an older framework may name a code that the present one has dropped; the proof is still true.
    """
    rows = Competency.objects.filter(code__in=codes).select_related("framework")
    found = {row.code: row for row in sorted(rows, key=_latest_last)}
    unknown = sorted(set(codes) - set(found))
    if unknown:
        raise EvidenceRefused("competency_unknown", codes=", ".join(unknown))
    return found


def _latest_last(competency: Competency) -> tuple[bool, int, int]:
    framework = competency.framework
    return framework.status == CompetencyFramework.Status.IN_FORCE, framework.version, framework.pk
