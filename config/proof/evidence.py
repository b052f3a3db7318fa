"""Evidence: each level is what its rule says of the counts, and the counts are those of the attempt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessments.domain.marking import Marks, count_levels
from assessments.models import Attempt, Grading
from assessments.services.finalize import SOURCE_KIND, finished_on
from competencies.domain.levels import LevelCount, level_held, read_counts
from competencies.models import CompetencyEvidence
from competencies.selectors.frameworks import level_rules
from config.proof.finding import BATCH, Finding, Tally, in_batches

_Key = tuple[str, int, str]  # uid of the attempt as hex, number of the grading, code of the competency


def prove_levels(tally: Tally) -> Iterator[Finding]:
    """The level of every proof follows from its counts by the rule that judged it."""
    rules = level_rules()
    rows = CompetencyEvidence.objects.exclude(counts={}).order_by("pk")
    columns = rows.values_list("uid", "level", "counts", "rule_version")
    for uid, level, counts, version in tally.each(columns.iterator(chunk_size=BATCH)):
        rule = rules.get(version)
        if rule is None:
            yield Finding("evidence_rule_missing", str(uid))
        elif level_held(read_counts(counts), rule) != level:
            yield Finding("evidence_level_differs", str(uid))


def prove_sources(tally: Tally) -> Iterator[Finding]:
    """Each told grading of a sealed attempt has its evidence, with counts, day, unit and position of the attempt."""
    told = Grading.objects.filter(finalized_at__isnull=False).select_related("attempt")
    for batch in in_batches(tally.each(told.order_by("pk").iterator(chunk_size=BATCH))):
        known = _evidence(batch)
        for grading in batch:
            yield from _of_grading(grading, known)


def _evidence(gradings: Iterable[Grading]) -> dict[_Key, CompetencyEvidence]:
    keys = [grading.attempt.uid.hex for grading in gradings]
    rows = CompetencyEvidence.objects.filter(source_kind=SOURCE_KIND, source_key__in=keys)
    rows = rows.select_related("competency", "withdrawal")
    return {(row.source_key, row.seq, row.competency.code): row for row in rows}


def _of_grading(grading: Grading, known: dict[_Key, CompetencyEvidence]) -> Iterator[Finding]:
    attempt = grading.attempt
    for code, levels in count_levels(Marks.from_json(grading.result)).items():
        where = f"{attempt.uid} {code}"
        row = known.get((attempt.uid.hex, grading.number, code))
        if row is None:
            # A void attempt may have been declared so before anybody was told.
            if attempt.state == Attempt.State.SEALED:
                yield Finding("evidence_missing", where)
            continue
        counts = [
            LevelCount(level, one.items, one.answered, one.mark, one.max_mark) for level, one in sorted(levels.items())
        ]
        if list(read_counts(row.counts)) != counts or not _is_of(row, attempt):
            yield Finding("evidence_differs", where)
        if attempt.state == Attempt.State.VOID and not hasattr(row, "withdrawal"):
            yield Finding("evidence_of_void_attempt", where)


def _is_of(row: CompetencyEvidence, attempt: Attempt) -> bool:
    told = (row.staff_id, row.unit_id, row.position_id, row.observed_on)
    return told == (attempt.staff_id, attempt.unit_id, attempt.position_id, finished_on(attempt))
