"""An exam counter for the browser program alone: the agreed protocol in memory, and a line that can fail on order.

It is not the real counter. It keeps the rules that the program relies on, so that each reply can be provoked.
"""

from __future__ import annotations

import json
import mimetypes
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.browser.exam_program import paper

STATIC = Path(__file__).resolve().parents[3] / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
RECEIPT = "ab12cd34" * 8


@dataclass
class Counter:
    """What the server knows of one attempt, and what its line does next."""

    epoch: int = 1
    deadline: float = field(default_factory=lambda: time.time() + 1800)
    answers: dict[int, tuple[int, Any]] = field(default_factory=dict)
    sealed: bool = False
    late: bool = False
    refused: set[int] = field(default_factory=set)
    present: dict[int, tuple[int, Any]] = field(default_factory=dict)
    person: str = "p1"
    log: list[tuple[str, dict[str, Any], float]] = field(default_factory=list)
    orders: dict[str, deque[Any]] = field(default_factory=dict)
    highest_flights: int = 0
    flights: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    open_gate: threading.Event = field(default_factory=threading.Event)

    # --- the line -----------------------------------------------------------------------------------

    def order(self, kind: str, *replies: Any) -> None:
        """The next requests of this kind get a status, (status, headers, text), or "slow": when the gate opens."""
        self.orders.setdefault(kind, deque()).extend(replies)

    def sent(self, kind: str) -> list[dict[str, Any]]:
        """The messages of this kind that arrived."""
        return [message for name, message, _ in self.log if name == kind]

    def arrivals(self, kind: str) -> list[float]:
        """When they arrived, in seconds of a steady clock."""
        return [arrived for name, _, arrived in self.log if name == kind]

    def values(self) -> dict[int, Any]:
        """The present answers."""
        return {slot: value for slot, (_, value) in sorted(self.answers.items())}

    # --- the rules ----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """The page's attempt-state."""
        return {
            "protocol": 1,
            "attempt": "a1",
            "person": self.person,
            "token": f"token-{self.epoch}",
            "epoch": self.epoch,
            "server_time": time.time(),
            "deadline": self.deadline,
            "revision": max([revision for revision, _ in self.answers.values()], default=0),
            "answers": {
                str(slot): {"revision": revision, "value": value} for slot, (revision, value) in self.answers.items()
            },
            "urls": {
                "answers": "/thi/api/a1/answers",
                "heartbeat": "/thi/api/a1/heartbeat",
                "submit": "/thi/api/a1/submit",
                "receipt": "/thi/bai/a1/bien-nhan/",
            },
        }

    def save(self, message: dict[str, Any], token: str) -> tuple[int, dict[str, Any]]:
        """Judge each answer as the contract says."""
        if not token.startswith("token-"):
            return 401, {}
        results = [self._judge(item, message["epoch"]) for item in message["answers"]]
        return self._status({result["status"] for result in results}), {
            "results": results,
            "acknowledged": 0,
            **self._clock(),
        }

    def _judge(self, item: dict[str, Any], epoch: int) -> dict[str, Any]:
        slot, revision = item["slot"], item["revision"]
        result = {"slot": slot, "revision": revision}
        if epoch < self.epoch:
            return {**result, "status": "stale_epoch"}
        if self.sealed or self.late:
            return {**result, "status": "late" if self.late else "sealed"}
        if slot in self.refused:
            return {**result, "status": "invalid"}
        known = self.present.pop(slot, None) or self.answers.get(slot)
        if known and known[0] >= revision and known[1] != item["value"]:
            self.answers[slot] = known
            return {**result, "status": "conflict", "present": {"revision": known[0], "value": known[1]}}
        if not known or known[0] < revision:
            self.answers[slot] = (revision, item["value"])
        return {**result, "status": "ok"}

    @staticmethod
    def _status(found: set[str]) -> int:
        for status, names in ((422, {"invalid"}), (410, {"sealed", "late"}), (409, {"conflict", "stale_epoch"})):
            if found & names:
                return status
        return 200

    def submit(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Seal, unless an answer is older than the message says."""
        missing = [
            {"slot": int(slot), "stored": self.answers.get(int(slot), (0, None))[0]}
            for slot, revision in message["revisions"].items()
            if self.answers.get(int(slot), (0, None))[0] < revision
        ]
        if missing and not self.sealed:
            return 409, {"status": "incomplete", "slots": missing}
        self.sealed = True
        return 200, {
            "status": "sealed",
            "receipt": RECEIPT,
            "short": "AB12-CD34-EF56-7890",
            "answered": len([value for _, value in self.answers.values() if value is not None]),
            "total": paper.TOTAL,
            "sealed_at": "2026-11-27T01:53:07Z",
            "receipt_url": "/thi/bai/a1/bien-nhan/",
        }

    def heartbeat(self) -> tuple[int, dict[str, Any]]:
        """State and time."""
        return 200, {"state": "sealed" if self.sealed else "open", **self._clock()}

    def _clock(self) -> dict[str, Any]:
        return {"server_time": time.time(), "deadline": self.deadline, "epoch": self.epoch}

    # --- pages --------------------------------------------------------------------------------------

    def page(self) -> str:
        """The exam page as it stands now."""
        return rendered("assessments/attempt_page.html", paper.page_context(self.state()))

    def receipt_page(self) -> str:
        """The receipt page."""
        state = {
            "attempt": "a1",
            "person": self.person,
            "receipt": RECEIPT,
            "revisions": {str(slot): revision for slot, (revision, _) in self.answers.items()},
        }
        return rendered("assessments/attempt_receipt.html", paper.receipt_context(state))


def rendered(template: str, context: dict[str, Any]) -> str:
    """Render with English words, so that the tests do not hang on the catalogue."""
    request = RequestFactory().get("/thi/bai/a1/")
    request.user = AnonymousUser()
    with translation.override("en"):
        return render_to_string(template, context, request)


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the counter that its server carries."""

    protocol_version = "HTTP/1.1"

    @property
    def counter(self) -> Counter:
        return self.server.counter  # type: ignore[attr-defined]

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            file = STATIC / self.path.removeprefix("/static/")
            self._answer(200, file.read_bytes(), {"Content-Type": mimetypes.guess_type(file.name)[0] or ""})
        elif self.path.endswith("/bien-nhan/"):
            self._html(self.counter.receipt_page())
        elif self.path.startswith("/thi/bai/"):
            self._html(self.counter.page())
        else:
            self._html("<!doctype html><title>x</title>")

    def do_PUT(self) -> None:
        self._speak()

    def do_POST(self) -> None:
        self._speak()

    def _speak(self) -> None:
        kind = self.path.rsplit("/", 1)[-1]
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "{}")
        counter = self.counter
        with counter.lock:
            counter.log.append((kind, message, time.monotonic()))
            counter.flights += 1
            counter.highest_flights = max(counter.highest_flights, counter.flights)
            queue = counter.orders.get(kind)
            order = queue.popleft() if queue else None
        try:
            self._obey(kind, message, order)
        finally:
            with counter.lock:
                counter.flights -= 1

    def _obey(self, kind: str, message: dict[str, Any], order: Any) -> None:
        if order == "slow":
            self.counter.open_gate.wait(10)
        elif order is not None:
            status, headers, text = order if isinstance(order, tuple) else (order, {}, "")
            self._answer(status, text.encode(), {"Content-Type": "text/html", **headers})
            return
        with self.counter.lock:
            status, reply = self._decide(kind, message)
        self._answer(status, json.dumps(reply).encode(), {"Content-Type": "application/json"})

    def _decide(self, kind: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if kind == "answers":
            return self.counter.save(message, self.headers.get("X-Attempt-Token", ""))
        return self.counter.submit(message) if kind == "submit" else self.counter.heartbeat()

    def _html(self, text: str) -> None:
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Content-Security-Policy": POLICY,
        }
        self._answer(200, text.encode(), headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """One counter at a port of its own; broken connections are part of the game."""

    daemon_threads = True

    def __init__(self, counter: Counter) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.counter = counter

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves is no error."""
