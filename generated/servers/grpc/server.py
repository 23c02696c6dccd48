"""Serves Servers over gRPC, on grpc.aio."""

from collections.abc import Sequence
from typing import Any

import grpc.aio

from ..._support.grpc.graceful import GracefulServer
from ..._support.grpc.server import make_server
from ..service import Servers, ServersSync
from .binding import SERVICE


def create_server(
    service: Servers | ServersSync,
    *,
    max_request_size: int = 10 * 1024 * 1024,
    max_concurrent_calls: int | None = None,
    interceptors: Sequence[grpc.aio.ServerInterceptor] = (),
    options: Sequence[tuple[str, Any]] = (),
) -> GracefulServer:
    """Make a `grpc.aio` server with health and reflection; give it a port, and start it.

    Call it where the event loop runs that it is to serve on. `await server.stop(5)` ends
    it gracefully: it says NOT_SERVING and gives the calls that run five seconds.

    max_request_size: how many bytes a request may have.
    max_concurrent_calls: how many calls run at a time; more are RESOURCE_EXHAUSTED.
    interceptors, options: in the words of grpc.aio.
    """
    return make_server(
        service,
        SERVICE,
        max_request_size=max_request_size,
        max_concurrent_calls=max_concurrent_calls,
        interceptors=interceptors,
        options=options,
    )
