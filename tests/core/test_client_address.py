"""An address is believed only as far as our own proxies vouch for it."""

from __future__ import annotations

import pytest
from axes.helpers import get_client_ip_address

from core.client_address import client_address

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, "6.6.6.6", PROXY),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6,7.7.7.7,9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "10.0.0.2", PROXY),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "không phải địa chỉ", None),
        (1, "", None),
    ],
)
def test_address_is_the_one_seen_by_the_outermost_of_our_proxies(proxies, forwarded, address, rf, settings):
    settings.PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(rf.get("/", REMOTE_ADDR=PROXY, **headers)) == address


def test_address_without_a_network_peer_is_unknown(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="")) is None


def test_locks_and_limits_ask_the_same_function(rf, settings):
    settings.PROXY_COUNT = 1

    assert get_client_ip_address(rf.get("/", HTTP_X_FORWARDED_FOR="9.9.9.9")) == "9.9.9.9"
