"""Publication: a module page becomes an edition that never changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags

from core.canonical import fingerprint
from core.clock import civil_day
from core.models import User
from core.services.audit import Act, record
from legal.models import Provision
from training.errors import ModuleEmpty
from training.models import EditionCitation, ModuleEdition, ModulePage


@transaction.atomic
def publish_edition(page: ModulePage, *, by: User | None, at: datetime) -> ModuleEdition:
    """Freeze the page's lessons as the next edition; return the latest one unchanged if nothing differs.

    The rendered lessons, their plain text and the provisions they cite are kept, so that "what did this person study
    in 2024?" has an answer when the page has long moved on.

    Raises:
        ModuleEmpty: the page has no lesson.
    """
    lessons = [_lesson(block) for block in page.lessons]
    if not lessons:
        raise ModuleEmpty
    ModulePage.objects.select_for_update(of=("self",)).get(pk=page.pk)  # two publications take turns for a number
    digest = fingerprint({"title": page.title, "summary": page.summary, "lessons": lessons})
    latest = ModuleEdition.objects.filter(module_uid=page.module_uid).order_by("-number").first()
    if latest and _is_unchanged(latest, page, digest):
        return latest
    edition = ModuleEdition.objects.create(
        module_uid=page.module_uid,
        code=page.code,
        number=latest.number + 1 if latest else 1,
        title=page.title,
        summary=page.summary,
        minutes=sum(lesson["minutes"] for lesson in lessons),
        lessons=lessons,
        exam_code=page.exam_code,
        sha256=digest,
        owner_unit_id=page.owner_unit_id,
        published_at=at,
        approved_by=by,
    )
    _cite(edition, page, at)
    _audit(edition, by, at)
    return edition


def _is_unchanged(latest: ModuleEdition, page: ModulePage, digest: str) -> bool:
    return (latest.sha256, latest.code, latest.exam_code) == (digest, page.code, page.exam_code)


def _lesson(block: Any) -> dict[str, Any]:
    html = str(block.render())
    return {
        "key": str(block.id),
        "title": block.value["title"],
        "minutes": block.value["minutes"],
        "html": html,
        "text": " ".join(strip_tags(html).split()),
    }


def _cite(edition: ModuleEdition, page: ModulePage, at: datetime) -> None:
    cited = list(dict.fromkeys(_cited(page)))
    known = Provision.objects.select_related("document").in_bulk([provision for _key, provision in cited])
    EditionCitation.objects.bulk_create(
        EditionCitation(
            edition=edition,
            lesson_key=key,
            provision=known[provision],
            cited_as_of=civil_day(at),
            check_mark=known[provision].document.check_mark,
        )
        for key, provision in cited
        if provision in known
    )


def _cited(page: ModulePage) -> Iterator[tuple[str, int]]:
    """Yield lesson key and provision key of every citation block."""
    for lesson in page.lessons:
        for block in lesson.value["body"]:
            if block.block_type == "citation" and block.value["provision"] is not None:
                yield str(lesson.id), block.value["provision"]


def _audit(edition: ModuleEdition, by: User | None, at: datetime) -> None:
    act = Act(
        verb="module.published",
        object_kind="module_edition",
        object_uid=str(edition.uid),
        actor_uid=by.uid if by else None,
        detail={"code": edition.code, "edition": edition.number, "sha256": edition.sha256},
    )
    record(act, at=at)
