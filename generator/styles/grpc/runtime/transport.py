"""Sends requests over grpcio, sync or async, and hands back statuses instead of raising."""

import asyncio
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.runtime import process
from generator.runtime.http.statuses import code_of
from generator.runtime.missing_package import missing
from generator.styles.grpc.runtime.codec import GrpcRequest, GrpcResponse
from generator.styles.grpc.runtime.metadata import DETAILS_KEY, to_metadata

try:
    import grpc
    import grpc.aio
except ModuleNotFoundError as error:
    raise missing(error) from None

_MAX_METADATA = 64 * 1024
# How grpcio says that the caller's time is up, which nobody sent.
_TOO_LATE = re.compile(r"Deadline Exceeded|.*\(Deadline Exceeded\)")
# How grpcio says that what answered is not a gRPC server, but a proxy or another one.
_HTTP = re.compile(r"Received http2 header with status: (\d{3})")
# Milliseconds after which grpcio tries a lost connection again, by itself: what comes back within
# the pause of a retry is found there. Its own values would let calls fail for up to two minutes.
_RECONNECT = 100
_RECONNECT_AT_MOST = 250
# Milliseconds after which a server that is silent in a call is asked for a sign of life: servers
# take more than one in five minutes for an attack, unless they are told otherwise, as ours are.
_HEARTBEAT = 330_000
_HEARTBEAT_TIMEOUT = 20_000


