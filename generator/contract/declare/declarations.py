"""A contract as written: every part knows its place, nothing is looked up or filled in."""

from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass, field

from generator.contract.declare.expression import TypeExpr
from generator.contract.declare.parts import NO_NOTES, AcceptDecl, Duration, Notes, Spanned
from generator.diagnostics import Span
from generator.model import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDecl:
    """``name: expression`` or ``name: {type: expression, …}``; type None = it was broken."""

    name: Spanned
    type: TypeExpr | None
    constraints: FrozenMap[str, Scalar] = field(default_factory=dict)
    flags: FrozenMap[str, Span] = field(default_factory=dict)  # read_only, sensitive, …
    default: Node | None = None
    examples: tuple[Node, ...] = ()
    number: Scalar | None = None
    media_type: Spanned | None = None  # of an input that is the body of a request
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBody:
    """``fields:``"""

    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValueDecl:
    """One value of an enum."""

    name: Spanned
    number: Scalar | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumBody:
    """``enum:``"""

    values: tuple[EnumValueDecl, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDecl:
    """One ``tag: Record`` of a union."""

    tag: Spanned
    record: Spanned
    number: Scalar | None = None
    renamed_from: Spanned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionBody:
    """``union:``"""

    variants: tuple[VariantDecl, ...]
    discriminator: Spanned | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasBody:
    """``type:`` with constraints."""

    type: TypeExpr | None
    constraints: FrozenMap[str, Scalar] = field(default_factory=dict)
    examples: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDecl:
    """One entry of ``types``; body None = it was broken, and what uses it stays silent."""

    name: Spanned
    body: RecordBody | EnumBody | UnionBody | AliasBody | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDecl:
    """One entry of ``errors``."""

    name: Spanned
    code: Spanned | None
    fields: tuple[FieldDecl, ...] = ()
    status: Scalar | None = None
    notes: Notes = NO_NOTES
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDecl:
    """One entry of ``resources``; etag True = over the whole representation."""

    name: Spanned
    type: Spanned
    key: Spanned | None = None
    collection: Spanned | None = None
    parent: Spanned | None = None
    singleton: bool = False
    etag: Spanned | bool = False
    require_if_match: Span | None = None
    notes: Notes = NO_NOTES
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDecl:
    """``output: {bytes, media_type: image/jpeg}``; chunks: ``stream<bytes>``, a file in pieces."""

    media_type: str
    chunks: bool
    max_length: Scalar | None = None  # of all pieces together
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedAuth:
    """A scheme with the scopes that are asked for."""

    scheme: Spanned
    scopes: tuple[Spanned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthDecl:
    """``auth:`` of an operation or of the defaults; no choices = ``none``.

    Any one of the choices is enough, all schemes of it together.
    """

    choices: tuple[tuple[ScopedAuth, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryDecl:
    """``retry:``; attempts None = it says ``true``; 0 = it says ``false``."""

    attempts: int | None
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheDecl:
    """``cache:``"""

    max_age: Duration
    private: bool
    public: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSizeDecl:
    """``page_size:``"""

    default: Scalar | None
    maximum: Scalar | None
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleDecl:
    """One entry of ``examples`` of an operation."""

    name: Spanned
    input: Node | None = None
    output: Node | None = None
    error: Spanned | None = None
    error_fields: Node | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDecl:
    """One entry of ``operations``; the keys that are not there are None or empty.

    ``places`` maps the keys that were written to the places of the keys.
    """

    name: Spanned
    places: FrozenMap[str, Span]
    verb: str | None = None
    resource: Spanned | None = None
    on_collection: bool = False
    input: TypeExpr | tuple[FieldDecl, ...] | BodyDecl | None = None
    output: TypeExpr | tuple[FieldDecl, ...] | BodyDecl | None = None
    only: tuple[Spanned, ...] | None = None
    additions: tuple[FieldDecl, ...] = ()
    filters: tuple[Spanned | FieldDecl, ...] = ()
    order_by: tuple[Spanned, ...] = ()
    page_size: PageSizeDecl | None = None
    errors: tuple[Spanned, ...] = ()
    safe: bool | None = None
    idempotent: bool | None = None
    auth: AuthDecl | None = None
    timeout: Duration | None = None
    retry: RetryDecl | None = None
    cache: CacheDecl | None = None
    examples: tuple[ExampleDecl, ...] = ()
    notes: Notes = NO_NOTES
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDecl:
    """One entry of ``auth`` at the top level."""

    name: Spanned
    kind: Spanned | None
    texts: FrozenMap[str, Spanned]  # header, query, cookie, format, issuer, …, …_url
    scopes: FrozenMap[str, str]
    description: str = ""
    accepts: tuple[AcceptDecl, ...] = ()
    extensions: Mapping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableDecl:
    """A part of a URL: its default, and the values that it may have, all if there are none."""

    name: Spanned
    default: Spanned | None
    enum: tuple[Spanned, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerDecl:
    """Where the service runs."""

    name: str
    url: Spanned
    description: str = ""
    variables: tuple[VariableDecl, ...] = ()
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """``defaults:`` of the whole contract; places: of the keys that were written."""

    places: FrozenMap[str, Span] = field(default_factory=dict)
    auth: AuthDecl | None = None
    timeout: Duration | None = None
    retry: RetryDecl | None = None
    page_size: PageSizeDecl | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDecl:
    """A whole file; a name that is declared but broken is still there."""

    file: str
    package: Spanned | None
    title: str
    version: Spanned | None
    description: str
    contact: FrozenMap[str, Spanned]
    license: FrozenMap[str, Spanned]
    servers: FrozenMap[str, ServerDecl]
    auth: FrozenMap[str, SchemeDecl]
    defaults: Defaults
    types: FrozenMap[str, TypeDecl]
    errors: FrozenMap[str, ErrorDecl]
    resources: FrozenMap[str, ResourceDecl]
    operations: FrozenMap[str, OperationDecl]
    accepts: tuple[AcceptDecl, ...]
    settings: FrozenMap[str, Node]
    extensions: Mapping | None
    broken: frozenset[str]  # errors, resources and schemes of which nothing could be read
    span: Span = field(compare=False)
