"""Sends requests over grpcio, waiting or awaiting, and hands back statuses instead of raising."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
import grpc.aio

from .codec import GrpcRequest, GrpcResponse
from .failures import DETAILS_KEY
from .metadata import to_metadata

_MAX_METADATA = 64 * 1024
# How grpcio says that the caller's time is up, which nobody sent.
_TOO_LATE = re.compile(r"Deadline Exceeded|.*\(Deadline Exceeded\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where calls go, and what holds for all of them."""

    target: str
    credentials: grpc.ChannelCredentials | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    max_response_size: int
    options: Sequence[tuple[str, Any]] = ()

    @property
    def arguments(self) -> list[tuple[str, Any]]:
        """Options for grpcio: it does not retry, because the contract says what is retried."""
        return [
            ("grpc.enable_retries", 0),
            ("grpc.max_receive_message_length", self.max_response_size),
            ("grpc.max_send_message_length", -1),
            ("grpc.max_metadata_size", _MAX_METADATA),
            ("grpc.absolute_max_metadata_size", _MAX_METADATA),
            *self.options,
        ]


class SyncGrpc:
    """A transport that waits; safe to share between threads."""

    def __init__(self, channel: Channel) -> None:
        self._timeout = channel.timeout
        self._metadata = tuple(to_metadata(channel.headers))
        self._calls: dict[str, grpc.UnaryUnaryMultiCallable[bytes, bytes]] = {}
        if channel.credentials is None:
            self._channel = grpc.insecure_channel(channel.target, channel.arguments)
        else:
            self._channel = grpc.secure_channel(
                channel.target, channel.credentials, channel.arguments
            )

    def send(self, request: GrpcRequest, timeout: float | None) -> GrpcResponse:
        """Send and wait for the answer; ``timeout`` in seconds, None: for ever."""
        call = self._calls.get(request.path)
        if call is None:
            call = self._calls[request.path] = self._channel.unary_unary(request.path)
        try:
            body = call(
                request.message.SerializeToString(deterministic=True),
                timeout=self._timeout if timeout is None else timeout,
                metadata=self._metadata + request.metadata,
            )
        except grpc.RpcError as error:
            return _failed(error)
        return GrpcResponse(body=body)

    def close(self) -> None:
        """Close the connection."""
        self._channel.close()


class AsyncGrpc:
    """The same, to be awaited; with a channel for each event loop that it is used in."""

    def __init__(self, channel: Channel) -> None:
        self._settings = channel
        self._metadata = tuple(to_metadata(channel.headers))
        self._channels: dict[asyncio.AbstractEventLoop, grpc.aio.Channel] = {}
        self._closed = False

    async def send(self, request: GrpcRequest, timeout: float | None) -> GrpcResponse:
        """Send and wait for the answer; ``timeout`` in seconds, None: for ever."""
        call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]
        call = self._channel().unary_unary(request.path)
        try:
            body = await call(
                request.message.SerializeToString(deterministic=True),
                timeout=self._settings.timeout if timeout is None else timeout,
                metadata=self._metadata + request.metadata,
            )
        except grpc.aio.AioRpcError as error:
            return _failed(error)
        return GrpcResponse(body=body)

    async def close(self) -> None:
        """Close the connection of this event loop; those of other loops end with their loops."""
        self._closed = True
        channel = self._channels.pop(asyncio.get_running_loop(), None)
        self._channels.clear()
        if channel is not None:
            await channel.close()

    def _channel(self) -> grpc.aio.Channel:
        loop = asyncio.get_running_loop()
        channel = self._channels.get(loop)
        if channel is None:
            if self._closed:
                raise ValueError("the client is closed")
            for ended in [known for known in self._channels if known.is_closed()]:
                del self._channels[ended]
            channel = self._channels[loop] = self._connect()
        return channel

    def _connect(self) -> grpc.aio.Channel:
        settings = self._settings
        if settings.credentials is None:
            return grpc.aio.insecure_channel(settings.target, settings.arguments)
        return grpc.aio.secure_channel(
            settings.target,
            settings.credentials,
            settings.arguments,
        )


def _failed(error: Any) -> GrpcResponse:
    """What grpcio raised, as a value; its stubs do not say that a raised error is a call."""
    details = next(
        (value for key, value in error.trailing_metadata() or () if key == DETAILS_KEY),
        b"",
    )
    text = error.details() or ""
    return GrpcResponse(
        status=error.code().value[0],
        text="The deadline passed." if _TOO_LATE.fullmatch(text) else text,
        details=details if isinstance(details, bytes) else b"",
    )