# What people write before an address; none of them is a scheme of gRPC's names.
_URL = re.compile(r"(?:https?|grpcs?|wss?|tcp|tls|ssl)://([^/]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^/:]*:[0-9]+(/.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where calls go, and what holds for all of them; ValueError for a target that is a URL."""

    target: str
    credentials: grpc.ChannelCredentials | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    max_response_size: int
    options: Sequence[tuple[str, Any]] = ()

    def __post_init__(self) -> None:
        """Refuse at once what grpcio would look up for ever."""
        if (url := _URL.match(self.target)) is not None:
            text = f"a target of gRPC is host:port, not a URL: write {url[1]!r}"
            scheme = self.target.partition(":")[0].lower()
            secure = scheme in {"https", "grpcs", "wss", "tls", "ssl"}
            tls = ", with channel_credentials=grpc.ssl_channel_credentials()"
            more = tls if secure else ""
            raise ValueError(f"{text} for {self.target!r}{more}")
        if (path := _ADDRESS.fullmatch(self.target)) is not None:
            address = self.target.removesuffix(path[1])
            raise ValueError(f"a target of gRPC has no path: write {address!r}")
        if not self.target:
            raise ValueError("a target of gRPC is host:port")

    @property
    def arguments(self) -> list[tuple[str, Any]]:
        """Options for grpcio: it does not retry, because the contract says what is retried."""
        return [
            ("grpc.enable_retries", 0),
            ("grpc.initial_reconnect_backoff_ms", _RECONNECT),
            ("grpc.max_reconnect_backoff_ms", _RECONNECT_AT_MOST),
            ("grpc.keepalive_time_ms", _HEARTBEAT),
            ("grpc.keepalive_timeout_ms", _HEARTBEAT_TIMEOUT),
            ("grpc.http2.ping_timeout_ms", _HEARTBEAT_TIMEOUT),
            ("grpc.http2.max_pings_without_data", 0),
            ("grpc.max_receive_message_length", self.max_response_size),
            ("grpc.max_send_message_length", -1),
            ("grpc.max_metadata_size", _MAX_METADATA),
            ("grpc.absolute_max_metadata_size", _MAX_METADATA),
            *self.options,
        ]


class SyncGrpc:
    """A transport that waits; safe to share between threads."""

    def __init__(self, channel: Channel) -> None:
        self._settings = channel
        self.address = channel.target
        self._metadata = tuple(to_metadata(channel.headers))
        self._calls: dict[str, grpc.UnaryUnaryMultiCallable[bytes, bytes]] = {}
        self._opening = threading.Lock()
        self._opened: grpc.Channel | None = None
        self._process = process.current()

    def send(self, request: GrpcRequest, timeout: float | None) -> GrpcResponse:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        call = self._calls.get(request.path)
        if call is None or self._process is not process.current():
            call = self._calls[request.path] = self._channel().unary_unary(request.path)
        try:
            body = call(
                request.message.SerializeToString(deterministic=True),
                timeout=timeout,
                metadata=self._metadata + request.metadata,
            )
        except grpc.RpcError as error:
            return failed(error)
        return GrpcResponse(body=body)

    def receive(self, request: GrpcRequest, timeout: float | None) -> Any:
        """Send, and begin to read the messages of the answer."""
        call: grpc.UnaryStreamMultiCallable[bytes, bytes]
        call = self._channel().unary_stream(request.path)
        return call(
            request.message.SerializeToString(deterministic=True),
            timeout=timeout,
            metadata=self._metadata + request.metadata,
        )

    def exchange(
        self,
        request: GrpcRequest,
        timeout: float | None,
        messages: Iterator[bytes],
    ) -> Any:
        """Begin to send messages, which a thread asks for, and to read those of the answer."""
        call: grpc.StreamStreamMultiCallable[bytes, bytes]
        call = self._channel().stream_stream(request.path)
        metadata = self._metadata + request.metadata
        return call(messages, timeout=timeout, metadata=metadata)

    def close(self) -> None:
        """Close the connection; calls that run fail."""
        if self._opened is not None and self._process is process.current():
            self._opened.close()

    def _channel(self) -> grpc.Channel:
        """Open the channel when it is first used: a fork before that does no harm."""
        if self._process is not process.current():
            if self._opened is not None:
                raise _forked()
            self._process, self._opening = process.current(), threading.Lock()
        with self._opening:
            if self._opened is None:
                self._opened = self._connect()
            return self._opened

    def _connect(self) -> grpc.Channel:
        settings = self._settings
        if settings.credentials is None:
            return grpc.insecure_channel(settings.target, settings.arguments)
        return grpc.secure_channel(
            settings.target,
            settings.credentials,
            settings.arguments,
        )


class AsyncGrpc:
    """The same, to be awaited; with a channel for each event loop that it is used in."""

    def __init__(self, channel: Channel) -> None:
        self._settings = channel
        self.address = channel.target
        self._metadata = tuple(to_metadata(channel.headers))
        self._channels: dict[asyncio.AbstractEventLoop, grpc.aio.Channel] = {}
        self._process = process.current()

    async def send(self, request: GrpcRequest, timeout: float | None) -> GrpcResponse:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]
        call = self._channel().unary_unary(request.path)
        try:
            body = await call(
                request.message.SerializeToString(deterministic=True),
                timeout=timeout,
                metadata=self._metadata + request.metadata,
            )
        except grpc.aio.AioRpcError as error:
            return failed(error)
        return GrpcResponse(body=body)

    def receive(
        self, request: GrpcRequest, timeout: float | None
    ) -> "grpc.aio.UnaryStreamCall[bytes, bytes]":
        """Send, and begin to read the messages of the answer."""
        call: grpc.aio.UnaryStreamMultiCallable[bytes, bytes]
        call = self._channel().unary_stream(request.path)
        return call(
            request.message.SerializeToString(deterministic=True),
            timeout=timeout,
            metadata=self._metadata + request.metadata,
        )

    def exchange(
        self, request: GrpcRequest, timeout: float | None
    ) -> "grpc.aio.StreamStreamCall[bytes, bytes]":
        """Begin a call whose messages are written one by one, and so are read."""
        call: grpc.aio.StreamStreamMultiCallable[bytes, bytes]
        call = self._channel().stream_stream(request.path)
        return call(timeout=timeout, metadata=self._metadata + request.metadata)

    async def close(self) -> None:
        """Close the connection of this event loop; those of other loops end with their loops."""
        if self._process is not process.current():
            return
        channel = self._channels.pop(asyncio.get_running_loop(), None)
        self._channels.clear()
        if channel is not None:
            await channel.close()

    def _channel(self) -> grpc.aio.Channel:
        if self._process is not process.current():
            if self._channels:
                raise _forked()
            self._process = process.current()
        loop = asyncio.get_running_loop()
        channel = self._channels.get(loop)
        if channel is None:
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


def _forked() -> RuntimeError:
    return RuntimeError(
        "this client was used before the process forked, and a gRPC channel does not survive that: "
        "make the client in the child, and start children with 'spawn' or 'forkserver', or set "
        "GRPC_ENABLE_FORK_SUPPORT=1 before grpc is first imported"
    )


def failed(error: Any) -> GrpcResponse:
    """What grpcio raised, as a value; its stubs do not say that a raised error is a call."""
    details = next(
        (value for key, value in error.trailing_metadata() or () if key == DETAILS_KEY),
        b"",
    )
    text = error.details() or ""
    if by_http := _HTTP.fullmatch(text):
        status = int(by_http[1])
        text = f"The server answered with HTTP status {status}."
        return GrpcResponse(status=code_of(status).number, text=text)
    return GrpcResponse(
        status=error.code().value[0],
        text="The deadline passed." if _TOO_LATE.fullmatch(text) else text,
        details=details if isinstance(details, bytes) else b"",
    )
