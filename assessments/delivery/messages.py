"""Strict reading of what browsers send: a message is understood as a whole, or refused with its status."""

from __future__ import annotations

import json
from dataclasses import dataclass

PROTOCOL = 1
LARGEST_BODY = 64 * 1024
MOST_ANSWERS = 50
# What the integer columns hold.
_LARGEST = 2**31 - 1
_LARGEST_SLOT = 2**15 - 1


class Unreadable(Exception):
    """A message that is refused as a whole, with the HTTP status and a word for developers."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One answer as it was sent; nothing is known of its value yet."""

    slot: int
    revision: int
    value: object


@dataclass(frozen=True, slots=True)
class SaveMessage:
    """A batch of answers, each for another slot, in the order of the slots."""

    epoch: int
    answers: tuple[SentAnswer, ...]


@dataclass(frozen=True, slots=True)
class SubmitMessage:
    """The wish to hand in. `revisions` names per slot the least revision that the server must hold."""

    epoch: int
    revisions: dict[int, int]


def read_save(body: bytes) -> SaveMessage:
    """Return the batch.

    Raises:
        Unreadable: 413 too much of it, 400 everything else.
    """
    match _object(body):
        case {"protocol": 1, "epoch": epoch, "answers": list(answers)}:
            if len(answers) > MOST_ANSWERS:
                raise Unreadable(413, "too_many_answers")
            sent = sorted(map(_sent, answers), key=_slot_of)
            if len({answer.slot for answer in sent}) < len(sent):
                raise Unreadable(400, "repeated_slot")
            return SaveMessage(_count(epoch, least=1), tuple(sent))
    raise Unreadable(400, "not_a_save")


def read_submit(body: bytes) -> SubmitMessage:
    """Return the wish to hand in.

    Raises:
        Unreadable: 413 too large, 400 everything else.
    """
    match _object(body):
        case {"protocol": 1, "epoch": epoch, "key": str(), "revisions": dict(revisions)}:
            pairs = {_slot_number(slot): _count(revision, least=0) for slot, revision in revisions.items()}
            return SubmitMessage(_count(epoch, least=1), pairs)
    raise Unreadable(400, "not_a_submit")


def _object(body: bytes) -> object:
    if len(body) > LARGEST_BODY:
        raise Unreadable(413, "too_large")
    try:
        data = json.loads(body)
    # A recursion error is what the parser makes of thousands of opening brackets.
    except (ValueError, RecursionError):
        raise Unreadable(400, "not_json") from None
    if isinstance(data, dict) and data.get("protocol") != PROTOCOL:
        raise Unreadable(400, "unknown_protocol")
    return data


def _sent(data: object) -> SentAnswer:
    match data:
        case {"slot": slot, "revision": revision, "value": value}:
            return SentAnswer(_count(slot, least=1, most=_LARGEST_SLOT), _count(revision, least=1), value)
    raise Unreadable(400, "not_an_answer")


def _count(value: object, *, least: int, most: int = _LARGEST) -> int:
    # True is a number in Python, not in a message.
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unreadable(400, "not_a_count")
    return value


def _slot_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        raise Unreadable(400, "not_a_slot")
    return _count(int(text), least=1, most=_LARGEST_SLOT)


def _slot_of(answer: SentAnswer) -> int:
    return answer.slot
