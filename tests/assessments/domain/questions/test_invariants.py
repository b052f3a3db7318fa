"""What holds for every question, every layout and every response."""

from __future__ import annotations

import json

from hypothesis import given

from assessments.domain.questions.base import InvalidResponse
from assessments.domain.questions.content import Content
from assessments.domain.questions.layout import ALIAS_ALPHABET, ALIAS_LENGTH, Layout
from assessments.domain.questions.outcome import OutcomeState
from core.canonical import canonical_json
from core.sampling import Sampler
from tests.assessments.domain.questions.strategies import answered_contents, json_values, option_contents, seeds


def in_aliases(answer: object, content: Content, layout: Layout) -> object:
    """Return an answer given in ids as the payload that the attempt's browser would send."""
    aliases = {one: alias for group in layout.groups for alias, one in group.entries}
    if not layout.groups:
        return answer
    if isinstance(answer, dict):
        shown = {text: one for one, text in _texts(content) if one in aliases}
        texts = dict(_texts(content))
        return {aliases[left]: aliases[shown[texts[right]]] for left, right in answer.items()}
    return [aliases[one] for one in answer] if isinstance(answer, list) else aliases[answer]


def _texts(content: Content) -> list[tuple[str, str]]:
    groups = [group for group in content.body.to_json().values() if isinstance(group, list)]
    return [(member["id"], member["text"]) for group in groups for member in group]


@given(answered_contents, seeds, seeds)
def test_grade_is_the_same_through_any_layout(answered, one_seed, other_seed):
    content, answer = answered
    one = content.kind.layout(content.body, Sampler(one_seed))
    other = content.kind.layout(content.body, Sampler(other_seed))

    outcome = content.grade(in_aliases(answer, content, one), one)

    assert content.grade(in_aliases(answer, content, other), other) == outcome
    assert 0 <= outcome.fraction <= 1
    assert outcome.fraction.as_tuple().exponent == -7


@given(answered_contents, seeds)
def test_layout_kept_as_json_is_the_same_layout(answered, seed):
    content, _ = answered
    layout = content.kind.layout(content.body, Sampler(seed))

    kept = json.loads(canonical_json(layout.to_json()))

    assert Layout.from_json(kept).to_json() == layout.to_json()
    assert content.kind.layout(content.body, Sampler(seed)) == layout


@given(answered_contents, seeds)
def test_layout_shows_each_choice_once_under_an_alias_that_is_no_id(answered, seed):
    content, _ = answered
    layout = content.kind.layout(content.body, Sampler(seed))
    known = dict(_texts(content))

    for group in layout.groups:
        aliases, ids = zip(*group.entries, strict=True)
        stored = content.body.to_json()[group.name]
        assert sorted({known[one] for one in ids}) == sorted({member["text"] for member in stored})
        assert len(set(aliases)) == len(set(ids)) == len(ids)
        assert all(len(alias) == ALIAS_LENGTH and set(alias) <= set(ALIAS_ALPHABET) for alias in aliases)


@given(option_contents(), seeds)
def test_anchored_options_stay_at_the_end_in_their_own_order(answered, seed):
    content, _ = answered
    anchored = [option.id for option in content.body.options if option.anchored]

    shown = list(content.kind.layout(content.body, Sampler(seed)).group("options").ids.values())

    assert shown[len(shown) - len(anchored) :] == anchored


@given(answered_contents, json_values, seeds)
def test_any_json_value_is_cleaned_or_refused_graded_and_reviewed(answered, payload, seed):
    content, _ = answered
    layout = content.kind.layout(content.body, Sampler(seed))

    outcome = content.grade(payload, layout)
    review = content.review(payload, layout)

    assert review.outcome == outcome
    assert 0 <= outcome.fraction <= 1
    try:
        cleaned = content.kind.clean_response(payload, layout)
    except InvalidResponse:
        assert outcome.state is OutcomeState.WRONG
        assert review.given == ()
    else:
        assert content.kind.clean_response(cleaned, layout) == cleaned
        assert (cleaned is None) == (outcome.state is OutcomeState.UNANSWERED)
        canonical_json(cleaned)


@given(answered_contents, seeds)
def test_review_agrees_with_the_grade_line_by_line(answered, seed):
    content, answer = answered
    layout = content.kind.layout(content.body, Sampler(seed))

    review = content.review(in_aliases(answer, content, layout), layout)

    if review.options:
        all_lines_right = all(line.chosen == line.is_right for line in review.options)
    elif review.pairs:
        all_lines_right = all(line.is_right for line in review.pairs)
    else:
        return
    assert all_lines_right == (review.outcome.state is OutcomeState.RIGHT)


@given(answered_contents, seeds)
def test_right_answer_shown_in_review_is_the_one_that_counts(answered, seed):
    content, _ = answered
    layout = content.kind.layout(content.body, Sampler(seed))
    review = content.review(None, layout)

    assert review.given == ()
    assert review.right
    assert review.outcome.state is OutcomeState.UNANSWERED
    if not layout.groups and content.kind.code != "true_false":
        typed = review.right[0].split(" ± ")[0]
        assert content.grade(typed, layout).state is OutcomeState.RIGHT


@given(answered_contents, seeds)
def test_presentation_shows_nothing_of_the_key(answered, seed):
    content, _ = answered
    layout = content.kind.layout(content.body, Sampler(seed))

    shown = content.presentation(layout)

    choices = shown.options + shown.left + shown.right + shown.items
    assert {choice.alias for choice in choices} == {alias for group in layout.groups for alias, _ in group.entries}
    assert content.key.explanation not in repr(shown)
    assert not any(identifier in repr(choice.alias) for identifier, _ in _texts(content) for choice in choices)
