"""What a style is to the rest of the program: one object, found by its entry point.

A style is one folder here and one below ``templates/``. Nothing outside them names it.
"""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.credentials import Credentials
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.model import Api, Operation
from generator.runtime.codes import Code
from generator.runtime.transport import WireRequest
from generator.styles.route import Route

B = TypeVar("B")

# Imports a module of the emitted package, or of what it stands on: ``load("rest.binding")``,
# ``load("_support.call")``.
Importer = Callable[[str], ModuleType]


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """How ``python -m generated.<contract> serve`` runs the style's server module.

    asgi: ``create_app(service)`` is an ASGI app that answers below ``mount`` ("" = the rest), or,
    if the app has a ``prefix``, only below that path of its mount; server:
    ``create_server(service)`` has start/stop as grpc.aio.Server, and listen(address, tls), which
    gives the port. document: the file beside the server module that describes it to callers.
    stdio: the module has ``serve_stdio(service, …)``, too, see ``runtime/stdio_server.py``.
    """

    kind: Literal["asgi", "server"]
    mount: str = ""
    document: str = ""
    default_port: int = 8000
    message_prefix: int = 0  # bytes before each message within the body of HTTP
    stdio: bool = False


class Reach(enum.Enum):
    """Who can rely on a trait; the value is how people read it.

    ANYBODY: intermediaries too, which do not know the contract; CLIENT: the caller alone.
    """

    ANYBODY = "yes"
    CLIENT = "client only"
    NOBODY = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Who can rely on something, and why."""

    reach: Reach
    why: str

    @property
    def holds(self) -> bool:
        """Whether an intermediary can rely on it."""
        return self.reach is Reach.ANYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a style makes of one operation, in words for people.

    knowledge: what a client must know before it can call, most specific last; streamable: None
    for an operation that does not stream; hidden: why it is not offered although the style could
    carry it, "" otherwise.
    """

    knowledge: tuple[str, ...]
    safe: Trait
    idempotent: Trait
    cacheable: Trait
    streamable: Trait | None
    carried: bool = True  # whether it can be called at all; if not, ``not_carried`` says why
    hidden: str = ""

    @property
    def not_carried(self) -> str:
        """Why it cannot be called; "" for one that can."""
        if self.carried:
            return ""
        return self.hidden or (self.streamable.why if self.streamable is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What an agent is given of one operation before it calls anything.

    safe, destructive, idempotent: what it is told of the effects; definition: all of it as it
    stands in the list of tools, JSON, with the schemas.
    """

    name: str
    title: str
    description: str
    safe: bool
    destructive: bool
    idempotent: bool
    definition: bytes

    @property
    def effects(self) -> str:
        """What it is told of the effects, in words."""
        what = "destructive" if self.destructive else "only adds"
        return "safe" if self.safe else f"{what}, may be repeated" if self.idempotent else what


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCase:
    """One way for an operation to fail.

    name: a declared error's, or what people call one that the contract brings about by itself;
    reason: of a condition of RFC 9110, section 13, as ``generator.runtime.errors.REASONS`` has it.
    """

    name: str
    code: Code
    declared: bool = False
    reason: str = ""


class Description(Protocol):
    """How a bound contract travels, for people to read: nothing is served, nothing is sent."""

    def facts(self, operation: Operation) -> Facts:
        """What travelling in this style means for an operation and its callers."""

    def success(self, operation: Operation) -> str:
        """How success arrives, in a few words: ``201 Created``."""

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """How a failure arrives: ``404 Not Found``, ``NOT_FOUND (5)``."""

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """What the emitted clients hand to their transport for keyword arguments of a call.

        entry: the operation in the emitted ``operations.py``; credentials: placeholders, which are
        put where this style carries them; items: what the client streams, all of it.
        """

    def show(self, request: Any) -> WireRequest:
        """Such a request, readable."""


@runtime_checkable
class Toolbox(Protocol):
    """What a ``Description`` has besides, if the style gives its operations to agents as tools."""

    def tool(self, operation: Operation) -> Tool | None:
        """What an agent is given of an operation; None where it sees none (see ``Facts``)."""


class Style(Protocol[B]):
    """One way for a contract to travel."""

    name: str  # "rest": the folder, the key in contracts, the option
    title: str  # "REST"
    rank: int  # its place among the styles, lowest first; equal ones by name
    hosting: Hosting
    vocabulary: Vocabulary
    # The package (flat) whose .py files are copied to _support/<name>/; it imports the core and
    # itself absolutely (from generator.runtime.errors import …), see emit/support.py.
    runtime: str
    # The module with ``SHOWN`` (see styles/shown/protocol.py), which only ``compare`` imports.
    shown: str
    # The module with ``BREAKS`` (see styles/breaking.py), which only ``check`` imports.
    breaks: str

    # What its values are written in: each is described and emitted once for all styles, and its
    # run-time code copied beside the style's, which may import it.
    formats: tuple[AnyFormat, ...]

    def bind(self, api: Api, described: Described, problems: Problems) -> B:
        """Decide, once, how every operation travels; reads its settings out of the model.

        described: what the contract is in the style's formats.
        """

    def emit(self, api: Api, binding: B) -> Iterable[Emitted]:
        """The style's code and what it reads when it is imported: rest/client.py.

        Paths are relative to the contract's folder.
        """

    def documents(self, api: Api, binding: B) -> Iterable[File]:
        """The style's other files, which no import reads: rest/openapi.yaml."""

    def facts(self, api: Api, binding: B, operation: Operation) -> Facts:
        """What travelling in this style means for an operation and its callers."""

    def routes(self, api: Api, binding: B) -> Iterable[Route]:
        """The requests that carry the operations, as an intermediary sees them."""

    def describe(self, api: Api, binding: B, load: Importer) -> Description:
        """What the README says of it; ``load`` imports what was emitted."""

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """Check the emitted spec with the field's own tools (validator, compiler)."""


AnyStyle = Style[Any]
