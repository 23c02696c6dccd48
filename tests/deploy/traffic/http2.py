"""A caller of HTTP/2 that says what nobody's library lets it say."""

import socket
from collections.abc import Sequence

from tests.deploy.traffic.site import Front

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS = 0, 1, 3, 4
_END_STREAM, _END_HEADERS = 1, 4


def sent(front: Front, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    """One request on a connection of its own; returns when its stream has ended."""
    host, _, port = front.proxy.address.rpartition(":")
    context = front.trust
    context.set_alpn_protocols(["h2"])
    block = b"".join(b"\0" + _text(name) + _text(value) for name, value in headers)
    with (
        socket.create_connection((host, int(port)), 20) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secure,
        secure.makefile("rb") as answer,
    ):
        settings = _frame(_SETTINGS, 0, 0, b"")
        head = _frame(_HEADERS, _END_HEADERS, 1, block)
        secure.sendall(_PREFACE + settings + head + _frame(_DATA, _END_STREAM, 1, body))
        while True:
            start = answer.read(9)
            if len(start) < 9:  # the whole connection has ended
                return
            answer.read(int.from_bytes(start[:3]))
            kind, flags, stream = start[3], start[4], int.from_bytes(start[5:])
            over = kind == _RESET or (kind in (_DATA, _HEADERS) and flags & _END_STREAM)
            if stream == 1 and over:
                return


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload


def _text(text: str) -> bytes:
    """A literal of HPACK of less than 127 bytes (RFC 7541 §5.2)."""
    return bytes([len(text)]) + text.encode()
