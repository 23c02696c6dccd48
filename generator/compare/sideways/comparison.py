"""What a contract is in every style, as one frozen value: terminal and page read it.

A style is named by its folder; ``Comparison.styles`` gives its title, and the order of columns.
"""

from dataclasses import dataclass

from generator.building.readme.calls import ShownRequest
from generator.styles.shown.protocol import Answer
from generator.styles.style import Facts, Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call over one style: what the client sends, and what the server answers to it.

    command: the same call for a shell, against ``gen serve`` on the same machine. Where the style
    does not carry the call, there is no message, and ``reason`` says why.
    """

    style: str
    request: ShownRequest | None
    answer: Answer | None
    command: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCall:
    """One call: as code, the same in every style, and as what goes over the wire in each.

    example: its name in the contract, "" when it was derived from the types; error: the declared
    error that it ends with, "" when it succeeds.
    """

    example: str
    error: str
    code: str
    short: str  # the same code on one line
    exchanges: tuple[Exchange, ...]  # in the order of the styles


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A way to fail: a declared error, or a canonical code that every service may answer with.

    statuses: how it arrives, by style: ``404 Not Found``, ``NOT_FOUND (5)``.
    """

    name: str
    code: str
    declared: bool
    statuses: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInStyle:
    """What a style makes of one operation."""

    style: str
    status: str  # how success arrives: ``201 Created``; "" where it does not
    facts: Facts
    tool: Tool | None = None  # what an agent is given of it


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationComparison:
    """One operation, side by side. Without calls, ``note`` says why.

    verb: what it does to a resource (create, get, list, replace, update, delete, call), "" for a
    plain function; kind: what REST and RPC would call it: a resource's, or a function.
    """

    name: str
    method: str  # of clients and servers: add_product
    description: str  # the contract's CommonMark
    verb: str
    resource: str
    kind: str  # "resource" | "function" | "stream"
    safe: bool
    idempotent: bool
    cache_seconds: int | None  # what the contract allows
    auth: tuple[str, ...]  # what is enough, each with its schemes and scopes; empty: anyone
    streams: str  # "" | "from the client" | "from the server" | "both ways"
    is_list: bool
    server: str  # the method's signature, as a server implements it
    calls: tuple[ComparedCall, ...]
    note: str
    failures: tuple[Failure, ...]
    styles: tuple[OperationInStyle, ...]  # in the order of the styles


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleComparison:
    """One style."""

    name: str  # the folder
    title: str
    target: str  # of clients, where ``gen serve`` serves it
    has_tools: bool = False  # whether it gives operations to agents


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOutline:
    """A field, a value or a variant; rules: its constraints in a few words."""

    name: str
    type: str = ""
    rules: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeOutline:
    """A declared type or error; kind: ``record``, ``enum``, an alias's type, an error's code."""

    name: str
    kind: str
    description: str
    members: tuple[MemberOutline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeOutline:
    """A way to say who calls: where it travels, and for which operations it is enough."""

    name: str
    place: str
    description: str
    scopes: tuple[tuple[str, str], ...]
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A contract in all its styles."""

    title: str
    package: str  # shop.products.v1
    folder: str  # products
    service: str  # Products
    description: str
    styles: tuple[StyleComparison, ...]
    operations: tuple[OperationComparison, ...]
    file: str = ""  # as given on the command line
    types: tuple[TypeOutline, ...] = ()
    errors: tuple[TypeOutline, ...] = ()
    servers: tuple[tuple[str, str], ...] = ()  # name and URL
    auth: tuple[SchemeOutline, ...] = ()
    signing: tuple[tuple[str, str], ...] = ()  # headers that the first of these needs, placeholders

    @property
    def names(self) -> tuple[str, ...]:
        """Of the styles, in their order."""
        return tuple(style.name for style in self.styles)
