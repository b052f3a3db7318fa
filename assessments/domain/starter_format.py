"""Reading the shape of `assessments/data/starter_questions.json`: a list of questions with their sources.

Every question is read, read with a warning, or refused with its code and the field at fault; nothing is dropped in
silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.domain.questions.content import Content, content_of_draft
from assessments.domain.questions.draft import Draft, DraftOption, DraftQuantity, DraftWordings
from assessments.domain.questions.options import speaks_of_positions
from assessments.domain.questions.reading import (
    CHOICE_LIMIT,
    CONTEXT_LIMIT,
    EXPLANATION_LIMIT,
    STEM_LIMIT,
    UNIT_LIMIT,
    Fields,
    InvalidContent,
    clean_text,
)
from assessments.domain.questions.registry import UnknownQuestionType
from core.sampling import Sampler
from legal.domain.citations import CheckMark, CitationNotRead, check_mark

CODE_LIMIT, NAME_LIMIT = 40, 200
PARTS_MOST = 20

_CHECKS_TO_WARN_OF = {
    "article-number-to-check": "content_article_to_check",
    "from-memory": "content_from_memory",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a question: its code (or #n where it has none), the field, and the code of a sentence."""

    question: str
    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question's answer is written. `article` is kept as one text; a day of None is not known."""

    document: str
    article: str
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """One question that was read: its content, and what the bank keeps beside it.

    `check_mark` says how far both the answer and the place in the source were checked.
    """

    code: str
    content: Content
    competency: str
    level: int
    topic: str
    source: Source
    check_mark: CheckMark
    warnings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file. Warnings are those of the accepted questions, in their order."""

    accepted: tuple[ReadQuestion, ...]
    refused: tuple[Remark, ...]

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """Return the warnings of all accepted questions."""
        return tuple(remark for question in self.accepted for remark in question.warnings)


def read_starter(data: object) -> Reading:
    """Read a list of questions. Option ids and storage order follow from each question's code alone."""
    if not isinstance(data, list):
        return Reading((), (Remark("#0", "content", "content_not_a_list"),))
    accepted: dict[str, ReadQuestion] = {}
    refused: list[Remark] = []
    for place, item in enumerate(data, start=1):
        name = _name(item, place)
        try:
            question = _question(item)
            if question.code in accepted:
                raise InvalidContent("id", "duplicate_id")
        except InvalidContent as error:
            refused.append(Remark(name, error.field, error.code))
        else:
            accepted[question.code] = question
    return Reading(tuple(accepted.values()), tuple(refused))


def _question(data: object) -> ReadQuestion:
    fields = Fields(data)
    code = fields.text("id", CODE_LIMIT)
    kind = fields.text("type", CODE_LIMIT)
    check = fields.text("check", CODE_LIMIT)
    source = _source(fields)
    competency, topic = fields.text("competency", NAME_LIMIT), fields.text("topic", NAME_LIMIT)
    level = _level(fields)
    fields.word("status", ("draft",))
    draft = _draft(fields)
    fields.close()
    return ReadQuestion(
        code=code,
        content=_content(kind, draft, Sampler(code)),
        competency=competency,
        level=level,
        topic=topic,
        source=source,
        check_mark=_check_mark(check),
        warnings=tuple(_warnings(code, check, source, draft)),
    )


def _content(kind: str, draft: Draft, sampler: Sampler) -> Content:
    try:
        return content_of_draft(kind, draft, sampler)
    except UnknownQuestionType:
        raise InvalidContent("type", "unknown_choice") from None


