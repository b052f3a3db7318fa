"""Nothing of a key leaves the server before the result is released: every byte of fifty attempts is looked through."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assessments.models import Attempt, Exam
from core.models import User
from tests.assessments.delivery.browser import save_body
from tests.factories.assessments import BODIES, KEYS
from tests.factories.attempts import make_examinee, make_world

pytestmark = pytest.mark.django_db

ATTEMPTS = 50
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPES = ["single", "multiple", "true_false", "numeric"]
CANARY = "HOANGYEN"
POISONED = {
    "single": KEYS["single"] | {"option_notes": {"aaaaa1": f"{CANARY} ghi chú"}},
    "multiple": KEYS["multiple"] | {"option_notes": {"bbbbb1": f"{CANARY} ghi chú"}, "scoring": "proportional"},
    "true_false": KEYS["true_false"] | {"option_notes": {"true": f"{CANARY} ghi chú"}},
    "numeric": KEYS["numeric"] | {"value": "7310931.731", "tolerance": "0.000731"},
}
KEYS_WITH_CANARIES = {kind: key | {"explanation": f"{CANARY} giải thích {kind}"} for kind, key in POISONED.items()}
OPTION_IDS = [option["id"] for kind in ("single", "multiple") for option in BODIES[kind]["options"]]
# What keys and weights are made of: texts, values, marks, the names of their fields, the ids that keys speak of.
FORBIDDEN = [CANARY, "7310931", "000731", "1.7310931", "1,73", "proportional", "option_notes", *OPTION_IDS]


class Recorder:
    """A browser that keeps every byte that it is sent."""

    def __init__(self, user: User) -> None:
        self._client = Client()
        self._client.force_login(user, backend=BACKEND)
        self.sent = bytearray()
        self.token = ""

    def get(self, path: str) -> Any:
        """A page."""
        return self._keep(self._client.get(path))

    def post(self, path: str, fields: dict[str, str]) -> Any:
        """A form."""
        return self._keep(self._client.post(path, fields))

    def call(self, method: str, path: str, body: bytes) -> Any:
        """A request of the page's program."""
        headers = {"X-Attempt-Token": self.token}
        return self._keep(getattr(self._client, method)(path, body, content_type="application/json", headers=headers))

    def _keep(self, response: Any) -> Any:
        self.sent += json.dumps([response.status_code, dict(response.headers)], ensure_ascii=False).encode()
        self.sent += response.cookies.output().encode() + response.content
        return response


def sit(recorder: Recorder) -> Attempt:
    """Everything that a person can ask for, from the exam's page to the result that is not released."""
    recorder.get("/thi/CCHC/")
    page = recorder.post("/thi/CCHC/bat-dau/", {"start_key": str(uuid4())}).url
    attempt = Attempt.objects.get(uid=page.split("/")[3])
    html = recorder.get(page).content.decode()
    recorder.token = re.search(r'"token": "([^"]+)"', html)[1]
    api = f"/thi/api/{attempt.uid}"
    answers = save_body([(slot["slot"], slot["slot"], first_answer(slot)) for slot in attempt.paper["slots"]])
    recorder.call("put", f"{api}/answers", answers)
    recorder.call("put", f"{api}/answers", save_body([(1, 1, None), (2, 9, "sai"), (99, 1, "1")]))
    recorder.call("put", f"{api}/answers", b"{")
    recorder.call("post", f"{api}/heartbeat", b"{}")
    recorder.post(f"{page}nop/", {"key": str(uuid4()), "epoch": "1", "q4": "1"})
    recorder.get(page)
    for revisions in ({"1": 99}, {}):
        submit = {"protocol": 1, "epoch": 1, "key": "k", "revisions": revisions}
        recorder.call("post", f"{api}/submit", json.dumps(submit).encode())
    for path in ("", "bien-nhan/", "ket-qua/", "ket-qua/?chua-dung=1"):
        recorder.get(f"{page}{path}")
    recorder.call("put", f"{api}/answers", answers)
    recorder.get("/ket-qua/")
    return attempt


def first_answer(slot: dict[str, Any]) -> object:
    """The first thing that the slot can be answered with."""
    match slot["type"]:
        case "single":
            return slot["options"][0][0]
        case "multiple":
            return [slot["options"][0][0]]
    return True if slot["type"] == "true_false" else "12"


@pytest.mark.slow
def test_no_byte_of_a_key_is_sent_before_the_release():
    world = make_world(types=TYPES, keys=KEYS_WITH_CANARIES, max_mark="1.7310931", review_when=Exam.ReviewWhen.RELEASE)

    for number in range(ATTEMPTS):
        _, user = make_examinee(
            unit=world.unit, position=world.position, username=f"u{number}", full_name=f"Trần Thị {number}"
        )
        recorder = Recorder(user)
        attempt = sit(recorder)

        text = recorder.sent.decode()
        assert "Câu hỏi số 4" in text
        assert attempt.state != Attempt.State.VOID
        secrets = [*FORBIDDEN, attempt.seed, attempt.paper_sha256, *(q.content_sha256 for q in world.questions)]
        assert [secret for secret in secrets if secret in text] == []


def test_canaries_sing_once_the_result_is_released(client):
    world = make_world(types=TYPES, keys=KEYS_WITH_CANARIES, max_mark="1.7310931")
    recorder = Recorder(world.user)

    sit(recorder)

    text = recorder.sent.decode()
    assert [secret for secret in (CANARY, "7310931") if secret not in text.replace(".", "")] == []
