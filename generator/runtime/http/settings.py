"""What an app over HTTP can be told, in whatever style; what is left out has its default."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from .cors import Cors

from ..idempotency.choice import IN_MEMORY, StoreChoice


class HttpOptions(TypedDict, total=False):
    """How an app serves.

    max_body_size: bytes that a request, or an item of a stream, may have (10 MiB).
    body_timeout: seconds that a body may stand still; None: no limit (20).
    max_timeout: seconds that a call may take, whatever its caller or the contract says.
    idempotency: where calls with an Idempotency-Key leave their answers: `MemoryStore`,
        `RedisStore`, any `IdempotencyStore`; None: nowhere, the service may do it itself. The
        default is one `MemoryStore` for all servers of the service in this process.
    heartbeat: seconds of silence after which a stream shows that it lives (15).
    trust_client_cert: a proxy in front says in the header Client-Cert (RFC 9440) which certificate
        its client has, and lets no client send that header (False).
    public_url: where callers reach the app: then it says at /.well-known/oauth-protected-resource
        (RFC 9728) who issues the tokens of the contract.
    cors: the web pages of other origins that may call; None: none.
    compress: gzip answers for those who take them so (False).
    request_id: answer with the call's ``X-Request-Id`` (False).
    """

    max_body_size: int
    body_timeout: float | None
    max_timeout: float | None
    idempotency: StoreChoice
    heartbeat: float
    trust_client_cert: bool
    public_url: str | None
    cors: "Cors | None"
    compress: bool
    request_id: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """The same with the defaults."""

    max_body_size: int = 10 * 1024 * 1024
    body_timeout: float | None = 20
    max_timeout: float | None = None
    idempotency: StoreChoice = IN_MEMORY
    heartbeat: float = 15
    trust_client_cert: bool = False
    public_url: str | None = None
    cors: "Cors | None" = None
    compress: bool = False
    request_id: bool = False
