"""Addresses at which nobody is, for tests of what a proxy does then."""

import socket

# Bound, and not listened at: whoever connects is refused, and no other program can take the port.
_HELD: list[socket.socket] = []


def nobody() -> str:
    """An address of loopback that refuses connections as long as the tests run."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    _HELD.append(held)
    return f"127.0.0.1:{held.getsockname()[1]}"
