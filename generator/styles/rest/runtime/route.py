"""How one operation travels over REST: the rows of a generated ``binding.py``."""

import re
from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar

import msgspec
from msgspec import field

from generator.formats.text.runtime.urls import Kind
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation

T = TypeVar("T")

Place = Literal["path", "query", "header"]

# What stands for a value in the template of a path.
VARIABLE = re.compile(r"\{([^}]*)\}")

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
# A 401 has to carry a challenge (RFC 9110 §15.5.2). Where the contract declares none, it is one
# that no client acts on: only the service knows what it wants.
UNDECLARED = "Undeclared"


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A value that travels outside the body.

    name: in the URL, or the header; member: in the operation's request, as JSON has it.
    empty: a list, of which the empty one leaves no trace in the query.
    """

    name: str
    place: Place
    member: str
    kind: Kind = "string"
    many: bool = False
    empty: bool = False


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What the request's body holds: these members, or (``whole``) the value of one.

    patch: whether it may be a merge patch (RFC 7396). media_type: of bytes, which travel as they
    are: those of the one member, or of the client's stream.
    """

    members: tuple[str, ...] = ()
    whole: bool = False
    patch: bool = False
    media_type: str | None = None


class Route(msgspec.Struct, Generic[T], frozen=True, kw_only=True, eq=False):
    """One row: a method and a path for an operation.

    path: with ``{name}`` where a path parameter stands, always a whole segment but for a
    literal ``:verb`` after it. location: the path of what was created, with members of the
    request and the response in it. next_page: the query parameter that asks for a page.
    media_type: of a response that is not a representation. headers: the same on every
    successful response. tagged: the response is a resource that has an entity tag.
    challenge: what a 401 asks for. stream_end: what ends a stream of events that is whole, an
    event or just the end of the response.
    """

    operation: Operation[T]
    method: str
    path: str
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    location: str | None = None
    next_page: str | None = None
    media_type: str | None = None
    tagged: bool = False
    challenge: str = UNDECLARED
    stream_end: Literal["event", "close"] = "event"
    headers: Mapping[str, str] = field(default_factory=dict)


def has_file(operation: Operation[Any]) -> bool:
    """Whether a file in pieces goes any way."""
    takes, gives = operation.takes, operation.gives
    return (takes is not None and takes.chunks) or (gives is not None and gives.chunks)


def is_file(operation: Operation[Any]) -> bool:
    """Whether a file in pieces goes one way, and no stream the other."""
    takes, gives = operation.takes, operation.gives
    if gives is None:
        return takes is not None and takes.chunks
    return takes is None and gives.chunks


class ProblemType(msgspec.Struct, frozen=True, kw_only=True):
    """How a declared error looks: its URI (RFC 9457 ``type``), its title and status."""

    uri: str
    title: str
    status: int


class Binding(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A whole contract's table.

    credentials: query parameters that hold API keys, and are no operation's input;
    formats: the representations, the default first.
    """

    routes: tuple[Route[Any], ...]
    problems: Mapping[type[ServiceError], ProblemType] = field(default_factory=dict)
    credentials: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("json",)
