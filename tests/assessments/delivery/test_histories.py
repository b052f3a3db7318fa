"""Histories of requests as bad lines and two devices make them, against a simple model of what must come out."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.delivery import statements
from assessments.models import Attempt, Grading, Response
from tests.assessments.delivery.browser import Browser, save_body
from tests.factories.attempts import FAR_AWAY, STARTED_AT, World, make_attempt, make_world

pytestmark = pytest.mark.django_db

# A release is held to HISTORIES=10000.
HISTORIES = int(os.environ.get("HISTORIES", "120"))
SLOTS = 3
VALUES = ["1", "2", None]

answers = st.lists(
    st.tuples(st.integers(1, SLOTS), st.integers(1, 4), st.sampled_from(VALUES)),
    min_size=1,
    max_size=SLOTS,
    unique_by=lambda sent: sent[0],
)
steps = st.one_of(
    st.tuples(st.just("save"), st.integers(0, 2), answers),
    st.tuples(st.just("repeat"), st.integers(0, 30)),
    st.tuples(st.just("truncate"), st.integers(0, 30), st.integers(0, 200)),
    st.tuples(st.just("take over")),
    st.tuples(st.just("time is over")),
    st.tuples(st.just("extend")),
    st.tuples(st.just("submit"), st.integers(0, 2)),
)


@dataclass(slots=True)
class Model:
    """What the protocol promises, in the plainest words. A row is value and standing under (slot, epoch, revision)."""

    epoch: int = 1
    late: bool = False
    sealed: bool = False
    rows: dict[tuple[int, int, int], list[Any]] = field(default_factory=dict)
    losers: set[tuple[int, int, int, Any]] = field(default_factory=set)

    def standing(self, epoch: int) -> int:
        """How a request of that epoch stands now."""
        if self.sealed:
            return 3
        if epoch != self.epoch:
            return 2
        return 1 if self.late else 0

    def save(self, epoch: int, slot: int, revision: int, value: Any) -> str:
        """Store one answer and return what the browser must be told."""
        arrived = self.standing(epoch)
        row = self.rows.setdefault((slot, epoch, revision), [value, arrived])
        if row[0] != value:
            self.losers.add((slot, epoch, revision, value))
            return ["conflict", "late", "stale_epoch", "sealed"][arrived]
        row[1] = min(row[1], arrived)
        if row[1] == 0 and self.present(slot)[0] != (epoch, revision):
            return "conflict"
        return ["ok", "late", "stale_epoch", "sealed"][row[1]]

    def present(self, slot: int) -> tuple[tuple[int, int], Any] | None:
        """The accepted answer of the greatest epoch and revision."""
        accepted = [((e, r), row[0]) for (s, e, r), row in self.rows.items() if s == slot and row[1] == 0]
        return max(accepted, key=lambda one: one[0], default=None)


@dataclass(slots=True)
class Story:
    """One attempt, the pages open on it, and all bodies ever sent."""

    attempt: Attempt
    browsers: list[Browser]
    model: Model = field(default_factory=Model)
    sent: list[tuple[Browser, bytes, list[tuple[int, int, Any]]]] = field(default_factory=list)
    receipt: bytes = b""

    def tell(self, step: tuple[Any, ...]) -> None:
        """Do one step with the product and with the model."""
        match step:
            case ("save", number, answers):
                browser = self.browsers[number % len(self.browsers)]
                self.sent.append((browser, save_body(answers, browser.epoch), sorted(answers)))
                self.deliver(*self.sent[-1])
            case ("repeat", number) if self.sent:
                self.deliver(*self.sent[number % len(self.sent)])
            case ("truncate", number, length) if self.sent:
                browser, body, _ = self.sent[number % len(self.sent)]
                assert browser.put(body[: min(length, len(body) - 1)]).status == 400
            case ("take over",):
                self.model.epoch += 1
                Attempt.objects.filter(pk=self.attempt.pk).update(epoch=self.model.epoch)
                self.attempt.refresh_from_db()
                self.browsers.append(Browser.of(self.attempt))
            case ("time is over",) | ("extend",):
                self.model.late = step == ("time is over",)
                deadline = STARTED_AT if self.model.late else FAR_AWAY
                Attempt.objects.filter(pk=self.attempt.pk).update(deadline=deadline)
            case ("submit", number):
                self.submit(self.browsers[number % len(self.browsers)])

    def deliver(self, browser: Browser, body: bytes, answers: list[tuple[int, int, Any]]) -> None:
        """One arrival of a batch: each answer is told what the model says, in the order of the slots."""
        expected = [self.model.save(browser.epoch, *answer) for answer in answers]
        reply = browser.put(body)
        told = [result["status"] for result in json.loads(reply.body)["results"]]
        assert told == expected
        worst = {"sealed": 410, "late": 410, "conflict": 409, "stale_epoch": 409, "ok": 200}
        assert reply.status == max(worst[one] for one in expected)

    def submit(self, browser: Browser) -> None:
        """Seals unless the device was replaced; afterwards everybody gets the same bytes."""
        may = self.model.sealed or self.model.late or browser.epoch == self.model.epoch
        self.model.sealed = self.model.sealed or may
        reply = browser.submit()
        assert reply.status == (200 if may else 409)
        if may:
            self.receipt = self.receipt or reply.body
            assert reply.body == self.receipt


def fresh_story(world: World) -> Story:
    """A new attempt; Hypothesis runs many histories within one test."""
    Grading.objects.all().delete()
    Response.objects.all().delete()
    Attempt.objects.all().delete()
    attempt = make_attempt(world)
    return Story(attempt, [Browser.of(attempt)])


def test_any_history_ends_with_the_greatest_accepted_revision_and_drops_nothing():
    world = make_world(types=["numeric"] * SLOTS)

    @settings(max_examples=HISTORIES)
    @given(history=st.lists(steps, max_size=25))
    def holds(history):
        story = fresh_story(world)

        for step in history:
            story.tell(step)

        model, attempt = story.model, story.attempt
        present = {one.slot: ((one.epoch, one.revision), one.value) for one in statements.present_answers(attempt.pk)}
        expected = {slot: model.present(slot) for slot in range(1, SLOTS + 1)}
        assert present == {slot: answer for slot, answer in expected.items() if answer is not None}
        rows = {(row.slot, row.epoch, row.revision, row.payload) for row in Response.objects.all()}
        assert rows == {(*key, row[0]) for key, row in model.rows.items()} | model.losers

    holds()
