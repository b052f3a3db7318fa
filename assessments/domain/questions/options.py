"""Questions with options to tick: what the single, multiple and scenario types share."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.domain.questions.base import Body, InvalidResponse, KeyT, Looked, QuestionType, draft_common, read_stem
from assessments.domain.questions.draft import Draft, fresh_ids
from assessments.domain.questions.layout import Layout, LayoutGroup, aliased
from assessments.domain.questions.reading import CHOICE_LIMIT, Fields, clean_id, clean_text, refuse_repeats
from assessments.domain.questions.screens import Choice, OptionLine, Presentation
from assessments.domain.questions.shapes import JsonObject
from core.vietnamese.folding import clean_spaces

if TYPE_CHECKING:
    from core.sampling import Sampler

OPTIONS_LEAST, OPTIONS_MOST = 2, 12
GROUP = "options"

_OF_POSITIONS = re.compile(
    r"\b(tất cả|toàn bộ) (các )?(phương án|đáp án)\b"
    r"|\b(tất cả|cả) đều (đúng|sai)\b"
    r"|\bcác (phương án|đáp án|ý|nội dung) (ở |nêu |kể )?(trên|dưới)\b"
    r"|\bkhông (có )?(phương án|đáp án) nào\b"
    r"|\bcả (hai|ba|bốn|2|3|4) (phương án|đáp án|ý)\b"
    r"|\bcả [a-h]\b"
)


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `anchored` options speak of positions and stay at the end when the others are shuffled."""

    id: str
    text: str
    anchored: bool

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {"id": self.id, "text": self.text, "anchored": self.anchored}


@dataclass(frozen=True, slots=True)
class OptionsBody(Body):
    """A stem with options, stored in an order that tells nothing."""

    options: tuple[Option, ...]

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return Body.to_json(self) | {"options": [option.to_json() for option in self.options]}

    @property
    def texts(self) -> dict[str, str]:
        """Return the text of each option by id."""
        return {option.id: option.text for option in self.options}


class OptionsType(QuestionType[OptionsBody, KeyT]):
    """Base of the types whose options are ticked."""

    draft_parts = frozenset({"options"})

    def from_draft(self, draft: Draft, sampler: Sampler) -> tuple[JsonObject, JsonObject]:
        """Return the options shuffled, those that speak of positions anchored at the end."""
        body, key = draft_common(draft)
        ids = fresh_ids(len(draft.options), sampler)
        options = [
            Option(one, option.text, speaks_of_positions(option.text))
            for one, option in zip(ids, draft.options, strict=True)
        ]
        loose = sampler.shuffled([option for option in options if not option.anchored])
        body[GROUP] = [option.to_json() for option in [*loose, *(one for one in options if one.anchored)]]
        right = [one for one, option in zip(ids, draft.options, strict=True) if option.is_right]
        return body, key | {"correct": self._draft_correct(right)}

    @abstractmethod
    def _draft_correct(self, right: list[str]) -> object:
        """Return the key's form of the right option ids."""

    def parse_body(self, data: object) -> OptionsBody:
        """Return stem, context and at least two options whose ids and texts differ."""
        fields = Fields(data)
        stem, context = read_stem(fields)
        options = tuple(
            _option(path, member) for path, member in fields.items(GROUP, least=OPTIONS_LEAST, most=OPTIONS_MOST)
        )
        fields.close()
        refuse_repeats((option.id for option in options), GROUP, "duplicate_id")
        refuse_repeats((option.text for option in options), GROUP, "duplicate_text")
        return OptionsBody(stem, context, options)

    def layout(self, body: OptionsBody, sampler: Sampler) -> Layout:
        """Shuffle the options; anchored ones follow in their stored order."""
        loose = [option.id for option in body.options if not option.anchored]
        anchored = [option.id for option in body.options if option.anchored]
        return Layout((aliased(GROUP, sampler.shuffled(loose) + anchored, sampler),))

    def presentation(self, body: OptionsBody, layout: Layout) -> Presentation:
        """Return the options in the order of the attempt."""
        return Presentation(body.stem, body.context, options=choices(layout.group(GROUP), body.texts))

    def _ticked(
        self, body: OptionsBody, key: KeyT, layout: Layout, chosen: Collection[str], right: Collection[str]
    ) -> Looked:
        """Return the review of ticked option ids beside the right ones."""
        texts = body.texts
        shown = [identifier for identifier in layout.group(GROUP).ids.values() if identifier in texts]
        lines = (
            OptionLine(texts[one], chosen=one in chosen, is_right=one in right, note=key.note(one)) for one in shown
        )
        return Looked(
            given=tuple(texts[one] for one in shown if one in chosen),
            right=tuple(texts[one] for one in shown if one in right),
            options=tuple(lines),
        )


def speaks_of_positions(text: str) -> bool:
    """Tell whether an option names other options by their place, as "Tất cả các phương án trên" or "Cả A và B"."""
    return _OF_POSITIONS.search(clean_spaces(text).lower()) is not None


def choices(group: LayoutGroup, texts: dict[str, str]) -> tuple[Choice, ...]:
    """Return the members of `group` with their texts; one that the content no longer holds is left out."""
    return tuple(Choice(alias, texts[one]) for alias, one in group.entries if one in texts)


def known_alias(value: object, group: LayoutGroup) -> str:
    """Return an alias of `group`.

    Raises:
        InvalidResponse: `wrong_shape` for what is not a text, `unknown_option` for what is no alias of this slot.
    """
    if not isinstance(value, str):
        raise InvalidResponse("wrong_shape")
    if value not in group.ids:
        raise InvalidResponse("unknown_option")
    return value


def _option(path: str, data: object) -> Option:
    fields = Fields(data, path)
    option = Option(
        clean_id(fields.raw("id"), fields.path("id")),
        clean_text(fields.raw("text"), fields.path("text"), CHOICE_LIMIT),
        fields.flag("anchored", default=False),
    )
    fields.close()
    return option
