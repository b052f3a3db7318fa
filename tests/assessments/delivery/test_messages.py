"""What browsers send is understood as a whole or refused as a whole."""

from __future__ import annotations

import json

import pytest

from assessments.delivery.messages import (
    LARGEST_BODY,
    SaveMessage,
    SentAnswer,
    SubmitMessage,
    Unreadable,
    read_save,
    read_submit,
)

SAVE = {"protocol": 1, "epoch": 2, "send": 7, "answers": [{"slot": 3, "revision": 4, "value": "ab12"}]}
SUBMIT = {"protocol": 1, "epoch": 2, "key": "k", "revisions": {"3": 4, "1": 0}}


def test_save_is_read_in_the_order_of_the_slots():
    answers = [{"slot": 9, "revision": 1, "value": None}, {"slot": 2, "revision": 8, "value": ["b"]}]

    message = read_save(json.dumps(SAVE | {"answers": answers}).encode())

    assert message == SaveMessage(epoch=2, answers=(SentAnswer(2, 8, ["b"]), SentAnswer(9, 1, None)))


def test_submit_is_read():
    assert read_submit(json.dumps(SUBMIT).encode()) == SubmitMessage(epoch=2, revisions={3: 4, 1: 0})


def test_fields_that_nobody_knows_are_left_out():
    message = read_save(json.dumps(SAVE | {"deadline": 1e12, "staff": "khác"}).encode())

    assert message.epoch == 2


def answer(**changes: object) -> dict[str, object]:
    return SAVE | {"answers": [SAVE["answers"][0] | changes]}


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 60_000, 400, "not_json"),
        (b"1" * 5000, 400, "not_json"),
        (b" " * (LARGEST_BODY + 1), 413, "too_large"),
        (b"[]", 400, "not_a_save"),
        (json.dumps(SAVE | {"protocol": 2}).encode(), 400, "unknown_protocol"),
        (json.dumps(SAVE | {"epoch": 0}).encode(), 400, "not_a_count"),
        (json.dumps(SAVE | {"epoch": True}).encode(), 400, "not_a_count"),
        (json.dumps(SAVE | {"answers": {}}).encode(), 400, "not_a_save"),
        (json.dumps(SAVE | {"answers": [3]}).encode(), 400, "not_an_answer"),
        (json.dumps(answer(slot="3")).encode(), 400, "not_a_count"),
        (json.dumps(answer(slot=40_000)).encode(), 400, "not_a_count"),
        (json.dumps(answer(revision=0)).encode(), 400, "not_a_count"),
        (json.dumps(answer(revision=2**31)).encode(), 400, "not_a_count"),
        (json.dumps(answer(revision=1.5)).encode(), 400, "not_a_count"),
        (json.dumps(SAVE | {"answers": SAVE["answers"] * 2}).encode(), 400, "repeated_slot"),
        (json.dumps(SAVE | {"answers": SAVE["answers"] * 51}).encode(), 413, "too_many_answers"),
    ],
)
def test_save_that_cannot_be_read_is_refused(body, status, word):
    with pytest.raises(Unreadable) as refused:
        read_save(body)

    assert (refused.value.status, refused.value.word) == (status, word)


@pytest.mark.parametrize(
    "changes",
    [{"key": 5}, {"revisions": []}, {"revisions": {"x": 1}}, {"revisions": {"²": 1}}, {"revisions": {"1": -1}}],
)
def test_submit_that_cannot_be_read_is_refused(changes):
    with pytest.raises(Unreadable) as refused:
        read_submit(json.dumps(SUBMIT | changes).encode())

    assert refused.value.status == 400
