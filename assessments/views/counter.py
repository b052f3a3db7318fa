"""Django's door to the exam counter: hands the request over and the reply back."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from assessments.delivery import http
from assessments.delivery.http import Call, Reply
from assessments.delivery.messages import LARGEST_BODY

Handler = Callable[[Call, UUID], Reply]


def _door(handler: Handler) -> Callable[[HttpRequest, UUID], HttpResponse]:
    # No cookie is read behind this door: the token in the header stands for the session and against forgery.
    @csrf_exempt
    @login_not_required
    def view(request: HttpRequest, uid: UUID) -> HttpResponse:
        began = time.monotonic()
        if _length(request) > LARGEST_BODY:
            return _response(http.too_large())
        remote = request.META.get("REMOTE_ADDR", "")
        return _response(handler(Call(request.method or "", request.headers, request.body, remote, began), uid))

    return view


answers = _door(http.answers)
heartbeat = _door(http.heartbeat)
submit = _door(http.submit)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _response(reply: Reply) -> HttpResponse:
    return HttpResponse(reply.body, status=reply.status, content_type="application/json", headers=dict(reply.headers))
