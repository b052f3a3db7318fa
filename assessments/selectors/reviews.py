"""What may be shown of a sealed attempt, and the attempt in the light of its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max

from assessments.delivery import statements
from assessments.domain.lifecycle import closes_at
from assessments.domain.marking import Marks, SlotMark
from assessments.domain.paper import Paper, PaperSlot
from assessments.domain.questions.screens import Review
from assessments.domain.review_policy import ReviewFacts, ReviewPolicy, ReviewView, ReviewWhen, review_view
from assessments.models import Attempt, Candidate, Grading, QuestionCitation
from assessments.selectors.questions import contents_of
from competencies.models import Competency, CompetencyEvidence
from legal.selectors.citations import CitedProvision, cited_provisions


@dataclass(frozen=True, slots=True)
class ReviewedSlot:
    """One question looked back on, as far as the policy allows. `mark` None: marks are not shown."""

    slot: PaperSlot
    stem: str
    context: str | None
    review: Review
    mark: Decimal | None
    shows_key: bool
    grounds: tuple[CitedProvision, ...]


@dataclass(frozen=True, slots=True)
class CompetencyResult:
    """What an attempt shows of one competency; `level` None: not enough ground, or not `recorded` yet."""

    code: str
    name: str
    questions: int
    mark: Decimal
    max_mark: Decimal
    level: int | None
    recorded: bool


def view_of(attempt: Attempt, *, at: datetime) -> ReviewView:
    """Return what may be shown of an attempt at `at`. At most two queries."""
    exam, session = attempt.exam, attempt.session
    policy = ReviewPolicy(
        when=ReviewWhen(exam.review_when),
        answers=exam.review_answers,
        explanations=exam.review_explanations,
        grounds=exam.review_grounds,
    )
    facts = ReviewFacts(
        sealed_at=attempt.sealed_at if attempt.state == Attempt.State.SEALED else None,
        session_closes_at=_last_work(attempt) if policy.when is ReviewWhen.CLOSE else None,
        released_at=session.released_at if session else exam.released_at,
    )
    return review_view(policy, facts, at=at)


def is_result_open(attempt: Attempt, *, at: datetime) -> bool:
    """Tell whether the examinee may know by `at` what a sealed attempt reached.

    A seal counts as past even where the clock of the caller is behind the one that sealed. At most two queries.
    """
    return view_of(attempt, at=max(at, attempt.sealed_at) if attempt.sealed_at else at).is_open


def latest_marks(attempt: Attempt) -> Marks | None:
    """Return the marks of the grading that counts, None before the first. One query."""
    result = Grading.objects.filter(attempt=attempt).order_by("-number").values_list("result", flat=True).first()
    return Marks.from_json(result) if result is not None else None


def reviewed_slots(attempt: Attempt, view: ReviewView, marks: Marks, *, on: date) -> tuple[ReviewedSlot, ...]:
    """Return the questions of an attempt with answers, marks and reasons, limited to what `view` allows.

    The grounds carry their state on the day `on`. Nothing is returned, and no key is read, while the review is closed.
    """
    if not view.is_open:
        return ()
    paper = Paper.from_json(attempt.paper)
    contents = contents_of(paper)
    values = {answer.slot: answer.value for answer in statements.present_answers(attempt.pk)}
    by_slot = {mark.slot: mark for mark in marks.slots}
    grounds = _grounds(paper, on) if view.grounds else {}
    found = []
    for slot in paper.slots:
        content, value = contents[slot.question], values.get(slot.slot)
        shown = content.presentation(slot.layout)
        found.append(
            ReviewedSlot(
                slot=slot,
                stem=shown.stem,
                context=shown.context,
                review=view.of(_graded(content.review(value, slot.layout), by_slot.get(slot.slot))),
                mark=by_slot[slot.slot].mark if view.score and slot.slot in by_slot else None,
                shows_key=view.answers,
                grounds=grounds.get(slot.question, ()),
            )
        )
    return tuple(found)


def competency_results(attempt: Attempt, marks: Marks) -> tuple[CompetencyResult, ...]:
    """Return what an attempt shows of each competency, in the order of the framework. Two queries."""
    source = CompetencyEvidence.objects.filter(source_kind="attempt", source_key=attempt.uid.hex)
    levels = dict(source.order_by("seq").values_list("competency__code", "level"))
    codes = {slot.competency for slot in marks.slots}
    rows = Competency.objects.filter(code__in=codes).order_by("-framework__version", "order", "code")
    names: dict[str, str] = {}
    for code, name in rows.values_list("code", "name"):
        names.setdefault(code, name)
    ordered = sorted(codes, key=lambda code: (list(names).index(code) if code in names else len(names), code))
    return tuple(_competency(code, names.get(code, code), marks, levels) for code in ordered)


def _competency(code: str, name: str, marks: Marks, levels: Mapping[str, int | None]) -> CompetencyResult:
    own = Marks(tuple(slot for slot in marks.slots if slot.competency == code))
    return CompetencyResult(code, name, len(own.slots), own.mark, own.max_mark, levels.get(code), code in levels)


def _graded(review: Review, mark: SlotMark | None) -> Review:
    """The outcome of the grading that counts: a regrade may judge otherwise than the content does today."""
    return replace(review, outcome=mark.outcome) if mark else review


def _last_work(attempt: Attempt) -> datetime | None:
    """Return the last instant at which an answer of the session may still count, None outside of sessions.

    Extra time and the grace for delivery are included.
    """
    session = attempt.session
    if session is None:
        return None
    extra = Candidate.objects.filter(session=session).aggregate(most=Max("extra_seconds"))["most"] or 0
    running = Attempt.objects.filter(session=session, state=Attempt.State.OPEN)
    latest = running.aggregate(deadline=Max("deadline"), grace=Max("grace_seconds"))
    closing = closes_at(session.closes_at + timedelta(seconds=extra), attempt.exam.grace_seconds)
    if latest["deadline"] is None:
        return closing
    return max(closing, closes_at(latest["deadline"], latest["grace"]))


def _grounds(paper: Paper, on: date) -> dict[int, tuple[CitedProvision, ...]]:
    questions = [slot.question for slot in paper.slots]
    links = list(
        QuestionCitation.objects.filter(question_id__in=questions)
        .order_by("question_id", "pk")
        .values_list("question_id", "provision_id")
    )
    provisions = cited_provisions({provision for _, provision in links}, on)
    found: dict[int, tuple[CitedProvision, ...]] = {}
    for question, provision in links:
        found[question] = (*found.get(question, ()), provisions[provision])
    return found
