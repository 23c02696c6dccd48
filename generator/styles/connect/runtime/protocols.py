"""Connect and gRPC-Web: what each says around the messages, and how it tells that a call ended."""

import abc
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

import msgspec

from generator.formats.protobuf.runtime.messages import Messages
from generator.runtime.http.headers import HeaderMap
from generator.runtime.wire import Wire
from generator.styles.connect.runtime import wire
from generator.styles.connect.runtime.envelopes import END, TRAILERS, envelope
from generator.styles.connect.runtime.failures import error_of, unpadded
from generator.styles.connect.runtime.metadata import check_version, deadline, web_deadline

# What goes with an answer besides its message, by lower-case names.
Pairs = Sequence[tuple[bytes, bytes]]

_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")


class Protocol(abc.ABC):
    """encoding, accepted: the headers that say how messages in envelopes are compressed."""

    encoding: ClassVar[bytes]
    accepted: ClassVar[bytes]

    @abc.abstractmethod
    def deadline(self, headers: HeaderMap) -> float | None:
        """When the caller gives up, on the clock of time.monotonic; None: it does not say.

        `invalid_argument` for headers that are not this protocol's.
        """

    @abc.abstractmethod
    def wire(self, path: str) -> Wire:
        """How the rpc at a path is named in traces."""

    @abc.abstractmethod
    def end(self, status: Any, trailers: Pairs, messages: Messages) -> bytes:
        """The last envelope; status: the google.rpc.Status of a failure, None of success.

        messages: those that its details can be.
        """


class Connect(Protocol):
    """The protocol of Connect."""

    encoding = b"connect-content-encoding"
    accepted = b"connect-accept-encoding"

    def deadline(self, headers: HeaderMap) -> float | None:
        """By ``Connect-Timeout-Ms``."""
        check_version(headers)
        return deadline(headers)

    def wire(self, path: str) -> Wire:
        """As Connect."""
        return wire.served(path)

    def end(self, status: Any, trailers: Pairs, messages: Messages) -> bytes:
        """An ``EndStreamResponse``."""
        told: dict[str, Any] = {}
        if status is not None:
            told["error"] = error_of(status, messages)
        metadata: dict[str, list[str]] = {}
        for name, value in trailers:
            metadata.setdefault(name.decode(), []).append(value.decode("latin-1"))
        if metadata:
            told["metadata"] = metadata
        return envelope(END, msgspec.json.encode(told))


class Web(Protocol):
    """The protocol of gRPC-Web."""

    encoding = b"grpc-encoding"
    accepted = b"grpc-accept-encoding"

    def deadline(self, headers: HeaderMap) -> float | None:
        """By ``grpc-timeout``."""
        return web_deadline(headers)

    def wire(self, path: str) -> Wire:
        """As gRPC."""
        return wire.served_web(path)

    def end(self, status: Any, trailers: Pairs, messages: Messages) -> bytes:
        """The trailers, as a block of headers."""
        del messages
        return envelope(TRAILERS, block([*_told(status), *trailers]))


def _told(status: Any) -> Pairs:
    """The trailers that say how a call ended."""
    if status is None:
        return [(b"grpc-status", b"0")]
    told = [(b"grpc-status", b"%d" % status.code)]
    if status.message:
        told.append((b"grpc-message", quote(status.message, safe=_PRINTABLE).encode()))
    if status.details:
        details = unpadded(status.SerializeToString(deterministic=True))
        told.append((b"grpc-status-details-bin", details.encode()))
    return told


def block(pairs: Pairs) -> bytes:
    """Trailers as they lie in the last message."""
    return b"".join(b"%b: %b\r\n" % pair for pair in pairs)


CONNECT = Connect()
WEB = Web()
