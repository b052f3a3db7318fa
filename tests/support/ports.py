"""A port on the loopback address that nobody listens on."""

import socket


def free_port() -> int:
    """A port that was free a moment ago; whoever needs it should bind it soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
