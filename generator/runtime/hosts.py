"""How the styles of a contract are served together: their table, and the names of the options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

# A client's package imports this: what the options are is of no use to it.
if TYPE_CHECKING:
    from .http.cors import Cors
    from .idempotency.choice import StoreChoice
    from .limits import Limits
    from .tls import Tls


class ServeError(Exception):
    """A reason not to serve that its message explains: an address in use, a missing package."""


class ServeOptions(TypedDict, total=False):
    """The options of ``serve``; `Settings` explains them and has their defaults."""

    grace: float
    drain: float
    threads: int
    workers: int
    max_timeout: float | None
    idempotency: "StoreChoice"
    limits: "Limits"
    tls: "Tls | None"
    trust_client_cert: bool
    access_log: bool
    public_url: str | None
    mounts: Mapping[str, str]
    cors: "Cors | None"
    compress: bool
    request_id: bool
    health: bool
    documents: bool
    viewer: bool
    own_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """How the server module of a style is run.

    asgi: ``create_app(service)`` is an app that answers at ``mount`` beside others ("": at every
    path that is nobody else's); server: ``create_server(service)`` opens its own port.
    document: the file beside that module that describes it to callers, if there is one.
    stdio: ``serve_stdio(service)`` serves on standard input and output.
    """

    name: str
    title: str
    kind: Literal["asgi", "server"]
    mount: str = ""
    document: str = ""
    stdio: bool = False


# The address of a style that is served on standard input and output.
STDIO = "stdio"
