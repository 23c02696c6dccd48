"""Server-sent events, both ways (WHATWG HTML, section 9.2): events → bytes, bytes → events."""

from typing import NamedTuple

from .lines import Lines, LineTooLongError

EVENTS = "text/event-stream"
HEARTBEAT = b":\n\n"


class Event(NamedTuple):
    """One event; ``name`` is "" where none is given, which a browser calls ``message``."""

    name: str
    data: bytes


def event(data: bytes, name: str = "") -> bytes:
    """An event with one line of data for each line that there is; no ``id``, no ``retry``.

    A browser would send an id back when it connects again, and nothing here can replay.
    """
    if b"\n" in data or b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        data = data.replace(b"\n", b"\ndata: ")
    space = b" " if data else b""
    head = b"event: %s\n" % name.encode() if name else b""
    return b"%sdata:%s%s\n\n" % (head, space, data)


class EventReader:
    """Reads events from pieces of bytes, wherever these end; one that is cut off is none.

    limit: bytes of the data of one event.
    """

    def __init__(self, limit: int) -> None:
        # A line may have a name before its data.
        self._lines = Lines(limit + 16, any_end=True)
        self._limit = limit
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[Event]:
        """The events that end in this piece; LineTooLongError for one that is too large."""
        found: list[Event] = []
        for line in self._lines.feed(data):
            if not line:
                self._end(found)
                continue
            field, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if field == b"data":
                self._data.append(value)
                self._size += len(value)
                if self._size > self._limit:
                    raise LineTooLongError(self._limit)
            elif field == b"event":
                self._name = value.decode("utf-8", "replace")
        return found

    def _end(self, found: list[Event]) -> None:
        """A blank line ends an event, if it has a line of data; its name is forgotten anyway."""
        if self._data:
            found.append(Event(self._name, b"\n".join(self._data)))
            self._data.clear()
            self._size = 0
        self._name = ""
