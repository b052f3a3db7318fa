"""Where people stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from competencies.domain.standing import Evidence, Standing, standing_on
from competencies.models import CompetencyEvidence


def standing(staff_ids: Collection[int] | None, day: date) -> dict[tuple[int, str], Standing]:
    """Return the standing of people on a day, by person and competency code. One query.

    A pair without any evidence is missing: "chưa đánh giá". None asks for everybody; prefer it to a list of thousands.
    """
    rows = CompetencyEvidence.objects.all()
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=staff_ids)
    columns = ("staff_id", "competency__code", "pk", "level", "observed_on", "expires_on", "withdrawal__pk")
    proofs: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for staff_id, code, key, level, observed_on, expires_on, withdrawal in rows.values_list(*columns):
        proofs[staff_id, code].append(Evidence(key, level, observed_on, expires_on, withdrawal is not None))
    return {pair: standing_on(evidence, day) for pair, evidence in proofs.items()}


def levels_held(staff_ids: Collection[int] | None, day: date) -> dict[tuple[int, str], int | None]:
    """Return the level held on a day, by person and competency code. One query.

    None: "chưa đủ căn cứ". A pair without evidence is missing: "chưa đánh giá".
    """
    return {pair: found.level for pair, found in standing(staff_ids, day).items()}
