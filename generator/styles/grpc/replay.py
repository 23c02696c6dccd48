"""Makes the same gRPC call again and again, over a bare channel of grpcio: bytes out, bytes in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from generator.styles.shown.replay import Drive, ReplayError, Seen, Stretch, awaited


@asynccontextmanager
async def same_message(target: str, seen: Seen, in_flight: int) -> AsyncIterator[Drive]:
    """One channel; HTTP/2's headers are state of their connection, so grpcio has to write them."""
    import grpc.aio

    message = seen.request.message.SerializeToString(deterministic=True)
    metadata = seen.request.metadata
    # Without it, a channel shares the connection of any other to the same server.
    options = [("grpc.use_local_subchannel_pool", 1)]
    async with grpc.aio.insecure_channel(target, options) as channel:
        method: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(
            seen.request.path
        )

        async def call() -> None:
            try:
                await method(message, metadata=metadata)
            except grpc.aio.AioRpcError as error:
                raise ReplayError(f"{error.code().name}: {error.details()}") from None

        async def drive(seconds: float, least: int) -> Stretch:
            return await awaited(call, in_flight=in_flight, seconds=seconds, least=least)

        await call()
        yield drive
