"""Before an attempt: what the exam asks, and the start."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.delivery import statements
from assessments.domain.drawing import BankTooSmall
from assessments.models import Attempt
from assessments.selectors.attempts import is_time_over, running_attempt
from assessments.selectors.offers import (
    Offer,
    attempts_left,
    attempts_used,
    offer_for,
    published_title,
    question_count,
    refusal_for,
    sealed_attempts,
)
from assessments.selectors.reviews import view_of
from assessments.services.sealing import seal_if_over
from assessments.services.starting import ExamUnknown, start_attempt
from assessments.views.cards import Unavailable, unavailable
from core.errors import DomainError
from core.fields import new_uid
from core.messages import message_of
from organization.access import person_of
from organization.models import StaffMember

logger = logging.getLogger("thao.exam")


@require_safe
@never_cache
def exam_intro(request: HttpRequest, code: str) -> HttpResponse:
    """What the exam asks and how often, with the button that starts it."""
    person, at = person_of(request), statements.now()
    offer = offer_for(person, code, at=at)
    if offer is None:
        raise Http404
    running = running_attempt(person, code)
    if running is not None and is_time_over(running, at):
        seal_if_over(running.uid)
        running = None
    refusal = refusal_for(offer, person, at=at)
    obstacle = _obstacle(offer) or (unavailable(refusal, offer.session) if refusal else None)
    context = {
        "exam": _exam(offer),
        "opens_at": offer.session.opens_at if offer.session else None,
        "closes_at": offer.session.closes_at if offer.session else None,
        "attempts": _attempts(offer, person),
        "waiting_hours": -(-offer.exam.waiting_seconds // 3600) or None,
        "candidate": _candidate(offer, person),
        "rules": [],
        "start": None if obstacle or running else _start(code),
        "resume_url": reverse("attempt_page", args=[running.uid]) if running else None,
        "unavailable": None if running else obstacle,
        "past": [_past(attempt, at) for attempt in sealed_attempts(person, offer)],
        "crumbs": [{"title": _("My results"), "url": reverse("result_list")}, {"title": offer.exam.title, "url": None}],
    }
    return render(request, "assessments/exam_intro.html", context)


@require_POST
@never_cache
def attempt_start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an attempt, or go on with the one under way; a double click begins once."""
    try:
        key = UUID(request.POST.get("start_key", ""))
    except ValueError:
        return redirect("exam_intro", code)
    try:
        attempt = start_attempt(
            staff=person_of(request), exam_code=code, start_key=key, by=request.user, at=statements.now()
        )
    except BankTooSmall:
        logger.exception("No paper of exam %s can be drawn", code)
        return _not_ready(request, code)
    except ExamUnknown:
        raise Http404 from None
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect("exam_intro", code)
    return redirect("attempt_page", attempt.uid)


def _not_ready(request: HttpRequest, code: str) -> HttpResponse:
    context = {
        "exam_title": published_title(code),
        "unavailable": Unavailable("not_ready"),
        "back_url": reverse("exam_intro", args=[code]),
    }
    return render(request, "assessments/exam_unavailable.html", context, status=503)


def _obstacle(offer: Offer) -> Unavailable | None:
    return None if offer.may_sit else Unavailable("not_candidate")


def _exam(offer: Offer) -> dict[str, Any]:
    exam = offer.exam
    return {
        "title": exam.title,
        "code": exam.code,
        "description": exam.instructions,
        "question_count": question_count(exam),
        "minutes": exam.time_limit_seconds // 60,
        "pass_percent": exam.pass_fraction * 100,
    }


def _attempts(offer: Offer, person: StaffMember) -> dict[str, int | None]:
    return {
        "used": attempts_used(offer, person),
        "allowed": offer.exam.attempts_allowed,
        "left": attempts_left(offer, person),
    }


def _candidate(offer: Offer, person: StaffMember) -> dict[str, Any]:
    return {
        "name": person.full_name,
        "number": offer.candidate.number if offer.candidate else "",
        "room": "",
        "extra_minutes": offer.extra_seconds // 60,
    }


def _start(code: str) -> dict[str, str]:
    return {"url": reverse("attempt_start", args=[code]), "key": str(new_uid())}


def _past(attempt: Attempt, at: datetime) -> dict[str, Any]:
    shown = view_of(attempt, at=at).is_open
    return {
        "number": attempt.number,
        "submitted_at": attempt.sealed_at,
        "mark": attempt.mark if shown else None,
        "scale": attempt.max_mark,
        "passed": attempt.passed if shown else None,
        "url": reverse("attempt_result", args=[attempt.uid]),
    }
