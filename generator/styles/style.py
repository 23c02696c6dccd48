"""What a style is to the rest of the program: one object, found by its entry point.

A style is one folder here and one below ``templates/``. Nothing outside them names it.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from generator.diagnostics import Problems
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.model import Api, Operation
from generator.styles.shown.exchange import Credentials, Exchange, Load

if TYPE_CHECKING:
    from generator.styles.shown.replay import Replay, Seen

B = TypeVar("B")

JsonSchema = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What a contract may say to this style, as JSON Schemas for ``gen schema``.

    contract: the value of the style's key at the top level; operation: the same key on an
    operation; resource, error: on those. None: the key is not allowed there.
    """

    contract: JsonSchema | None = None
    operation: JsonSchema | None = None
    resource: JsonSchema | None = None
    error: JsonSchema | None = None


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """How ``python -m generated.<contract> serve`` runs the style's server module.

    asgi: ``create_app(service)`` is an ASGI app that answers below ``mount`` ("" = the rest);
    server: ``create_server(service)`` has add_insecure_port/start/stop as grpc.aio.Server.
    """

    kind: Literal["asgi", "server"]
    mount: str = ""
    default_port: int = 8000
    message_prefix: int = 0  # bytes before each message within the body of HTTP


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
    for an operation that does not stream.
    """

    knowledge: tuple[str, ...]
    safe: Trait
    idempotent: Trait
    cacheable: Trait
    streamable: Trait | None


class Style(Protocol[B]):
    """One way for a contract to travel.

    ``Client`` in the emitted ``<name>/client.py`` has a classmethod ``codec()`` that makes its
    codec without a connection: side by side, requests are shown as clients really write them.
    """

    name: str  # "rest": the folder, the key in contracts, the option
    title: str  # "REST"
    rank: int  # its place among the styles, lowest first; equal ones by name
    hosting: Hosting
    vocabulary: Vocabulary
    # The package (flat) whose .py files are copied to _support/<name>/; it imports the core and
    # itself absolutely (from generator.runtime.errors import …), see emit/support.py.
    runtime: str

    # What its values are written in: each is described and emitted once for all styles, and its
    # run-time code copied beside the style's, which may import it.
    formats: tuple[AnyFormat, ...]

    def bind(self, api: Api, described: Described, problems: Problems) -> B:
        """Decide, once, how every operation travels; reads its settings out of the model.

        described: what the contract is in the style's formats.
        """

    def emit(self, api: Api, binding: B) -> Iterable[File]:
        """The style's code and what it reads when it is imported: rest/client.py.

        Paths are relative to the contract's folder.
        """

    def documents(self, api: Api, binding: B) -> Iterable[File]:
        """The style's other files, which no import reads: rest/openapi.yaml."""

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """Check the emitted spec with the field's own tools (validator, compiler)."""

    def facts(self, api: Api, binding: B, operation: Operation) -> Facts:
        """What travelling in this style means for an operation and its callers."""

    def exchange(self, load: Load, service: object) -> Exchange:
        """The emitted server around a service, without a port; ``load`` imports what was emitted.

        It answers requests of the emitted client's codec.
        """

    def signed(self, request: Any, credentials: Credentials) -> Any:
        """The same request with the credentials, in the place where this style carries them."""

    def command(self, target: str, request: Any) -> str:
        """A request of the codec as a command for a shell; ``target`` as for a client."""

    def replay(self, target: str, seen: "Seen", in_flight: int) -> "Replay":
        """A call that was seen, ready to be sent again by as little code as the style allows."""


AnyStyle = Style[Any]
