"""During and at the end of an attempt: the exam page, the form that works without a program, the receipt."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.delivery import statements
from assessments.delivery.messages import PROTOCOL
from assessments.delivery.tokens import token_for
from assessments.delivery.values import StoredAnswer
from assessments.domain.paper import Paper
from assessments.forms import HandInForm
from assessments.models import Attempt
from assessments.selectors.attempts import (
    asked_sections,
    candidate_number,
    highest_revision,
    is_time_over,
    own_attempt,
)
from assessments.selectors.reviews import view_of
from assessments.services.plain_form import FormOutcome, form_outcome, save_form
from assessments.services.sealing import HandedIn, receipt_for, seal_if_over
from assessments.services.submitting import hand_in
from assessments.views.cards import section_card
from core.fields import new_uid

logger = logging.getLogger("thao.exam")


@require_safe
@never_cache
def attempt_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The questions, for the person whose attempt it is, while it runs."""
    attempt = _own(request, uid)
    now = statements.now()
    if elsewhere := _elsewhere(request, attempt, now):
        return elsewhere
    return render(request, "assessments/attempt_page.html", _page(attempt, now))


@require_POST
@never_cache
def attempt_form_submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save a form posted without a program; hand in when nothing is missing or the person confirms."""
    began = time.monotonic()
    attempt = _own(request, uid)
    if elsewhere := _elsewhere(request, attempt, statements.now()):
        return elsewhere
    form = HandInForm(request.POST)
    if not form.is_valid():
        return redirect("attempt_page", uid)
    try:
        return _take_form(request, attempt, form, time.monotonic() - began)
    except DatabaseError:
        logger.exception("The form of attempt %s could not be saved", uid)
        busy = render(request, "500.html", status=503)
        busy.headers["Retry-After"] = "5"
        return busy


@require_safe
@never_cache
def attempt_receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was handed in, to be written down or printed."""
    attempt = _own(request, uid)
    if attempt.state != Attempt.State.SEALED:
        return _elsewhere(request, attempt, statements.now()) or redirect("attempt_page", uid)
    return render(request, "assessments/attempt_receipt.html", _receipt(attempt, receipt_for(uid)))


def _own(request: HttpRequest, uid: UUID) -> Attempt:
    attempt = own_attempt(request.user, uid)
    if attempt is None:
        raise Http404
    return attempt


def _elsewhere(request: HttpRequest, attempt: Attempt, now: datetime) -> HttpResponse | None:
    """Where an attempt is looked at that does not run, or None when it does. One that is over is sealed on the way."""
    if attempt.state == Attempt.State.OPEN:
        if not is_time_over(attempt, now):
            return None
        seal_if_over(attempt.uid)
        return redirect("attempt_receipt", attempt.uid)
    if attempt.state == Attempt.State.SEALED:
        return redirect("attempt_receipt", attempt.uid)
    if attempt.state == Attempt.State.VOID:
        messages.warning(request, _("This attempt was cancelled by the exam board."))
    return redirect("exam_intro", attempt.exam_code)


def _page(attempt: Attempt, now: datetime) -> dict[str, Any]:
    answers = statements.present_answers(attempt.pk)
    paper = Paper.from_json(attempt.paper)
    sections = asked_sections(paper, {answer.slot: answer.value for answer in answers})
    return {
        "exam_title": attempt.exam.title,
        "candidate": {"name": attempt.staff.full_name, "number": candidate_number(attempt), "room": ""},
        "state": _state(attempt, answers, now),
        "sections": [section_card(section) for section in sections],
        "total": len(paper.slots),
        "submit_url": reverse("attempt_form_submit", args=[attempt.uid]),
        "submit_key": str(new_uid()),
        "minutes": attempt.rules["time_limit_seconds"] // 60,
        "closes_at": attempt.deadline,
    }


def _state(attempt: Attempt, answers: tuple[StoredAnswer, ...], now: datetime) -> dict[str, Any]:
    """The JSON from which the page's program starts; see docs/screens.md."""
    return {
        "protocol": PROTOCOL,
        "attempt": str(attempt.uid),
        "person": str(attempt.staff.uid),
        "token": token_for(attempt.uid, attempt.staff.uid, attempt.epoch),
        "epoch": attempt.epoch,
        "server_time": now.timestamp(),
        "deadline": attempt.deadline.timestamp(),
        "revision": highest_revision(attempt),
        "answers": {str(one.slot): {"revision": one.revision, "value": one.value} for one in answers},
        "urls": {
            "answers": reverse("attempt_answers", args=[attempt.uid]),
            "heartbeat": reverse("attempt_heartbeat", args=[attempt.uid]),
            "submit": reverse("attempt_submit", args=[attempt.uid]),
            "receipt": reverse("attempt_receipt", args=[attempt.uid]),
        },
    }


def _take_form(request: HttpRequest, attempt: Attempt, form: HandInForm, lag: float) -> HttpResponse:
    # An epoch that has not begun yet would outdo all later ones.
    epoch, confirmed = min(form.cleaned_data["epoch"], attempt.epoch), form.cleaned_data["confirm"]
    if confirmed:
        outcome = form_outcome(attempt)
    else:
        outcome = save_form(attempt, dict(request.POST.lists()), epoch=epoch, lag=lag)
    if not (confirmed or outcome.is_complete):
        return _ask(request, attempt, outcome)
    handed_in = hand_in(attempt.uid, epoch=epoch, revisions={}, lag=lag)
    # Another computer took over, or the board ended it: the page says so.
    return redirect("attempt_receipt" if isinstance(handed_in, HandedIn) else "attempt_page", attempt.uid)


def _ask(request: HttpRequest, attempt: Attempt, outcome: FormOutcome) -> HttpResponse:
    """Show what is missing; the answers are saved, and the exam page shows them again."""
    form = HandInForm(initial={"key": new_uid(), "epoch": attempt.epoch, "confirm": True})
    context = {
        "title": _("Hand in the answers?"),
        "intro": " ".join(_missing(outcome)),
        "form": form,
        "submit_label": _("Hand in"),
        "cancel_url": reverse("attempt_page", args=[attempt.uid]),
        "crumbs": [],
    }
    return render(request, "form_page.html", context)


def _missing(outcome: FormOutcome) -> Iterator[str]:
    if outcome.refused:
        yield _("Not saved, because a newer answer is on the server: question %(slots)s.") % _listed(outcome.refused)
    if outcome.unreadable:
        yield _("Not saved, because the entry is incomplete: question %(slots)s.") % _listed(outcome.unreadable)
    if outcome.unanswered:
        yield _("Not answered: question %(slots)s.") % _listed(outcome.unanswered)
    yield _("Everything else is saved on the server. After handing in, the answers can no longer be changed.")


def _listed(slots: tuple[int, ...]) -> dict[str, str]:
    return {"slots": ", ".join(map(str, slots))}


def _receipt(attempt: Attempt, handed_in: HandedIn) -> dict[str, Any]:
    view = view_of(attempt, at=statements.now())
    return {
        "exam_title": attempt.exam.title,
        "receipt": handed_in.receipt,
        "short": handed_in.short,
        "answered": handed_in.answered,
        "total": handed_in.total,
        "sealed_at": handed_in.sealed_at,
        "sealed_by": handed_in.sealed_by,
        "result_url": reverse("attempt_result", args=[attempt.uid]) if view.is_open else None,
        "result_from": view.opens_at,
        "home_url": None,
        "state": {
            "attempt": str(handed_in.attempt),
            "person": str(handed_in.person),
            "receipt": handed_in.receipt,
            "revisions": {str(slot): revision for slot, revision in handed_in.revisions.items()},
        },
    }
