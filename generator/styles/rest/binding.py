"""How a contract travels over REST: what spec, server and client are all made from."""

import enum
from dataclasses import dataclass, field
from functools import cached_property

from generator.diagnostics import Span
from generator.model import Field, Operation


class Place(enum.Enum):
    """Where a value travels that is not in the body."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestParameter:
    """A field of the request outside the body, under the name that it has there."""

    field: Field
    place: Place
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestBody:
    """The fields in the body; ``whole``: the body is the value of the only one.

    patch: a JSON merge patch (RFC 7396). media_type: of bytes that travel as they are; without
    fields, they are the client's stream.
    """

    fields: tuple[Field, ...] = ()
    whole: bool = False
    patch: bool = False
    media_type: str | None = None

    @property
    def required(self) -> bool:
        """Whether there must be a body."""
        if self.media_type is not None and not self.fields:
            return True
        return any(f.required and f.default is None for f in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOperation:
    """One operation as a method on a path.

    path: below the target, with ``{name}`` for a path parameter; location: the path of what
    was created, with ``{name}`` for a path parameter or the key in the response; challenge: what
    a 401 asks for, "" where nothing is declared; stream_end: what ends a stream of events,
    "event" or "close".
    """

    operation: Operation
    method: str
    path: str
    status: int
    parameters: tuple[RestParameter, ...] = ()
    body: RestBody | None = None
    location: str | None = None
    next_page: str | None = None
    challenge: str = ""
    stream_end: str = "event"
    span: Span | None = field(default=None, compare=False)

    def at(self, place: Place) -> tuple[RestParameter, ...]:
        """The parameters of one place."""
        return tuple(p for p in self.parameters if p.place is place)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestError:
    """A declared error: its HTTP status and the URI of its problem type."""

    name: str
    status: int
    uri: str
    title: str


@dataclass(frozen=True, kw_only=True)
class RestBinding:
    """All operations in the contract's order, and all errors; ``openapi`` is the version.

    credentials: query parameters that hold API keys, and are no operation's input.
    """

    operations: tuple[RestOperation, ...]
    errors: tuple[RestError, ...]
    credentials: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("json",)
    openapi: str = "3.1.1"

    def operation(self, name: str) -> RestOperation:
        """How an operation travels, by its name in the contract."""
        return self._operations[name]

    @cached_property
    def _operations(self) -> dict[str, RestOperation]:
        return {bound.operation.name.text: bound for bound in self.operations}
