"""What an intermediary can know of a style: the routes on which a contract's calls travel.

Proxies, load balancers and gateways are configured from these alone; they know no style.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.diagnostics import Span
from generator.model import Field, Operation

# The greatest body that generated servers take unless they are told otherwise, in bytes.
LARGEST = 10 * 1024 * 1024


class Transport(enum.Enum):
    """What has to reach the server unchanged.

    HTTP: any version of it; GRPC: HTTP/2 all the way, with trailers, which is what gRPC needs.
    """

    HTTP = "http"
    GRPC = "grpc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a shared cache may keep of a route: the answers to its GETs (RFC 9111).

    max_age: seconds, as ``Cache-Control`` has it; None: it is asked each time whether it is still
    right, which a tag makes cheap. tagged: answers have an ETag. vary: the request's headers, in
    lower case, that choose between representations.
    """

    max_age: int | None
    tagged: bool
    vary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Where an input of an operation travels, under which name.

    whole: it is the body itself, and no member of it.
    """

    field: Field
    place: Literal["path", "query", "header", "body"]
    name: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The requests that carry certain operations: methods on one path.

    operations: one where the head of a request says which it is; all that travel so where the body
    says it.
    methods: those of the operation; GET stands for HEAD, too. Whatever else is sent to the path
    (OPTIONS, other methods) is the server's to answer.
    path: below the style's mount ("" for the mount itself), percent-encoded, with ``{name}`` for a
    part of a segment that callers fill in.
    media_types: those of the requests, where requests of other media types to the same path are
    routes of other styles; each stands for those with a suffix (``+json``), too. Empty: any.
    takes_stream, gives_stream: the body of the request, or of the answer, comes bit by bit, and
    must be passed on so. upgrades: to a WebSocket (RFC 6455).
    largest: bytes of the greatest body of a request; None: any.
    repeatable: what a server may have begun may be sent to another one.
    by_contract: contracts decide about the path; written: and this one says it at ``span``.
    inputs: where each one travels, on a path about which contracts decide.
    """

    operations: tuple[Operation, ...]
    methods: tuple[str, ...]
    path: str
    transport: Transport = Transport.HTTP
    media_types: tuple[str, ...] = ()
    takes_stream: bool = False
    gives_stream: bool = False
    upgrades: bool = False
    largest: int | None = LARGEST
    repeatable: bool = False
    stored: Stored | None = None
    by_contract: bool = False
    written: bool = False
    inputs: tuple[Input, ...] = ()
    span: Span | None = None

    @property
    def in_url(self) -> tuple[Field, ...]:
        """The inputs that stand in the path or the query, and so in logs."""
        return tuple(one.field for one in self.inputs if one.place in {"path", "query"})


def one_place(operations: Iterable[Operation], *, gives_stream: bool = False) -> Iterator[Route]:
    """The route of a style that says in the body of a POST what is called; none without any."""
    carried = tuple(operations)
    if carried:
        yield Route(
            operations=carried,
            methods=("POST",),
            path="",
            gives_stream=gives_stream,
            repeatable=all(may_be_repeated(operation) for operation in carried),
        )


def may_be_repeated(operation: Operation) -> bool:
    """Whether the contract promises that calling twice is as good as once."""
    repeats = operation.safe or operation.idempotent
    return repeats and operation.stream_input is None
