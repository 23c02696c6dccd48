"""How streams are written over REST, which operations have one, and how each ends."""

from typing import Any

from generator.runtime.http.streaming import ndjson, sse
from generator.runtime.http.streaming.respond import Form
from generator.runtime.operation import Operation

EVENTS = Form(
    item=b"data: %b\n\n".__mod__,  # the JSON of an item is one line
    failure=lambda problem: sse.event(problem, "error"),
    end=sse.event(b"", "end"),
    heartbeat=sse.HEARTBEAT,
)
CLOSING = EVENTS._replace(end=b"")
LINES = Form(
    item=b'{"item":%b}\n'.__mod__,
    failure=lambda problem: ndjson.error(problem) + b"\n",
    end=ndjson.END + b"\n",
    heartbeat=ndjson.HEARTBEAT,
)
# Nothing on the way may keep, change or hold back what is sent: not a cache, not a proxy.
HEADERS = [
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]


def is_stream(operation: Operation[Any]) -> bool:
    """Whether items go in or come back one by one, and not the pieces of a file."""
    streams = [one for one in (operation.takes, operation.gives) if one is not None]
    return bool(streams) and not any(stream.chunks for stream in streams)
