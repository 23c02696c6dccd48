"""A ``grpc.aio`` server that tells its health before it stops, so that no new calls come."""

import asyncio
from collections.abc import Iterable

from generator.runtime.missing_package import missing
from generator.runtime.shutdown import Shutdown
from generator.runtime.tls import Tls

try:
    import grpc
    import grpc.aio
    from grpc_health.v1 import health, health_pb2
except ModuleNotFoundError as error:
    raise missing(error) from None

# Seconds for the answers to calls that were ended to leave.
_FLUSH = 1.0


class GracefulServer(grpc.aio.Server):
    """A server as grpc.aio makes it, which tells the health service when it starts and stops."""

    def __init__(
        self,
        server: grpc.aio.Server,
        servicer: health.aio.HealthServicer,
        service: str,
        shutdown: Shutdown,
    ) -> None:
        self._server = server
        self._servicer = servicer
        self._service = service
        self._shutdown = shutdown

    def add_generic_rpc_handlers(
        self, generic_rpc_handlers: Iterable[grpc.GenericRpcHandler]
    ) -> None:
        """Serve something else on the same port."""
        self._server.add_generic_rpc_handlers(generic_rpc_handlers)

    def add_insecure_port(self, address: str) -> int:
        """Listen without encryption; returns the port, which port 0 leaves to the system."""
        return self._server.add_insecure_port(address)

    def add_secure_port(
        self,
        address: str,
        server_credentials: grpc.ServerCredentials,
    ) -> int:
        """Listen with TLS; returns the port."""
        return self._server.add_secure_port(address, server_credentials)

    def listen(self, address: str, tls: Tls | None) -> int:
        """Listen in the words of ``serve``; returns the port."""
        if tls is None:
            return self._server.add_insecure_port(address)
        key, certificate, authorities = tls.pem()
        credentials = grpc.ssl_server_credentials(
            [(key, certificate)], authorities, authorities is not None
        )
        return self._server.add_secure_port(address, credentials)

    async def start(self) -> None:
        """Start; the service is healthy from now on."""
        await self._server.start()
        await self._servicer.set(self._service, health_pb2.HealthCheckResponse.SERVING)

    async def drain(self) -> None:
        """Say NOT_SERVING, and take calls all the same until ``stop``."""
        await self._servicer.enter_graceful_shutdown()

    async def stop(self, grace: float | None) -> None:
        """Say NOT_SERVING, take no new calls, and give those that run ``grace`` seconds.

        Those that still run then end as `unavailable`. A second call with less shortens it.
        """
        await self._servicer.enter_graceful_shutdown()
        timer = asyncio.get_running_loop().call_later(grace or 0, self._shutdown.end)
        try:
            await self._server.stop((grace or 0) + _FLUSH)
        finally:
            timer.cancel()

    async def wait_for_termination(self, timeout: float | None = None) -> bool:
        """Wait until the server has stopped; False when ``timeout`` passed first."""
        return await self._server.wait_for_termination(timeout)
