"""Values that templates show: a question to answer, and an answered question to look back on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.domain.questions.outcome import Outcome
from assessments.domain.questions.shapes import Payload


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, under the alias that the response names.

    `checked` marks an option that the present response chose, `chosen` is the right alias paired with a left item.
    """

    alias: str
    text: str
    checked: bool = False
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A question as the examinee sees it, in the order of the attempt. Lists that a type does not use are empty."""

    stem: str
    context: str | None
    options: tuple[Choice, ...] = ()
    left: tuple[Choice, ...] = ()
    right: tuple[Choice, ...] = ()
    items: tuple[Choice, ...] = ()
    unit: str | None = None

    def with_answer(self, payload: Payload) -> Presentation:
        """Return the question with a stored response marked in it, ordered items in the order chosen."""
        picked = payload if isinstance(payload, list) else [payload] if isinstance(payload, str) else []
        pairs = payload if isinstance(payload, dict) else {}
        order = {alias: place for place, alias in enumerate(picked)}
        return replace(
            self,
            options=tuple(replace(choice, checked=choice.alias in picked) for choice in self.options),
            left=tuple(replace(choice, chosen=pairs.get(choice.alias, "")) for choice in self.left),
            items=tuple(sorted(self.items, key=lambda choice: order.get(choice.alias, 0))),
        )


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option in review. `is_right` and `note` are None when the answers are not shown."""

    text: str
    chosen: bool
    is_right: bool | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair of a matching, or a place of an ordering: `label` says which.

    `given` None means left open; `expected` and `is_right` are None when the answers are not shown.
    """

    label: str
    given: str | None
    expected: str | None
    is_right: bool | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """An answered question to look back on.

    `given` and `right` are the texts of the answer and of what is right (one or several); empty when there is none
    or it is not shown. With `in_words` the texts of the answers are not content but the words "true" and "false", for
    the interface to translate.
    """

    outcome: Outcome | None
    options: tuple[OptionLine, ...]
    pairs: tuple[PairLine, ...]
    given: tuple[str, ...]
    right: tuple[str, ...]
    explanation: str | None
    in_words: bool = False

    def limited(self, *, score: bool, answers: bool, explanations: bool) -> Review:
        """Return the review without what the exam's review policy keeps back.

        Notes speak of right and wrong, so they need both the answers and the explanations.
        """
        notes = answers and explanations
        return replace(
            self,
            outcome=self.outcome if score else None,
            options=tuple(_limited_option(line, answers=answers, notes=notes) for line in self.options),
            pairs=tuple(_limited_pair(line, answers=answers, notes=notes) for line in self.pairs),
            right=self.right if answers else (),
            explanation=self.explanation if explanations else None,
        )


def _limited_option(line: OptionLine, *, answers: bool, notes: bool) -> OptionLine:
    return replace(line, is_right=line.is_right if answers else None, note=line.note if notes else None)


def _limited_pair(line: PairLine, *, answers: bool, notes: bool) -> PairLine:
    return replace(
        line,
        expected=line.expected if answers else None,
        is_right=line.is_right if answers else None,
        note=line.note if notes else None,
    )
