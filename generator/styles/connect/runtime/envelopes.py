"""Messages in envelopes: five bytes before each say what it is and how long.

Connect and gRPC-Web have the same envelope; only the flag of the last one differs.
"""

import struct

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError

COMPRESSED = 0x01
END = 0x02  # of Connect: the message says how the stream ended
TRAILERS = 0x80  # of gRPC-Web: it holds the trailers
HEAD = 5
_head = struct.Struct(">BI")


def envelope(flags: int, data: bytes) -> bytes:
    """A message in its envelope."""
    return _head.pack(flags, len(data)) + data


def wrapped(limit: int) -> int:
    """How many bytes a message may have while it is compressed, or in its envelope."""
    return limit + limit // 64 + 1024


class Envelopes:
    """Takes the messages out of what comes in pieces.

    limit: bytes of one message; compressed, it may have some more. last: the flag of what says how
    a stream ended; a server takes none.
    """

    def __init__(self, limit: int, *, last: int = 0) -> None:
        self._limit = limit
        self._most = wrapped(limit)
        self._known = COMPRESSED | last
        self._buffer = bytearray()
        self._at = 0
        self._flags = 0
        self._wanted = -1  # bytes of the message whose head has been read

    def feed(self, piece: bytes) -> None:
        """One more piece; to be asked for when there is no message left."""
        if self._at:
            del self._buffer[: self._at]
            self._at = 0
        self._buffer += piece

    def next(self) -> tuple[int, bytes] | None:
        """The flags and the bytes of the next message; None if not all of it has come.

        ServiceError: `resource_exhausted`, as soon as it is known; `invalid_argument` for flags
        that mean nothing.
        """
        if self._wanted < 0:
            if self.held < HEAD:
                return None
            self._flags, self._wanted = _head.unpack_from(self._buffer, self._at)
            self._at += HEAD
            if self._flags & ~self._known:
                text = f"An envelope has flags that mean nothing here: {self._flags}."
                raise ServiceError(text, code=Code.INVALID_ARGUMENT)
            if self._wanted > self._most:
                from generator.styles.connect.runtime.compression import too_large

                raise too_large(self._limit)
        if self.held < self._wanted:
            return None
        start, self._at = self._at, self._at + self._wanted
        self._wanted = -1
        with memoryview(self._buffer) as view:
            return self._flags, bytes(view[start : self._at])

    @property
    def held(self) -> int:
        """Bytes that belong to no message yet."""
        return len(self._buffer) - self._at

    @property
    def within(self) -> bool:
        """Whether a message has begun, and not ended."""
        return self.held > 0 or self._wanted >= 0


def cut() -> ServiceError:
    """What a call comes to whose body ends in the middle of a message."""
    text = "The body ends in the middle of a message."
    return ServiceError(text, code=Code.INVALID_ARGUMENT)
