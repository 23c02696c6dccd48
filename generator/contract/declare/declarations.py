"""A contract as written: every part knows its place, nothing is looked up or filled in."""

from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.contract.resolve.expression import TypeExpr
from generator.diagnostics import Span
from generator.model import Deprecation, Mapping, Node, Scalar

if TYPE_CHECKING:
    from generator.contract.declare.servers import ServerDecl


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A word of the contract at its place."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What every declaration may say about itself."""

    description: str = ""
    deprecated: Deprecation | None = None
    renamed_from: Text | None = None
    extensions: Mapping | None = None

    @property
    def old_name(self) -> str | None:
        """What ``renamed_from`` says."""
        return None if self.renamed_from is None else self.renamed_from.value


NO_NOTES = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDecl:
    """``name: expression`` or ``name: {type: expression, …}``; type None = it was broken."""

    name: Text
    type: TypeExpr | None
    constraints: FrozenMap[str, Scalar] = field(default_factory=dict)
    flags: FrozenMap[str, Span] = field(default_factory=dict)  # read_only, sensitive, …
    default: Node | None = None
    examples: tuple[Node, ...] = ()
    number: Scalar | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBody:
    """``fields:``"""

    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValueDecl:
    """One value of an enum."""

    name: Text
    number: Scalar | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumBody:
    """``enum:``"""

    values: tuple[EnumValueDecl, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDecl:
    """One ``tag: Record`` of a union."""

    tag: Text
    record: Text
    number: Scalar | None = None
    renamed_from: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionBody:
    """``union:``"""

    variants: tuple[VariantDecl, ...]
    discriminator: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasBody:
    """``type:`` with constraints."""

    type: TypeExpr | None
    constraints: FrozenMap[str, Scalar] = field(default_factory=dict)
    examples: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDecl:
    """One entry of ``types``; body None = it was broken, and what uses it stays silent."""

    name: Text
    body: RecordBody | EnumBody | UnionBody | AliasBody | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDecl:
    """One entry of ``errors``."""

    name: Text
    code: Text | None
    fields: tuple[FieldDecl, ...] = ()
    status: Scalar | None = None
    notes: Notes = NO_NOTES
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDecl:
    """One entry of ``resources``; etag True = over the whole representation."""

    name: Text
    type: Text
    key: Text | None = None
    collection: Text | None = None
    parent: Text | None = None
    singleton: bool = False
    etag: Text | bool = False
    require_if_match: Span | None = None
    notes: Notes = NO_NOTES
    settings: FrozenMap[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryDecl:
    """``output: {bytes, media_type: image/jpeg}``"""

    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedAuth:
    """One acceptable scheme with its scopes."""

    scheme: Text
    scopes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthDecl:
    """``auth:`` of an operation or of the defaults; no choices = ``none``."""

    choices: tuple[ScopedAuth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """``5s``, in seconds."""

    seconds: float
    span: Span = field(compare=False)


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

    name: Text
    input: Node | None = None
    output: Node | None = None
    error: Text | None = None
    error_fields: Node | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDecl:
    """One entry of ``operations``; the keys that are not there are None or empty.

    ``places`` maps the keys that were written to the places of the keys.
    """

    name: Text
    places: FrozenMap[str, Span]
    verb: str | None = None
    resource: Text | None = None
    on_collection: bool = False
    input: TypeExpr | tuple[FieldDecl, ...] | None = None
    output: TypeExpr | tuple[FieldDecl, ...] | BinaryDecl | None = None
    only: tuple[Text, ...] | None = None
    additions: tuple[FieldDecl, ...] = ()
    filters: tuple[Text | FieldDecl, ...] = ()
    order_by: tuple[Text, ...] = ()
    page_size: PageSizeDecl | None = None
    errors: tuple[Text, ...] = ()
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

    name: Text
    kind: Text | None
    texts: FrozenMap[str, Text]  # header, query, cookie, format, …_url
    scopes: FrozenMap[str, str]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """``defaults:`` of the whole contract."""

    auth: AuthDecl | None = None
    timeout: Duration | None = None
    retry: RetryDecl | None = None
    page_size: PageSizeDecl | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDecl:
    """A whole file; a name that is declared but broken is still there."""

    file: str
    package: Text | None
    title: str
    version: Text | None
    description: str
    contact: FrozenMap[str, Text]
    license: FrozenMap[str, Text]
    servers: FrozenMap[str, "ServerDecl"]
    auth: FrozenMap[str, SchemeDecl]
    defaults: Defaults
    types: FrozenMap[str, TypeDecl]
    errors: FrozenMap[str, ErrorDecl]
    resources: FrozenMap[str, ResourceDecl]
    operations: FrozenMap[str, OperationDecl]
    settings: FrozenMap[str, Node]
    extensions: Mapping | None
    broken: frozenset[str]  # errors, resources and schemes of which nothing could be read
    span: Span = field(compare=False)
