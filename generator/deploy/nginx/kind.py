"""Turns a way in into the kind of place in nginx.conf that its requests go to.

What nginx can be told by a variable stands in a map; what it cannot (buffers, timeouts, what is
sent again, the cache) makes a kind, and each kind is one ``location``.
"""

import enum
import math
from dataclasses import dataclass

from generator.deploy.front import Way
from generator.styles.route import LARGEST, Transport

# These nginx takes for not idempotent: it sends them again only if it is told to.
_NOT_IDEMPOTENT = frozenset({"POST", "PATCH"})
MIB = 1024 * 1024


class Body(enum.Enum):
    """How bodies pass; the enum's value begins the kind's name."""

    CALL = "call"  # both wait in nginx, so that slow callers hold no server
    STORED = "stored"  # the same, and a copy is kept
    STREAM = "stream"  # the answer passes bit by bit
    UPLOAD = "upload"  # both do
    WEBSOCKET = "websocket"
    GRPC = "grpc"
    GRPC_STREAM = "grpc_stream"  # the answer comes bit by bit
    GRPC_UPLOAD = "grpc_upload"  # the request, or both


_UNLIMITED = frozenset({Body.UPLOAD, Body.GRPC_UPLOAD})
_GRPC = frozenset({Body.GRPC, Body.GRPC_STREAM, Body.GRPC_UPLOAD})


class Again(enum.Enum):
    """What is sent to another server; what none has accepted always is.

    The enum's value stands in the kind's name.
    """

    METHOD = ""  # what the method says: nginx does not send POST and PATCH again
    ALLOWED = "repeat"  # POST and PATCH, too: the contract says that twice is as good as once
    REFUSED = "once"  # not even a GET that a server may have begun


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One place. seconds: in which an answer has to be there; None: any. mib: of a request.

    vary: the headers, in lower case, by which answers are stored apart.
    """

    body: Body
    again: Again
    seconds: int | None
    mib: int | None
    vary: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Of the location, without its ``@``: ``call_repeat_20s``."""
        parts = [self.body.value, *(["by", *map(snake, self.vary)] if self.vary else [])]
        if self.again.value:
            parts.append(self.again.value)
        if self.mib != (None if self.body in _UNLIMITED else DEFAULT_MIB):
            parts.append("any" if self.mib is None else f"{self.mib}m")
        if self.seconds is not None:
            parts.append(f"{self.seconds}s")
        return "_".join(parts)

    @property
    def grpc(self) -> bool:
        """Whether it is passed on as gRPC."""
        return self.body in _GRPC

    @property
    def streams(self) -> bool:
        """Whether it may be silent for long, in either direction."""
        return self.body not in (Body.CALL, Body.STORED, Body.GRPC)


def kind(way: Way, method: str, *, caching: bool) -> Kind:
    """The kind of the requests with one method of a way."""
    body = _body(way, method, caching=caching)
    return Kind(
        body=body,
        again=_again(way, method, body),
        seconds=None if way.cutoff is None else math.ceil(way.cutoff),
        mib=_mib(way, body),
        vary=way.stored.vary if body is Body.STORED and way.stored is not None else (),
    )


def _mib(way: Way, body: Body) -> int | None:
    if body is Body.WEBSOCKET:
        return DEFAULT_MIB  # what comes after the request is none of its body
    return None if way.route.largest is None else mebibytes(way.route.largest)


def snake(header: str) -> str:
    """The name of a header, as it stands in the names of nginx's variables."""
    return header.lower().replace("-", "_")


def mebibytes(size: int) -> int:
    """One more than the body needs: the server's own answer to one too large says more."""
    return -(-size // MIB) + 1


def _body(way: Way, method: str, *, caching: bool) -> Body:
    route = way.route
    if route.transport is Transport.GRPC:
        if route.takes_stream:
            return Body.GRPC_UPLOAD
        return Body.GRPC_STREAM if route.gives_stream else Body.GRPC
    if route.upgrades:
        return Body.WEBSOCKET
    if route.takes_stream or route.largest is None:
        return Body.UPLOAD
    if caching and kept(way) and method == "GET":
        return Body.STORED
    return Body.STREAM if route.gives_stream else Body.CALL


def kept(way: Way) -> bool:
    """Whether nginx can keep its answers: it keeps nothing that it has to ask for each time."""
    return way.stored is not None and bool(way.stored.max_age)


def _again(way: Way, method: str, body: Body) -> Again:
    # Bodies that pass through nginx are gone: it has nothing that it could send again.
    if body is Body.UPLOAD or body in _GRPC:
        return Again.METHOD
    if method in _NOT_IDEMPOTENT:
        return Again.ALLOWED if way.resends else Again.METHOD
    return Again.METHOD if way.resends else Again.REFUSED


DEFAULT_MIB = mebibytes(LARGEST)
