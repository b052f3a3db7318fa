"""The bank as a list: what stands where, and which questions rest on law of another time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from assessments.domain.questions.registry import question_type
from assessments.models import Question
from assessments.selectors.bank import grounds_of
from core.vietnamese.folding import fold
from legal.domain.effect import Grounds, in_force_on

if TYPE_CHECKING:
    from organization.permissions import Account


@dataclass(frozen=True, slots=True)
class BankLine:
    """One version as a list shows it, without key and options.

    `grounds` are the statuses of what it cites on the day asked for; `is_deliverable` tells whether the exam page can
    ask its type.
    """

    uid: UUID
    code: str
    number: int
    type: str
    topic: str
    competency: str
    level: int
    status: str
    check_mark: str
    stem: str
    author_id: int
    grounds: Grounds
    is_deliverable: bool

    @property
    def rests_on_other_law(self) -> bool:
        """Tell whether something it cites has ended or is still to come, so that it is not drawn."""
        return not self.grounds.are_drawable


_COLUMNS = (
    "pk",
    "uid",
    "entry__code",
    "number",
    "type",
    "entry__category__name",
    "competency__name",
    "level",
    "status",
    "check_mark",
    "body__stem",
    "author_id",
)


def bank_lines(user: Account, day: date, *, query: str = "", status: str = "") -> list[BankLine]:
    """Return the versions that an account may see, by code and number, with their grounds on a day.

    At most six queries; the key is not read.

    Args:
        user: an author or reviewer; others see nothing.
        day: the civil day of the grounds.
        query: words of stem, context or options, whatever their marks; or the code.
        status: one status, empty for all.
    """
    rows = Question.objects.non_polymorphic().visible_to(user, day).order_by("entry__code", "number")
    if status:
        rows = rows.filter(status=status)
    for word in fold(query).split():
        rows = rows.filter(Q(folded__contains=word) | Q(entry__code__iexact=word))
    found = list(rows.values_list(*_COLUMNS))
    grounds = grounds_of([row[0] for row in found])
    return [_line(row, in_force_on(grounds.get(row[0], ()), day)) for row in found]


def resting_on_other_law(user: Account, day: date) -> list[BankLine]:
    """Return the ready versions whose ground has ended or is still to come on a day: they wait for an author."""
    return [line for line in bank_lines(user, day, status=Question.Status.READY) if line.rests_on_other_law]


def _line(row: tuple[Any, ...], grounds: Grounds) -> BankLine:
    _, uid, code, number, kind, topic, competency, level, status, check_mark, stem, author_id = row
    return BankLine(
        uid=uid,
        code=code,
        number=number,
        type=kind,
        topic=topic,
        competency=competency,
        level=level,
        status=status,
        check_mark=check_mark,
        stem=stem,
        author_id=author_id,
        grounds=grounds,
        is_deliverable=question_type(kind).deliverable,
    )
