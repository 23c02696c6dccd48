"""Serves People over gRPC, on grpc.aio."""

from collections.abc import Sequence
from typing import Any

import grpc.aio

from ..._support.grpc.graceful import GracefulServer
from ..._support.grpc.server import make_server
from ..._support.limits import LIMITS, Limits
from ..service import People, PeopleSync
from .binding import SERVICE


def create_server(
    service: People | PeopleSync,
    *,
    max_request_size: int = 10 * 1024 * 1024,
    max_concurrent_calls: int | None = None,
    max_timeout: float | None = None,
    limits: Limits = LIMITS,
    interceptors: Sequence[grpc.aio.ServerInterceptor] = (),
    options: Sequence[tuple[str, Any]] = (),
) -> GracefulServer:
    """Make a `grpc.aio` server with health and reflection; give it a port, and start it.

    Call it where the event loop runs that it is to serve on. `await server.stop(5)` ends
    it gracefully: it says NOT_SERVING and gives the calls that run five seconds; those
    that still run then are `unavailable`.

    max_request_size: how many bytes a request may have.
    max_concurrent_calls: how many calls run at a time; more are RESOURCE_EXHAUSTED.
    max_timeout: how many seconds a call may take, whatever its caller or the contract says.
    limits: what one peer may take.
    interceptors, options: in the words of grpc.aio.
    """
    return make_server(
        service,
        SERVICE,
        max_request_size=max_request_size,
        max_concurrent_calls=max_concurrent_calls,
        max_timeout=max_timeout,
        limits=limits,
        interceptors=interceptors,
        options=options,
    )
