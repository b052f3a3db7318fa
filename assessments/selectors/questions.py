"""The wording of drawn questions, kept in the memory of the process: a drawn version never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import QuerySet

from assessments.domain.paper import Paper
from assessments.domain.questions.base import Body
from assessments.domain.questions.content import Content, parse_content
from assessments.domain.questions.registry import question_type
from assessments.models import Question
from core.errors import DomainError

T = TypeVar("T")
_Version = tuple[int, str]

_KEPT_QUESTIONS = 4096


class ContentChanged(DomainError):
    """A question is gone, or no longer worded as it was when it was drawn. Params: `question`."""

    code = "content_changed"


class Shelf(Generic[T]):
    """The values used last, by question and digest; safe to use from several threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[_Version, T] = OrderedDict()
        self._lock = Lock()

    def find(self, versions: Iterable[_Version]) -> dict[_Version, T]:
        """Return what is there."""
        with self._lock:
            found = {version: self._values[version] for version in versions if version in self._values}
            for version in found:
                self._values.move_to_end(version)
        return found

    def put(self, values: Mapping[_Version, T]) -> None:
        """Keep values; the ones not used for longest make room."""
        with self._lock:
            self._values.update(values)
            while len(self._values) > self._size:
                self._values.popitem(last=False)


_bodies: Shelf[Body] = Shelf(_KEPT_QUESTIONS)
_contents: Shelf[Content] = Shelf(_KEPT_QUESTIONS)


def bodies_of(paper: Paper) -> dict[int, Body]:
    """Return what an examinee may see of the questions of a paper, by question.

    Keys are not even read. One query for questions that this process has not shown yet, none for the others.

    Raises:
        ContentChanged: the first question that is not what was drawn.
    """
    return _gather(paper, _bodies, _read_bodies)


def contents_of(paper: Paper) -> dict[int, Content]:
    """Return the questions of a paper with their keys, by question: for grading, and for a review that is open.

    One query for questions that this process has not graded yet, none for the others.

    Raises:
        ContentChanged: the first question that is not what was drawn.
    """
    return _gather(paper, _contents, _read_contents)


def _gather(
    paper: Paper, shelf: Shelf[T], read: Callable[[QuerySet[Question]], Iterable[tuple[_Version, T]]]
) -> dict[int, T]:
    wanted = {(slot.question, slot.sha) for slot in paper.slots}
    found = shelf.find(wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        rows = Question.objects.using(settings.EXAM_DATABASE).non_polymorphic()
        fresh = dict(read(rows.filter(pk__in=[question for question, _ in missing])))
        shelf.put(fresh)
        found |= fresh
    for question, sha in missing:
        if (question, sha) not in found:
            raise ContentChanged(question=question)
    return {question: found[question, sha] for question, sha in wanted}


def _read_bodies(rows: QuerySet[Question]) -> Iterator[tuple[_Version, Body]]:
    for key, sha, kind, body in rows.values_list("pk", "content_sha256", "type", "body"):
        yield (key, sha), question_type(kind).parse_body(body)


def _read_contents(rows: QuerySet[Question]) -> Iterator[tuple[_Version, Content]]:
    for key, kind, body, answer_key in rows.values_list("pk", "type", "body", "key"):
        content = parse_content(kind, body, answer_key)
        # Computed, not read: a changed row would still carry its old digest.
        yield (key, content.sha256), content
