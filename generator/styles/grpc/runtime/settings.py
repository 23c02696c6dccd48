"""What a gRPC server can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from generator.runtime.idempotency.choice import IN_MEMORY, StoreChoice
from generator.runtime.limits import LIMITS, Limits

if TYPE_CHECKING:
    import grpc.aio


class GrpcOptions(TypedDict, total=False):
    """How a server serves.

    max_request_size: bytes that a message may have (10 MiB).
    max_concurrent_calls: calls that run at a time; more are RESOURCE_EXHAUSTED.
    max_timeout: seconds that a call may take, whatever its caller or the contract says.
    idempotency: where calls with an Idempotency-Key leave their answers: `MemoryStore`,
        `RedisStore`, any `IdempotencyStore`; None: nowhere, the service may do it itself. The
        default is one `MemoryStore` for all servers of the service in this process.
    limits: what one peer may take.
    trust_client_cert: a proxy in front says in the metadata client-cert (RFC 9440) which
        certificate its client has, and lets no client send it.
    interceptors, options: in the words of grpc.aio.
    """

    max_request_size: int
    max_concurrent_calls: int | None
    max_timeout: float | None
    idempotency: StoreChoice
    limits: Limits
    trust_client_cert: bool
    interceptors: "Sequence[grpc.aio.ServerInterceptor]"
    options: Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpcSettings:
    """The same with the defaults."""

    max_request_size: int = 10 * 1024 * 1024
    max_concurrent_calls: int | None = None
    max_timeout: float | None = None
    idempotency: StoreChoice = IN_MEMORY
    limits: Limits = LIMITS
    trust_client_cert: bool = False
    interceptors: "Sequence[grpc.aio.ServerInterceptor]" = ()
    options: Sequence[tuple[str, Any]] = ()
