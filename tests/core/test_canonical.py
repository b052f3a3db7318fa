"""One value, one byte sequence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import canonical_json, fingerprint, sha256_hex

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abđ"), inner, max_size=3),
    max_leaves=10,
)


def test_canonical_json_sorts_keys_and_keeps_vietnamese_letters():
    value = {"b": [1, True, None], "a": {"đơn vị": "Sơn Đông", "d": "1.50"}}

    assert canonical_json(value) == '{"a":{"d":"1.50","đơn vị":"Sơn Đông"},"b":[1,true,null]}'.encode()


@given(json_values)
def test_canonical_json_reads_back_as_the_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text("abcdđ"), json_values, max_size=5))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value):
    turned = dict(reversed(value.items()))

    assert canonical_json(turned) == canonical_json(value)


@pytest.mark.parametrize("value", [{1: "a"}, {"a": [{None: 1}]}, {"a": object()}])
def test_canonical_json_of_what_json_cannot_hold_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_canonical_json_of_nan_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


def test_sha256_hex_is_known_answer():
    # FIPS 180-2, appendix B.1.
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_fingerprint_is_the_digest_of_the_canonical_json():
    assert fingerprint({"b": 1, "a": 2}) == sha256_hex(b'{"a":2,"b":1}')
