"""How a process serves, checked; what only names the options has them from ``hosts``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .idempotency.choice import IN_MEMORY, StoreChoice
from .limits import LIMITS, Limits

if TYPE_CHECKING:
    from .http.cors import Cors
    from .tls import Tls

DEFAULT_THREADS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a process serves.

    grace: seconds that calls get to end when it stops; then they are `unavailable`.
    drain: seconds before that in which it still takes calls, but its health says that it stops.
    threads: how many ``def`` methods run at a time, in each worker.
    workers: processes that share the addresses; 1: this one alone.
    max_timeout: seconds that a call may take, whatever its caller or the contract says.
    idempotency: where calls with an Idempotency-Key leave their answers, by default in memory,
        which several workers cannot share; None: nowhere.
    limits: what one peer may take.
    tls: encrypts every address; None: nothing is encrypted.
    access_log: write a line of JSON for each call to standard output, as ``access_log`` has it.
    trust_client_cert: a proxy in front says in the header Client-Cert (RFC 9440) which certificate
        its client has, and lets no client send that header.
    public_url: where callers reach the server, such as ``https://api.example.com/shop``, if that
        is not its address; of an app mounted beside others without the path of its mount.
    mounts: by the name of a style, the path that its app answers at beside others on one address.
    cors: the web pages of other origins that may call over HTTP; None: none.
    compress: gzip answers over HTTP for those who take them so.
    request_id: answer over HTTP with the call's ``X-Request-Id``, made up where a request has none.
    health: answer ``/healthz`` and ``/readyz`` over HTTP.
    documents: answer ``/openapi.yaml`` and the like over HTTP.
    viewer: answer ``/docs`` over HTTP with a page to read and try them; implies documents.
    own_path: what those places of the server's own stand below, such as ``/-``.
    """

    grace: float = 10
    drain: float = 0
    threads: int = DEFAULT_THREADS
    workers: int = 1
    max_timeout: float | None = None
    idempotency: StoreChoice = IN_MEMORY
    limits: Limits = LIMITS
    tls: "Tls | None" = None
    access_log: bool = False
    trust_client_cert: bool = False
    public_url: str | None = None
    mounts: Mapping[str, str] = field(default_factory=dict)
    cors: "Cors | None" = None
    compress: bool = False
    request_id: bool = False
    health: bool = False
    documents: bool = False
    viewer: bool = False
    own_path: str = ""

    def __post_init__(self) -> None:
        """ValueError for what no server can keep."""
        for name in ("grace", "drain"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must not be negative")
        for name in ("threads", "workers"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")
        if self.max_timeout is not None and not self.max_timeout > 0:
            raise ValueError("max_timeout must be greater than 0")
        if self.public_url is not None:
            parts = urlsplit(self.public_url)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
                raise ValueError(
                    f"public_url is not the URL of a server: {self.public_url!r}",
                )
        for name, path in {"own_path": self.own_path, **self.mounts}.items():
            if path and (not path.startswith("/") or path.endswith("/") or "?" in path):
                raise ValueError(
                    f"the path of {name} must begin with / and not end so: {path!r}",
                )


SETTINGS = Settings()
