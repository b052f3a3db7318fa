"""Reading the question bank: what exams may draw, and what stands ready."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from assessments.domain.blueprint import DrawnSlot, DrawRules, FixedSlot, PoolItem, SectionRule, SlotRule
from assessments.domain.drawing import Shortage, check_blueprint
from assessments.models import Exam, ExamSection, ExamSlot, Question, QuestionCitation
from legal.domain.effect import Effect
from legal.selectors import provision_effects


def draw_rules(exam: Exam) -> DrawRules:
    """Return the blueprint of an exam as a value. Two queries."""
    slots: dict[int, list[SlotRule]] = defaultdict(list)
    rows = ExamSlot.objects.filter(section__exam=exam).select_related("category", "competency")
    for row in rows.order_by("section__order", "order"):
        slots[row.section_id].append(_slot_rule(row))
    sections = ExamSection.objects.filter(exam=exam).order_by("order")
    return DrawRules(tuple(SectionRule(row.title, tuple(slots[row.pk]), row.shuffles) for row in sections))


def pool_for(exam: Exam, day: date) -> list[PoolItem]:
    """Return the questions that the slots of an exam admit and that may be drawn on a day, with their grounds.

    At most six queries, whatever the size of the bank; no content type is looked up, and keys are not read.
    """
    return pool_of(draw_rules(exam), day)


def pool_of(rules: DrawRules, day: date) -> list[PoolItem]:
    """Return the questions that a blueprint admits and that may be drawn on a day. At most four queries."""
    columns = (
        "pk",
        "entry_id",
        "content_sha256",
        "type",
        "competency__code",
        "level",
        "entry__category__path",
        "body",
    )
    ready = Question.objects.non_polymorphic().filter(_admitted(rules), status=Question.Status.READY)
    rows = list(ready.order_by("pk").values_list(*columns))
    grounds = grounds_of(ready.values("pk"))
    items = (_pool_item(row, grounds.get(row[0], ())) for row in rows)
    return [item for item in items if item.is_drawable(day)]


def grounds_of(questions: Any) -> dict[int, list[Effect]]:
    """Return the effects of the provisions that each question cites, by question. At most three queries.

    `questions` are keys or a subquery of keys; questions without citations are missing.
    """
    links = list(
        QuestionCitation.objects.filter(question_id__in=questions)
        .order_by("question_id", "provision_id")
        .values_list("question_id", "provision_id")
    )
    effects = provision_effects({provision for _, provision in links})
    found: dict[int, list[Effect]] = defaultdict(list)
    for question, provision in links:
        found[question].append(effects[provision])
    return dict(found)


def bank_sufficiency(exam: Exam, day: date) -> list[Shortage]:
    """Return the slots of an exam that the bank cannot fill on a day; empty when papers can be drawn.

    At most six queries.
    """
    rules = draw_rules(exam)
    return check_blueprint(rules, pool_of(rules, day), on=day)


def _pool_item(row: tuple[Any, ...], grounds: Sequence[Effect]) -> PoolItem:
    key, entry, sha, kind, competency, level, category, body = row
    return PoolItem(key, entry, sha, kind, competency, level, category, body, tuple(grounds))


def _slot_rule(row: ExamSlot) -> SlotRule:
    if row.entry_id is not None:
        return FixedSlot(row.entry_id, row.pinned_id, row.max_mark)
    return DrawnSlot(
        count=row.count,
        category_path=row.category.path if row.category else "",
        competency=row.competency.code if row.competency else None,
        level_from=row.level_from or 1,
        level_to=row.level_to or 5,
        max_mark=row.max_mark,
    )


def _admitted(rules: DrawRules) -> Q:
    """Return the condition that some slot admits a question, so that the rest of a large bank is not read."""
    wanted = Q(pk__in=())
    for _, _, slot in rules.slots():
        wanted |= _admitted_by(slot)
    return wanted


def _admitted_by(slot: SlotRule) -> Q:
    if isinstance(slot, FixedSlot):
        return Q(entry_id=slot.entry_id)
    condition = Q(
        level__gte=slot.level_from, level__lte=slot.level_to, entry__category__path__startswith=slot.category_path
    )
    return condition & Q(competency__code=slot.competency) if slot.competency else condition
