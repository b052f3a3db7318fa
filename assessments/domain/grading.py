"""Grading a whole paper: each answer by its question's type, then marks."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.domain.marking import Marks, mark_paper
from assessments.domain.paper import Paper
from assessments.domain.questions.content import Content
from core.errors import DomainError


class MissingContent(DomainError):
    """A question of the paper was not given to the grader: grading stops. Params: `question`."""

    code = "missing_content"


def grade_paper(paper: Paper, contents: Mapping[int, Content], payloads: Mapping[int, object]) -> Marks:
    """Return the marks of a paper; the same input always gives the same marks.

    Args:
        paper: what was drawn.
        contents: content by question key. Whether it is the wording that was drawn (`PaperSlot.sha`) is for the
            caller to decide: the first grading demands it, a regrade after a faulty key does not.
        payloads: stored response by slot number; an absent slot is unanswered.

    Raises:
        MissingContent: a question without content.
    """
    outcomes = {}
    for slot in paper.slots:
        if slot.question not in contents:
            raise MissingContent(question=slot.question)
        outcomes[slot.slot] = contents[slot.question].grade(payloads.get(slot.slot), slot.layout)
    return mark_paper(paper, outcomes)
