"""The attempt token."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.token import AttemptToken, make_token, read_token

KEY = b"0123456789abcdef0123456789abcdef"
CLAIM = AttemptToken("5f0c1f9e-0000-4000-8000-000000000001", "p-71", 3)


def test_token_is_signed_over_attempt_person_and_epoch():
    text = "5f0c1f9e-0000-4000-8000-000000000001.p-71.3"
    signature = hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()

    assert make_token(KEY, CLAIM) == f"{text}.{signature}"
    assert read_token(KEY, f"{text}.{signature}") == CLAIM


@pytest.mark.parametrize("place", [0, 20, 37, 42, 50, -1])
def test_token_with_one_other_sign_is_refused(place):
    token = make_token(KEY, CLAIM)
    signs = list(token)
    signs[place] = "0" if signs[place] != "0" else "1"

    assert read_token(KEY, "".join(signs)) is None


def test_token_under_another_key_is_refused():
    assert read_token(KEY[::-1], make_token(KEY, CLAIM)) is None


def test_token_of_another_epoch_cannot_be_made_from_this_one():
    token = make_token(KEY, CLAIM)

    assert read_token(KEY, token.replace(".3.", ".4.")) is None


@pytest.mark.parametrize("token", ["", ".", "...", "a.b.1", "a.b.1.", "đ.ê.1.ơ", "\ud800", "a.b.c.d.e"])
def test_token_that_is_none_is_refused(token):
    assert read_token(KEY, token) is None


@given(st.text())
def test_no_text_is_a_token_by_chance(text):
    assert read_token(KEY, text) is None


@pytest.mark.parametrize("claim", [("", "p", 1), ("a", "", 1), ("a.b", "p", 1), ("a", "p.q", 1), ("a", "đ", 1)])
def test_token_for_an_identifier_that_would_be_read_otherwise_is_not_made(claim):
    with pytest.raises(ValueError, match="identifier"):
        make_token(KEY, AttemptToken(*claim))


identifiers = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)


@given(st.builds(AttemptToken, identifiers, identifiers, st.integers(0, 10**6)), st.binary(min_size=16, max_size=64))
def test_token_read_is_the_token_made(claim, key):
    assert read_token(key, make_token(key, claim)) == claim
