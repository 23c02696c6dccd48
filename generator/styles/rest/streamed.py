"""Writes what a client streams over REST as one request that people can read.

Server-sent events are asked for, as a browser does it: the generated clients prefer JSON lines.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from generator.runtime.http.streaming import ndjson
from generator.styles.rest.runtime.codec import RestCodec

SENT, RECEIVED = "→", "←"

# RFC 6455 §1.3, with the key that it has as an example.
_HANDSHAKE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
}
_EVENTS = "text/event-stream, application/problem+json"


def streamed(codec: RestCodec, entry: Any, request: Any, items: Sequence[Any]) -> Any:
    """The request of an operation that streams, with all that its client streams."""
    takes, gives = entry.takes, entry.gives
    if takes is not None and takes.chunks:
        return msgspec.structs.replace(request, body=b"".join(items))
    if takes is None:
        if gives.chunks:
            return request
        headers = {**request.headers, "accept": _EVENTS}
        return msgspec.structs.replace(request, headers=headers)
    write = codec.streaming(entry).write
    if gives is None:
        body = b"".join(write(item) + b"\n" for item in items)
        return msgspec.structs.replace(request, body=body)
    frames = [*(ndjson.item(write(item)) for item in items), ndjson.END]
    own = {name: value for name, value in request.headers.items() if name != "accept"}
    return msgspec.structs.replace(request, headers={**_HANDSHAKE, **own}, body=b"\n".join(frames))


def is_handshake(request: Any) -> bool:
    """Whether a request opens a WebSocket."""
    return "sec-websocket-key" in request.headers


def arrows(frames: Iterable[bytes], arrow: str) -> str:
    """Frames of a WebSocket, each behind an arrow that tells its direction."""
    return "\n".join(f"{arrow} {frame.decode()}" for frame in frames)
