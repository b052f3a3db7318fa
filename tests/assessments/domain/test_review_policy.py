"""From when, and how much of an attempt may be looked back on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessments.domain.review_policy import ReviewFacts, ReviewPolicy, ReviewView, ReviewWhen, review_view
from tests.assessments.domain.questions import samples

SEALED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
RELEASED = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
EVERYTHING = ReviewView(is_open=True, score=True, answers=True, explanations=True, grounds=True)


@pytest.mark.parametrize(
    ("when", "facts", "opens_at"),
    [
        (ReviewWhen.SUBMIT, ReviewFacts(SEALED, CLOSES), SEALED),
        (ReviewWhen.CLOSE, ReviewFacts(SEALED, CLOSES), CLOSES),
        (ReviewWhen.CLOSE, ReviewFacts(CLOSES + MILLISECOND, CLOSES), CLOSES + MILLISECOND),
        (ReviewWhen.CLOSE, ReviewFacts(SEALED), SEALED),  # no session: nobody is still working
        (ReviewWhen.RELEASE, ReviewFacts(SEALED, CLOSES, RELEASED), RELEASED),
        (ReviewWhen.RELEASE, ReviewFacts(RELEASED + MILLISECOND, CLOSES, RELEASED), RELEASED + MILLISECOND),
    ],
)
def test_review_opens_at_its_event(when, facts, opens_at):
    policy = ReviewPolicy(when)

    assert review_view(policy, facts, at=opens_at - MILLISECOND) == ReviewView(is_open=False, opens_at=opens_at)
    assert review_view(policy, facts, at=opens_at) == EVERYTHING


@pytest.mark.parametrize("when", ReviewWhen)
def test_review_of_an_attempt_not_sealed_is_closed(when):
    facts = ReviewFacts(None, CLOSES, RELEASED)

    assert review_view(ReviewPolicy(when), facts, at=RELEASED) == ReviewView(is_open=False)


def test_review_not_released_is_closed_without_a_date():
    policy = ReviewPolicy(ReviewWhen.RELEASE)

    assert review_view(policy, ReviewFacts(SEALED, CLOSES), at=RELEASED) == ReviewView(is_open=False)


@pytest.mark.parametrize("hidden", ["score", "answers", "explanations", "grounds"])
def test_open_review_keeps_back_what_the_policy_keeps_back(hidden):
    policy = ReviewPolicy(ReviewWhen.SUBMIT, **{hidden: False})

    view = review_view(policy, ReviewFacts(SEALED), at=SEALED)

    shown = {name: getattr(view, name) for name in ("score", "answers", "explanations", "grounds")}
    assert shown == {name: name != hidden for name in shown}


def test_closed_review_of_a_question_shows_the_given_answer_only():
    review = samples.single().review("a", samples.options_layout(3))

    shown = ReviewView(is_open=False).of(review)

    assert shown.given == ("05 ngày",)
    assert (shown.outcome, shown.right, shown.explanation) == (None, (), None)
    assert {line.is_right for line in shown.options} == {None}
