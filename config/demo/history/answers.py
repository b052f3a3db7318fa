"""Right and wrong answers to any question, found by asking its type what it would give for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations, permutations, product
from typing import Any

from assessments.domain.questions.base import InvalidResponse
from assessments.domain.questions.content import Content
from assessments.domain.questions.layout import Layout
from core.canonical import canonical_json
from core.sampling import Sampler

_FULL = Decimal(1)
# Beyond these sizes the number of orders and choices explodes; no question of an office is that long.
_MOST_ORDERED, _MOST_TICKED = 7, 8
_NOT_ANSWERS = ("explanation", "option_notes")


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """Answers that a question can be given, with the question's own ids in place of an attempt's aliases."""

    content: Content
    right: tuple[Any, ...]
    wrong: tuple[Any, ...]

    def answer(self, *, right: bool, layout: Layout, sampler: Sampler) -> Any:
        """Return an answer to this question as an attempt with that layout would send it."""
        aliases = {one: alias for group in layout.groups for alias, one in group.entries}
        chosen = sampler.choice(self.right if right else self.wrong)
        return self.content.kind.clean_response(_renamed(chosen, aliases), layout)


def answer_book(content: Content) -> AnswerBook:
    """Return what can be answered to a question, sorted into right and wrong by its own grading.

    Raises:
        ValueError: no right or no wrong answer was found.
    """
    layout = content.kind.layout(content.body, Sampler("answers"))
    ids = {alias: one for group in layout.groups for alias, one in group.entries}
    for candidates in _ways(layout, content.key.to_json()):
        found = {canonical_json(payload): payload for payload in _possible(candidates, content, layout)}
        graded = [(content.grade(payload, layout).fraction, _renamed(payload, ids)) for payload in found.values()]
        right = tuple(answer for fraction, answer in graded if fraction == _FULL)
        wrong = tuple(answer for fraction, answer in graded if fraction < _FULL)
        if right and wrong:
            return AnswerBook(content, right, wrong)
    raise ValueError(f"no way to answer {content.sha256}")


def _possible(candidates: Iterable[Any], content: Content, layout: Layout) -> Iterator[Any]:
    """Yield the candidates that the question can be answered with, in their stored form."""
    for candidate in candidates:
        try:
            payload = content.kind.clean_response(candidate, layout)
        except InvalidResponse:
            continue
        if payload is not None:
            yield payload


def _ways(layout: Layout, key: Mapping[str, Any]) -> Iterator[Iterable[Any]]:
    """Yield the ways of answering, the simplest first: a truth value, a choice, choices, pairs, an order, words."""
    groups = [[alias for alias, _ in group.entries] for group in layout.groups]
    yield (True, False)
    for aliases in groups:
        yield aliases
        if len(aliases) <= _MOST_TICKED:
            yield [list(some) for size in range(1, len(aliases) + 1) for some in combinations(aliases, size)]
    for left, right in product(groups, repeat=2):
        if left is not right and len(left) <= len(right) <= _MOST_ORDERED:
            yield (dict(zip(left, some, strict=True)) for some in permutations(right, len(left)))
    for aliases in groups:
        if len(aliases) <= _MOST_ORDERED:
            yield map(list, permutations(aliases))
    texts = _texts({name: value for name, value in key.items() if name not in _NOT_ANSWERS})
    yield [word for text in texts for word in (text, *_mistaken(text))]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _mistaken(text: str) -> Iterator[str]:
    """Yield what people write who half remember `text`."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        yield text.rpartition(" ")[0] or f"{text} khác"
        return
    for other in (number + 1, number - 1, number * 2, number + 10):
        if other > 0:
            yield f"{other.normalize():f}".replace(".", ",")


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return a payload with each alias or id replaced by its counterpart."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    if isinstance(value, dict):
        return {names.get(one, one): _renamed(other, names) for one, other in value.items()}
    return value