def _draft(fields: Fields) -> Draft:
    answer = fields.optional("answer")
    if not (answer is None or isinstance(answer, bool) or _holds(answer, "value") or _holds(answer, "accepted")):
        raise InvalidContent("answer", "unknown_choice")
    return Draft(
        stem=fields.text("stem", STEM_LIMIT),
        context=fields.optional_text("context", CONTEXT_LIMIT),
        explanation=fields.text("feedback", EXPLANATION_LIMIT),
        options=tuple(_option(path, data) for path, data in _parts(fields, "options")),
        pairs=tuple(_pair(path, data) for path, data in _parts(fields, "pairs")),
        sequence=tuple(clean_text(data, path, CHOICE_LIMIT) for path, data in _parts(fields, "sequence")),
        truth=answer if isinstance(answer, bool) else None,
        quantity=_quantity(answer) if _holds(answer, "value") else None,
        wordings=_wordings(answer) if _holds(answer, "accepted") else None,
    )


def _parts(fields: Fields, name: str) -> list[tuple[str, object]]:
    return fields.items(name, least=1, most=PARTS_MOST) if fields.has(name) else []


def _option(path: str, data: object) -> DraftOption:
    fields = Fields(data, path)
    fields.text("key", 1)  # the letter of the printed form; positions are shuffled, so it is not kept
    option = DraftOption(fields.text("text", CHOICE_LIMIT), fields.flag("correct"))
    fields.close()
    return option


def _pair(path: str, data: object) -> tuple[str, str]:
    fields = Fields(data, path)
    pair = fields.text("left", CHOICE_LIMIT), fields.text("right", CHOICE_LIMIT)
    fields.close()
    return pair


def _holds(answer: object, name: str) -> bool:
    return isinstance(answer, Mapping) and name in answer


def _quantity(answer: object) -> DraftQuantity:
    fields = Fields(answer, "answer")
    quantity = DraftQuantity(
        _figures(fields, "value"), _figures(fields, "tolerance"), fields.optional_text("unit", UNIT_LIMIT)
    )
    fields.close()
    return quantity


def _figures(fields: Fields, name: str) -> str:
    value = fields.raw(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidContent(fields.path(name), "not_decimal")
    # Through repr: a file's 0.1 means one tenth, not the nearest binary fraction.
    return f"{Decimal(repr(value)):f}"


def _wordings(answer: object) -> DraftWordings:
    fields = Fields(answer, "answer")
    wordings = DraftWordings(
        tuple(
            clean_text(data, path, CHOICE_LIMIT) for path, data in fields.items("accepted", least=1, most=PARTS_MOST)
        ),
        ignore_case=fields.flag("ignore_case"),
        ignore_marks=fields.flag("ignore_diacritics"),
    )
    fields.close()
    return wordings


def _source(question: Fields) -> Source:
    fields = Fields(question.raw("source"), "source")
    source = Source(
        fields.text("document", NAME_LIMIT),
        fields.text("article", NAME_LIMIT),
        _day(fields, "effective_from"),
        _day(fields, "effective_to"),
    )
    fields.close()
    if source.effective_from and source.effective_to and source.effective_to <= source.effective_from:
        raise InvalidContent("source.effective_to", "not_after_start")
    return source


def _check_mark(check: str) -> CheckMark:
    try:
        return check_mark(check)
    except CitationNotRead:
        raise InvalidContent("check", "unknown_choice") from None


def _day(fields: Fields, name: str) -> date | None:
    text = fields.optional_text(name, 10)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InvalidContent(fields.path(name), "not_a_date") from None


def _level(fields: Fields) -> int:
    value = fields.raw("level")
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise InvalidContent("level", "unknown_choice")
    return value


def _warnings(code: str, check: str, source: Source, draft: Draft) -> list[Remark]:
    found = []
    if check in _CHECKS_TO_WARN_OF:
        found.append(Remark(code, "check", _CHECKS_TO_WARN_OF[check]))
    if source.effective_from is None:
        found.append(Remark(code, "source.effective_from", "content_effect_unknown"))
    found += [
        Remark(code, f"options[{place}]", "content_kept_at_end")
        for place, option in enumerate(draft.options)
        if speaks_of_positions(option.text)
    ]
    return found


def _name(item: object, place: int) -> str:
    code = item.get("id") if isinstance(item, Mapping) else None
    return code if isinstance(code, str) and code.strip() else f"#{place}"
