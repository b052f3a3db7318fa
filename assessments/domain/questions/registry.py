"""All question types by code."""

from __future__ import annotations

from typing import Any, TypeAlias

from assessments.domain.questions.base import QuestionType
from assessments.domain.questions.matching import Matching
from assessments.domain.questions.multiple import Multiple
from assessments.domain.questions.numeric import Numeric
from assessments.domain.questions.ordering import Ordering
from assessments.domain.questions.scenario import Scenario
from assessments.domain.questions.short_text import ShortText
from assessments.domain.questions.single import Single
from assessments.domain.questions.true_false import TrueFalse
from core.errors import DomainError

AnyQuestionType: TypeAlias = QuestionType[Any, Any]

_TYPES: tuple[AnyQuestionType, ...] = (
    Single(),
    Multiple(),
    TrueFalse(),
    Numeric(),
    ShortText(),
    Matching(),
    Ordering(),
    Scenario(),
)
_BY_CODE = {kind.code: kind for kind in _TYPES}


class UnknownQuestionType(DomainError):
    """No question type has this code. Params: `type`."""

    code = "unknown_question_type"


def all_types() -> tuple[AnyQuestionType, ...]:
    """Return every question type, in the order in which lists offer them."""
    return _TYPES


def question_type(code: str) -> AnyQuestionType:
    """Return the question type of that code.

    Raises:
        UnknownQuestionType: there is none.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise UnknownQuestionType(type=code) from None
