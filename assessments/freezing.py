"""What was approved stays as it was approved, whoever calls `save()`: the last line behind the services.

Bulk statements are refused by `QuestionQuerySet`. Columns that say how a row stands may still change: its status, when
results were released, the folded text for search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save

from assessments.models import Exam, ExamSection, ExamSlot, Question, QuestionCitation
from assessments.querysets import CONTENT_FIELDS, FROZEN_STATUSES, FrozenRow

_QUESTION_COLUMNS = tuple(sorted(name for name in CONTENT_FIELDS if not name.endswith("_id")))
_EXAM_STANDING = frozenset({"id", "status", "approver", "published_at", "released_at"})
_EXAM_COLUMNS = tuple(field.name for field in Exam._meta.concrete_fields if field.name not in _EXAM_STANDING)


def _refuse_changed_question(sender: type[Model], instance: Question, **kwargs: Any) -> None:
    stored = _stored(Question.objects.non_polymorphic(), instance, _QUESTION_COLUMNS, kwargs)
    if stored is not None and stored.status in FROZEN_STATUSES and _differs(stored, instance, _QUESTION_COLUMNS):
        raise FrozenRow(name=str(instance))


def _refuse_changed_exam(sender: type[Model], instance: Exam, **kwargs: Any) -> None:
    stored = _stored(Exam.objects, instance, _EXAM_COLUMNS, kwargs)
    if stored is not None and stored.status != Exam.Status.DRAFT and _differs(stored, instance, _EXAM_COLUMNS):
        raise FrozenRow(name=str(instance))


def _refuse_part_of_frozen(is_frozen: Callable[[Any], bool]) -> Callable[..., None]:
    def refuse(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        if not kwargs.get("raw") and is_frozen(instance):
            raise FrozenRow(name=str(instance))

    return refuse


def _stored(rows: Any, instance: Model, columns: Iterable[str], kwargs: dict[str, Any]) -> Any:
    """Return the row as it stands, or None when the save touches none of `columns`: one query at most."""
    named = kwargs.get("update_fields")
    if kwargs.get("raw") or instance._state.adding or (named is not None and not set(columns).intersection(named)):
        return None
    return rows.filter(pk=instance.pk).first()


def _differs(stored: Model, instance: Model, columns: Iterable[str]) -> bool:
    names = [instance._meta.get_field(name).attname for name in columns]
    return any(getattr(stored, name) != getattr(instance, name) for name in names)


def _is_frozen_question(question: Question) -> bool:
    return question.status in FROZEN_STATUSES


def _is_frozen_exam(exam: Exam) -> bool:
    return exam.status != Exam.Status.DRAFT


_refuse_citation = _refuse_part_of_frozen(lambda citation: _is_frozen_question(citation.question))
_refuse_section = _refuse_part_of_frozen(lambda section: _is_frozen_exam(section.exam))
_refuse_slot = _refuse_part_of_frozen(lambda slot: _is_frozen_exam(slot.section.exam))
_refuse_deleted_question = _refuse_part_of_frozen(_is_frozen_question)
_refuse_deleted_exam = _refuse_part_of_frozen(_is_frozen_exam)


def connect() -> None:
    """Begin to watch the rows of the bank and of exams."""
    for model in (Question, *Question.__subclasses__()):
        pre_save.connect(_refuse_changed_question, sender=model)
        pre_delete.connect(_refuse_deleted_question, sender=model)
    pre_save.connect(_refuse_changed_exam, sender=Exam)
    pre_delete.connect(_refuse_deleted_exam, sender=Exam)
    for part, refuse in (
        (QuestionCitation, _refuse_citation),
        (ExamSection, _refuse_section),
        (ExamSlot, _refuse_slot),
    ):
        pre_save.connect(refuse, sender=part)
        pre_delete.connect(refuse, sender=part)
