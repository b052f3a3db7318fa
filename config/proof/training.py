"""Learning: completions name an edition that was studied to its end, and enrolments say what the log says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from assessments.models import Attempt
from config.proof.finding import BATCH, Finding, Tally, in_batches
from training.domain.completion import is_complete
from training.models import Completion, Enrolment, LessonProgress


def prove_completions(tally: Tally) -> Iterator[Finding]:
    """A completion names an edition of the module, published before, of which every lesson was completed."""
    rows = Completion.objects.select_related("enrolment", "edition").order_by("pk")
    for batch in in_batches(tally.each(rows.iterator(chunk_size=BATCH))):
        done = _lessons([row.enrolment_id for row in batch])
        for row in batch:
            edition = row.edition
            if edition.module_uid != row.enrolment.module_uid or edition.published_at > row.at:
                yield Finding("completion_of_another_edition", str(row.uid))
            lessons = [lesson["key"] for lesson in edition.lessons]
            if not is_complete(lessons=lessons, completed=done[row.enrolment_id, row.edition_id]):
                yield Finding("completion_without_lessons", str(row.uid))


def prove_enrolments(tally: Tally) -> Iterator[Finding]:
    """The state of an enrolment is the fold of its completion: completed if there is one that still counts."""
    rows = Enrolment.objects.select_related("completion", "completion__withdrawal").order_by("pk")
    for row in tally.each(rows.iterator(chunk_size=BATCH)):
        completion = getattr(row, "completion", None)
        counts = completion is not None and not hasattr(completion, "withdrawal")
        if counts != (row.state == Enrolment.State.COMPLETED):
            yield Finding("enrolment_state_differs", str(row.uid))


def prove_gates(tally: Tally) -> Iterator[Finding]:
    """Nobody began an exam whose module they had not completed before."""
    rows = Attempt.objects.filter(exam__gate_module_uid__isnull=False, started_at__isnull=False)
    columns = rows.order_by("pk").values_list("uid", "staff_id", "exam__gate_module_uid", "started_at")
    for batch in in_batches(tally.each(columns.iterator(chunk_size=BATCH))):
        completed = _first_completions({staff for _, staff, _, _ in batch})
        for uid, staff, module, started_at in batch:
            at = completed.get((staff, module))
            if at is None or at > started_at:
                yield Finding("attempt_before_module", str(uid))


def _first_completions(people: set[int]) -> dict[tuple[int, UUID], datetime]:
    rows = Completion.objects.filter(enrolment__staff_id__in=people).order_by("-at")
    columns = ("enrolment__staff_id", "enrolment__module_uid", "at")
    return {(staff, module): at for staff, module, at in rows.values_list(*columns)}


def _lessons(enrolments: list[int]) -> dict[tuple[int, int], set[str]]:
    rows = LessonProgress.objects.filter(enrolment_id__in=enrolments, completed_at__isnull=False)
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for enrolment, edition, key in rows.values_list("enrolment_id", "edition_id", "lesson_key"):
        found[enrolment, edition].add(key)
    return found
