"""The receipt: one text, one digest, for everyone who computes it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.receipt import SHORT_ALPHABET, Handover, SealedAnswer, make_receipt, receipt_text, short_form

ONE = SealedAnswer.of(1, 1, 4, "k7q2")
TWO = SealedAnswer.of(2, 1, 2, None)
HANDOVER = Handover(
    attempt="5f0c1f9e-0000-4000-8000-000000000001",
    paper_sha256="a" * 64,
    person="p-71",
    started_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    sealed_at=datetime(2026, 11, 23, 1, 45, 30, 123456, tzinfo=UTC),
    answers=(ONE, TWO),
)


def test_receipt_is_the_digest_of_a_text_that_anyone_can_write():
    first = hashlib.sha256(b'"k7q2"').hexdigest()
    second = hashlib.sha256(b"null").hexdigest()
    text = (
        f'{{"answers":[[1,1,4,"{first}"],[2,1,2,"{second}"]],"attempt":"5f0c1f9e-0000-4000-8000-000000000001",'
        f'"paper":"{"a" * 64}","person":"p-71","sealed_at":"2026-11-23T01:45:30.123456Z",'
        '"started_at":"2026-11-23T01:00:00.000000Z","v":1}'
    )

    assert receipt_text(HANDOVER).decode() == text
    assert make_receipt(HANDOVER).sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_receipt_does_not_depend_on_the_order_of_reading_or_the_zone():
    hanoi = timezone(timedelta(hours=7))
    elsewhere = replace(
        HANDOVER,
        answers=(TWO, ONE),
        started_at=HANDOVER.started_at.astimezone(hanoi),
        sealed_at=HANDOVER.sealed_at.astimezone(hanoi),
    )

    assert receipt_text(elsewhere) == receipt_text(HANDOVER)


@pytest.mark.parametrize(
    "change",
    [
        {"attempt": "other"},
        {"paper_sha256": "b" * 64},
        {"person": "p-72"},
        {"started_at": HANDOVER.started_at + timedelta(microseconds=1)},
        {"sealed_at": HANDOVER.sealed_at + timedelta(microseconds=1)},
        {"answers": (ONE,)},
        {"answers": ()},
        {"answers": (replace(ONE, revision=5), TWO)},
        {"answers": (replace(ONE, epoch=2), TWO)},
        {"answers": (SealedAnswer.of(1, 1, 4, "k7q3"), TWO)},
    ],
)
def test_receipt_changes_with_everything_that_was_handed_in(change):
    assert make_receipt(replace(HANDOVER, **change)) != make_receipt(HANDOVER)


def test_receipt_of_two_answers_in_one_slot_is_refused():
    with pytest.raises(ValueError, match="one answer"):
        receipt_text(replace(HANDOVER, answers=(ONE, replace(ONE, revision=5))))


def test_receipt_of_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        receipt_text(replace(HANDOVER, sealed_at=datetime(2026, 11, 23, 1, 45)))


@pytest.mark.parametrize(
    ("digest", "short"),
    [
        ("0" * 64, "2222-2222-2222-2222"),
        ("f" * 64, "ZZZZ-ZZZZ-ZZZZ-ZZZZ"),
        # 00001 00010 00011 00100, then nothing: the signs of 1, 2, 3, 4
        ("08864" + "0" * 59, "3456-2222-2222-2222"),
        ("0" * 19 + "1" + "f" * 44, "2222-2222-2222-2223"),  # bit 80 is the last that counts
    ],
)
def test_short_form_spells_the_first_eighty_bits(digest, short):
    assert short_form(digest) == short


def test_short_alphabet_has_no_sign_that_looks_like_another():
    assert len(set(SHORT_ALPHABET)) == 32
    assert not set("IO01") & set(SHORT_ALPHABET)


json_scalars = st.none() | st.booleans() | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=3)


@given(
    st.dictionaries(st.integers(1, 60), st.tuples(st.integers(1, 3), st.integers(1, 99), json_scalars)), st.randoms()
)
def test_receipt_is_repeatable(answers, random):
    sealed = [SealedAnswer.of(slot, epoch, revision, value) for slot, (epoch, revision, value) in answers.items()]
    once = make_receipt(replace(HANDOVER, answers=tuple(sealed)))
    random.shuffle(sealed)

    again = make_receipt(replace(HANDOVER, answers=tuple(sealed)))

    assert again == once
    assert len(once.sha256) == 64
    assert len(once.short) == 19
