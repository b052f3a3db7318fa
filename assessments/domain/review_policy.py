"""From when an attempt may be looked back on, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.domain.questions.screens import Review


class ReviewWhen(StrEnum):
    """The event that opens the review."""

    SUBMIT = "submit"
    CLOSE = "close"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What an exam shows of a sealed attempt, and after which event."""

    when: ReviewWhen
    score: bool = True
    answers: bool = True
    explanations: bool = True
    grounds: bool = True


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What happened so far; None means not yet.

    `session_closes_at` is the last instant at which anybody of the session may still be working, extra time included;
    None means that the attempt belongs to no session.
    """

    sealed_at: datetime | None
    session_closes_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What may be shown now. `opens_at` is when a closed review opens, None when that is not known or it is open."""

    is_open: bool
    score: bool = False
    answers: bool = False
    explanations: bool = False
    grounds: bool = False
    opens_at: datetime | None = None

    def of(self, review: Review) -> Review:
        """Return a question's review without what may not be shown."""
        return review.limited(score=self.score, answers=self.answers, explanations=self.explanations)


def review_view(policy: ReviewPolicy, facts: ReviewFacts, *, at: datetime) -> ReviewView:
    """Return what may be shown of an attempt at `at`. Before the attempt is sealed that is nothing."""
    opens_at = _opens_at(policy, facts)
    if opens_at is None or at < opens_at:
        return ReviewView(is_open=False, opens_at=opens_at)
    return ReviewView(
        is_open=True,
        score=policy.score,
        answers=policy.answers,
        explanations=policy.explanations,
        grounds=policy.grounds,
    )


def _opens_at(policy: ReviewPolicy, facts: ReviewFacts) -> datetime | None:
    if facts.sealed_at is None:
        return None
    if policy.when is ReviewWhen.RELEASE:
        return None if facts.released_at is None else max(facts.sealed_at, facts.released_at)
    if policy.when is ReviewWhen.CLOSE and facts.session_closes_at is not None:
        return max(facts.sealed_at, facts.session_closes_at)
    return facts.sealed_at
