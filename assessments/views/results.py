"""After an attempt: the result, as far and as soon as the exam shows it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.delivery import statements
from assessments.domain.marking import Marks
from assessments.domain.questions.outcome import OutcomeState
from assessments.domain.review_policy import ReviewView
from assessments.models import Attempt
from assessments.selectors.offers import attempts_left, offer_for, refusal_for
from assessments.selectors.reviews import CompetencyResult, competency_results, latest_marks, reviewed_slots, view_of
from assessments.services.sealing import HandedIn, receipt_for
from assessments.services.snapshot import AttemptRules
from assessments.views.cards import review_card
from core.clock import civil_day
from organization.access import person_of

NOT_RIGHT_ONLY = "chua-dung"


@require_safe
@never_cache
def attempt_result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Marks, competencies and the review. A head sees what was reached, only the person sees the answers."""
    at = statements.now()
    visible = Attempt.objects.visible_to(request.user, civil_day(at)).filter(state=Attempt.State.SEALED)
    attempt = get_object_or_404(visible.select_related("exam", "session", "staff"), uid=uid)
    is_own = attempt.staff.user_id == request.user.pk
    view = view_of(attempt, at=at)
    marks = latest_marks(attempt) if view.is_open else None
    context = {
        "exam_title": attempt.exam.title,
        "attempt": _facts(attempt, receipt_for(uid)),
        "result_from": view.opens_at,
        "crumbs": [
            {"title": _("My results"), "url": reverse("result_list")},
            {"title": attempt.exam.title, "url": None},
        ],
    }
    if marks is not None:
        context |= _outcome(attempt, marks)
        if is_own:
            context |= _review(request, attempt, view, marks, civil_day(at)) | {"retry": _retry(attempt, at)}
    return render(request, "assessments/attempt_result.html", context, status=200 if view.is_open else 403)


@require_safe
@never_cache
def result_list(request: HttpRequest) -> HttpResponse:
    """The attempts that the signed-in person has handed in, newest first."""
    at = statements.now()
    attempts = Attempt.objects.filter(staff=person_of(request), state=Attempt.State.SEALED)
    rows = [_row(attempt, at) for attempt in attempts.select_related("exam", "session").order_by("-sealed_at")]
    return render(request, "assessments/result_list.html", {"items": rows})


def _row(attempt: Attempt, at: datetime) -> dict[str, Any]:
    view = view_of(attempt, at=at)
    return {
        "title": attempt.exam.title,
        "url": reverse("attempt_result" if view.is_open else "attempt_receipt", args=[attempt.uid]),
        "number": attempt.number,
        "submitted_at": attempt.sealed_at,
        "mark": attempt.mark if view.is_open else None,
        "scale": attempt.max_mark,
        "passed": attempt.passed if view.is_open else None,
        "result_from": view.opens_at,
    }


def _facts(attempt: Attempt, handed_in: HandedIn) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "submitted_at": handed_in.sealed_at,
        "receipt_short": handed_in.short,
        "answered": handed_in.answered,
        "total": handed_in.total,
    }


def _outcome(attempt: Attempt, marks: Marks) -> dict[str, Any]:
    least = AttemptRules.from_json(attempt.rules).pass_rule.fraction
    states = Counter(slot.outcome.state for slot in marks.slots)
    return {
        "score": {
            "mark": marks.mark,
            "scale": marks.max_mark,
            "pass_mark": least * marks.max_mark,
            "percent": marks.fraction * 100,
            "pass_percent": least * 100,
        },
        "passed": attempt.passed,
        "grade": "",
        "counts": {state.value: states[state] for state in OutcomeState},
        "competencies": [_competency(one) for one in competency_results(attempt, marks)],
    }


def _note(one: CompetencyResult) -> str:
    if not one.recorded:
        return _("the level is being worked out; open this page again in a moment")
    return "" if one.level else _("not enough ground for a level")


def _competency(one: CompetencyResult) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": "",
        "questions": one.questions,
        "mark": one.mark,
        "max_mark": one.max_mark,
        "level": one.level,
        "note": _note(one),
    }


def _review(request: HttpRequest, attempt: Attempt, view: ReviewView, marks: Marks, on: date) -> dict[str, Any]:
    only_wrong = NOT_RIGHT_ONLY in request.GET
    cards = [review_card(slot) for slot in reviewed_slots(attempt, view, marks, on=on)]
    return {
        "review": [card for card in cards if not (only_wrong and card.verdict == OutcomeState.RIGHT)],
        "review_note": _("Every answer is right.") if only_wrong else "",
        "only_wrong": only_wrong,
        "toggle_url": request.path if only_wrong else f"?{NOT_RIGHT_ONLY}=1",
    }


def _retry(attempt: Attempt, at: datetime) -> dict[str, Any] | None:
    offer = offer_for(attempt.staff, attempt.exam_code, at=at)
    if offer is None or not offer.may_sit or refusal_for(offer, attempt.staff, at=at) is not None:
        return None
    # `left` None: as often as one likes.
    return {"url": reverse("exam_intro", args=[attempt.exam_code]), "left": attempts_left(offer, attempt.staff)}
