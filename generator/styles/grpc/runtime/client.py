"""What generated gRPC clients inherit: the codec of their contract, and a transport."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.client import AsyncClient, SyncClient

# What takes protobuf is imported when a client is made.
if TYPE_CHECKING:
    import grpc

    from generator.runtime.auth.sending import Source
    from generator.runtime.hook import Hook, SyncHook
    from generator.styles.grpc.runtime.codec import GrpcCodec

_MAX_RESPONSE_SIZE = 64 * 1024 * 1024


class SyncGrpcClient(SyncClient):
    """A client that waits; safe to share between threads."""

    _style = "grpc"
    _service: ClassVar[Service]

    def __init__(
        self,
        target: str,
        *,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        channel_credentials: "grpc.ChannelCredentials | None" = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        max_response_size: int = _MAX_RESPONSE_SIZE,
        options: Sequence[tuple[str, Any]] = (),
    ) -> None:
        """``target`` is ``host:port``; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        channel_credentials: what ``grpc.ssl_channel_credentials`` makes; without them nothing is
        encrypted. headers: metadata of every call. options: of the channel, in grpcio's words.
        """
        from generator.styles.grpc.runtime.streams import SyncGrpcStreams
        from generator.styles.grpc.runtime.transport import Channel, SyncGrpc

        channel = Channel(
            target=target,
            credentials=channel_credentials,
            headers=headers or {},
            max_response_size=max_response_size,
            options=options,
        )
        codec, transport = self.codec(), SyncGrpc(channel)
        streams = SyncGrpcStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )

    @classmethod
    def codec(cls) -> "GrpcCodec":
        """How the contract travels: writes requests and reads answers, without a connection."""
        from generator.styles.grpc.runtime.codec import GrpcCodec

        return GrpcCodec(cls._service)


class AsyncGrpcClient(AsyncClient):
    """A client to await; it may be used from several event loops, one after the other."""

    _style = "grpc"
    _service: ClassVar[Service]

    def __init__(
        self,
        target: str,
        *,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        channel_credentials: "grpc.ChannelCredentials | None" = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        max_response_size: int = _MAX_RESPONSE_SIZE,
        options: Sequence[tuple[str, Any]] = (),
    ) -> None:
        """``target`` is ``host:port``; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        channel_credentials: what ``grpc.ssl_channel_credentials`` makes; without them nothing is
        encrypted. headers: metadata of every call. options: of the channel, in grpcio's words.
        """
        from generator.styles.grpc.runtime.streams import AsyncGrpcStreams
        from generator.styles.grpc.runtime.transport import AsyncGrpc, Channel

        channel = Channel(
            target=target,
            credentials=channel_credentials,
            headers=headers or {},
            max_response_size=max_response_size,
            options=options,
        )
        codec, transport = self.codec(), AsyncGrpc(channel)
        streams = AsyncGrpcStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )

    @classmethod
    def codec(cls) -> "GrpcCodec":
        """How the contract travels: writes requests and reads answers, without a connection."""
        from generator.styles.grpc.runtime.codec import GrpcCodec

        return GrpcCodec(cls._service)
