"""A whole contract, resolved: frozen, nothing left to default, every reference valid."""

import datetime
import enum
from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass, field
from functools import cached_property

from generator.diagnostics import Span
from generator.model.access import AuthChoice, AuthScheme, Server
from generator.model.node import Json, Mapping, Node
from generator.model.types import Field, Noted, Record, TypeDef, TypeRef
from generator.naming import Name
from generator.runtime.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorType(Noted):
    """A declared error. ``status`` corrects the HTTP status that follows from the code."""

    name: str
    code: Code
    fields: tuple[Field, ...] = ()
    status: int | None = None
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Etag:
    """Conditional requests: over a version field, or over the whole representation (None)."""

    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Noted):
    """A noun with an identity. Where it is deprecated, so are its operations and what is below it.

    ``keys`` are the operation parameters that name one of it, ancestors first; a singleton
    has its ancestors' only. ``path_names`` are the collection segments, ancestors first.
    """

    name: str
    record: str
    key: str | None  # the identifying field of the record, by its contract spelling
    keys: tuple[Field, ...]
    collection: str  # kebab-case, as in a URL
    singular: Name
    plural: Name
    parent: str | None = None
    singleton: bool = False
    etag: Etag | None = None
    require_if_match: bool = False
    settings: FrozenMap[str, Node] = field(default_factory=dict)


class Verb(enum.Enum):
    """What an operation does to a resource."""

    CREATE = "create"
    GET = "get"
    LIST = "list"
    REPLACE = "replace"
    UPDATE = "update"
    DELETE = "delete"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Bytes that are a body as they are, where a style can carry them so.

    field: of the request's fields the one that is the body, by its contract spelling. chunks:
    ``stream<bytes>``, a file of any size in pieces, which is no field; max_length: of all of them.
    """

    media_type: str
    field: str | None = None
    chunks: bool = False
    max_length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """``cache:`` of a safe operation; max_age in seconds.

    private: only the caller's own cache may keep the answer, as always where it needs credentials
    and the contract does not say ``public``.
    """

    max_age: int
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """``retry:``; attempts counts the first one too."""

    attempts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A named example; ``input``/``output`` are JSON in wire form, by *json names*.

    items: what streams in; a stream that comes back is a list, too, and a file one base64 text.
    """

    name: str
    input: Json = None
    items: Json = None
    output: Json = None
    error: str | None = None
    error_fields: Json = None
    description: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Noted):
    """Something that the service does.

    ``request`` names the record (origin REQUEST) whose fields are the parameters: keys first. What
    streams in is none of them.
    ``output`` is None when nothing comes back; for a list it names the PAGE record.
    ``places`` are those of its keywords (``timeout``), of the names in them (``filter.category``)
    and of the contract's defaults (``defaults.timeout``).
    """

    name: Name  # Pascal in the contract
    verb: Verb | None
    resource: str | None
    on_collection: bool
    request: str
    output: TypeRef | None
    body_in: Body | None = None  # the request's body, where that is bytes of a media type
    body_out: Body | None = None  # and the answer's; then ``output`` is bytes, or a piece of them
    stream_input: TypeRef | None = None  # an element of the client's stream
    incoming: Name | None = None  # the parameter that takes the client's stream
    item: str | None = None  # the record (origin REQUEST) with such an element as its only field
    stream_output: bool = False  # output is an element of the server's stream
    errors: tuple[str, ...] = ()
    safe: bool = False
    idempotent: bool = False
    auth: tuple[tuple[AuthChoice, ...], ...] = ()  # any one is enough, all of it; empty: anyone
    timeout: float | None = None  # seconds
    retry: Retry | None = None
    cache: Cache | None = None
    examples: tuple[Example, ...] = ()
    settings: FrozenMap[str, Node] = field(default_factory=dict)  # by style
    places: FrozenMap[str, Span] = field(default_factory=dict, compare=False)

    def place(self, *keys: str) -> Span | None:
        """The first of some places that is there, else its own."""
        return next((self.places[key] for key in keys if key in self.places), self.span)

    @property
    def binary(self) -> Body | None:
        """What comes back, if that is bytes in memory."""
        return None if self.body_out is None or self.body_out.chunks else self.body_out

    @property
    def streams(self) -> bool:
        """Whether items go in, or come back, one by one."""
        return self.stream_output or self.stream_input is not None

    @property
    def keyed(self) -> bool:
        """Whether an Idempotency-Key makes its repetitions one call."""
        verbs = {Verb.CREATE, Verb.CALL, None}
        return self.verb in verbs and not self.safe and not self.streams


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """A finding that is accepted: ``accept:``. Only checks read it, a build never does.

    rule: the code or the name of a rule; until: the last day, None for ever; was: what is gone, of
    which nothing is left to say it on; scope: the declaration that it stands on, or the contract;
    whole: whether it stands on the contract and holds everywhere.
    """

    rule: str
    reason: str
    until: datetime.date | None = None
    was: str | None = None
    scope: Span
    whole: bool = False
    span: Span


@dataclass(frozen=True, kw_only=True)
class Api:
    """A contract. The maps keep the contract's order; types of imports stand first.

    ``types`` holds everything that NamedRef can name, derived records too. An imported type
    keeps its plain name (``common.Money`` → ``Money``); a clash is a diagnostic.
    """

    package: str  # shop.products.v1
    folder: str  # stem of the file in snake_case: the folder below generated/
    service: Name  # Products
    file: str  # as given on the command line
    title: str
    version: str
    version_span: Span | None = field(default=None, compare=False)
    description: str = ""
    contact: FrozenMap[str, str] = field(default_factory=dict)
    license: FrozenMap[str, str] = field(default_factory=dict)
    servers: FrozenMap[str, Server] = field(default_factory=dict)
    auth: FrozenMap[str, AuthScheme] = field(default_factory=dict)
    types: FrozenMap[str, TypeDef] = field(default_factory=dict)
    errors: FrozenMap[str, ErrorType] = field(default_factory=dict)
    resources: FrozenMap[str, Resource] = field(default_factory=dict)
    operations: FrozenMap[str, Operation] = field(default_factory=dict)
    null_for_absent: bool = False  # `rest: {absent: "null"}`, for every style that writes JSON
    settings: FrozenMap[str, Node] = field(default_factory=dict)  # by style
    accepts: tuple[Accept, ...] = field(default=(), compare=False)
    extensions: Mapping | None = None
    span: Span | None = field(default=None, compare=False)  # of the package

    def request(self, operation: Operation) -> Record:
        """The record of an operation's parameters."""
        record = self.types[operation.request]
        assert isinstance(record, Record)
        return record

    def has_operation(self, snake: str) -> bool:
        """Whether an operation has this name, written in snake_case."""
        return snake in self._names

    def operations_on(self, resource: str) -> tuple[Operation, ...]:
        """The operations of a resource."""
        return tuple(self._operations_on.get(resource, ()))

    def children(self, resource: str) -> tuple[Resource, ...]:
        """The resources right below a resource."""
        return tuple(self._children.get(resource, ()))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(operation.name.snake for operation in self.operations.values())

    @cached_property
    def _operations_on(self) -> dict[str | None, list[Operation]]:
        found: dict[str | None, list[Operation]] = {}
        for operation in self.operations.values():
            found.setdefault(operation.resource, []).append(operation)
        return found

    @cached_property
    def _children(self) -> dict[str | None, list[Resource]]:
        found: dict[str | None, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.parent, []).append(resource)
        return found
