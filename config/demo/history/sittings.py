"""One attempt, played: what was drawn that day, what the person answered and when, what it was worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from assessments.delivery.values import AttemptRow
from assessments.domain.blueprint import DrawRules, PoolItem
from assessments.domain.drawing import draw
from assessments.domain.grading import grade_paper
from assessments.domain.lifecycle import closes_at, deadline
from assessments.domain.paper import Paper
from assessments.domain.questions.content import Content, parse_content
from assessments.models import Attempt, Exam, ExamSession, Question
from assessments.selectors.bank import draw_rules, pool_of
from assessments.services.grading import outcome_columns, receipt_of
from assessments.services.snapshot import rules_of
from config.demo.history.answers import AnswerBook, answer_book
from config.demo.history.behaviour import Worker, present_answers
from config.demo.history.values import Examinee, Sitting
from core.clock import civil_day
from core.fields import new_uid
from core.sampling import Sampler
from organization.domain.postings import Posting, main_posting_on
from organization.models import OrganizationUnit
from organization.selectors import posting_histories


@dataclass(slots=True)
class ExamRoom:
    """The exam of a session: reads rules, pools and postings once, and plays attempts."""

    session: ExamSession
    exam: Exam = field(init=False)
    _blueprint: DrawRules = field(init=False)
    _pools: dict[date, list[PoolItem]] = field(default_factory=dict)
    _books: dict[int, AnswerBook] = field(default_factory=dict)
    _postings: Mapping[int, tuple[Posting, ...]] = field(init=False)
    _units: Mapping[int, OrganizationUnit] = field(init=False)

    def __post_init__(self) -> None:
        self.exam = self.session.exam
        self._blueprint = draw_rules(self.exam)
        self._postings = posting_histories(None)
        self._units = {row.pk: row for row in OrganizationUnit.objects.all()}

    def play(
        self, examinee: Examinee, *, at: datetime, number: int, sampler: Sampler, extra_seconds: int = 0
    ) -> Sitting | None:
        """Return the attempt that somebody begins at `at`, or None when they hold no post that day."""
        posting = main_posting_on(self._postings[examinee.staff.pk], civil_day(at))
        if posting is None:
            return None
        unit = self._units[cast("int", posting.unit)]
        seed = sampler.token(32, "0123456789abcdef")
        paper = draw(self._blueprint, self._pool(civil_day(at)), seed=seed, on=civil_day(at))
        end = self._deadline(at, extra_seconds)
        given = tuple(Worker(examinee.skill, self._book, sampler).answers(paper, at, end))
        handed_in = (given[-1].arrived_at if given else at) + timedelta(milliseconds=8000 + sampler.below(50_000))
        row = replace(
            self._row(paper, extra_seconds, started_at=at, person=examinee.staff.uid, unit=unit.uid),
            **self._seal(handed_in, end, sampler),
        )
        present = present_answers(given)
        marks = grade_paper(paper, self._contents(paper), {one.slot: one.value for one in present})
        return Sitting(
            staff=examinee.staff,
            unit=unit,
            position_id=cast("int", posting.position),
            session=self.session,
            number=number,
            seed=seed,
            deadline=end,
            extra_seconds=extra_seconds,
            given=given,
            row=row,
            receipt=receipt_of(row, present).sha256,
            marks=marks,
            outcome=outcome_columns(row, marks),
        )

    def _pool(self, day: date) -> list[PoolItem]:
        if day not in self._pools:
            self._pools[day] = pool_of(self._blueprint, day)
        return self._pools[day]

    def _book(self, question: int) -> AnswerBook:
        if question not in self._books:
            row = Question.objects.non_polymorphic().get(pk=question)
            self._books[question] = answer_book(parse_content(row.type, row.body, row.key))
        return self._books[question]

    def _contents(self, paper: Paper) -> dict[int, Content]:
        return {slot.question: self._book(slot.question).content for slot in paper.slots}

    def _deadline(self, at: datetime, extra_seconds: int) -> datetime:
        return deadline(
            started_at=at,
            limit_seconds=self.exam.time_limit_seconds,
            extra_seconds=extra_seconds,
            window_end=self.session.closes_at,
            window_extra_seconds=extra_seconds,
        )

    def _seal(self, handed_in: datetime, end: datetime, sampler: Sampler) -> dict[str, Any]:
        """Return how the attempt ended: by its candidate in time, else by the sweeper after the grace time."""
        if handed_in < end:
            return {"sealed_at": handed_in, "sealed_by": Attempt.SealedBy.CANDIDATE}
        swept = closes_at(end, self.exam.grace_seconds) + timedelta(seconds=1 + sampler.below(9))
        return {"sealed_at": swept, "sealed_by": Attempt.SealedBy.TIME}

    def _row(self, paper: Paper, extra: int, *, started_at: datetime, person: UUID, unit: UUID) -> AttemptRow:
        return AttemptRow(
            id=0,
            uid=new_uid(),
            state=Attempt.State.SEALED,
            epoch=1,
            started_at=started_at,
            sealed_at=None,
            sealed_by="",
            receipt="",
            paper=paper.to_json(),
            paper_sha256=paper.sha256,
            rules=rules_of(self.exam, extra_seconds=extra).to_json(),
            person=person,
            unit=unit,
            fraction=None,
        )
