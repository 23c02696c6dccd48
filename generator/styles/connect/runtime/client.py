"""What generated Connect clients inherit: the codec of their contract, and its streams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.http.client_options import HttpClientOptions
from generator.runtime.http.clients import AsyncHttpClient, SyncHttpClient
from generator.styles.connect.runtime.codec import ConnectCodec
from generator.styles.connect.runtime.messages import Encoding

if TYPE_CHECKING:
    from generator.runtime.auth.sending import Source
    from generator.runtime.hook import Hook, SyncHook
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp
    from generator.styles.connect.runtime.streams import (
        AsyncConnectStreams,
        SyncConnectStreams,
    )


class _ConnectClient:
    """What both clients write with."""

    _style = "connect"
    _timeout_header = "connect-timeout-ms"
    _service: ClassVar[Service]
    _body: Encoding
    _use_get: bool

    @classmethod
    def codec(cls) -> ConnectCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return ConnectCodec(cls._service)

    def _new_codec(self) -> ConnectCodec:
        return ConnectCodec(self._service, self._body, use_get=self._use_get)


class SyncConnectClient(_ConnectClient, SyncHttpClient):
    """A sync client; safe to share between threads."""

    def __init__(
        self,
        target: str,
        *,
        body: Encoding = "proto",
        use_get: bool = False,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `SyncHttpClient`.

        body: messages travel in protobuf, or in JSON, which people can read.
        use_get: safe operations are called by GET, so that caches can keep what comes back, and
        logs of URLs hold what was asked.
        """
        self._body, self._use_get = body, use_get
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )

    def _new_streams(
        self,
        codec: ConnectCodec,
        http: "SyncHttp",
    ) -> "SyncConnectStreams":
        from generator.styles.connect.runtime.streams import SyncConnectStreams

        return SyncConnectStreams(codec, http)


class AsyncConnectClient(_ConnectClient, AsyncHttpClient):
    """An async client; it may be used in several event loops."""

    def __init__(
        self,
        target: str,
        *,
        body: Encoding = "proto",
        use_get: bool = False,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `AsyncHttpClient`.

        body: messages travel in protobuf, or in JSON, which people can read.
        use_get: safe operations are called by GET, so that caches can keep what comes back, and
        logs of URLs hold what was asked.
        """
        self._body, self._use_get = body, use_get
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )

    def _new_streams(
        self,
        codec: ConnectCodec,
        http: "AsyncHttp",
    ) -> "AsyncConnectStreams":
        from generator.styles.connect.runtime.streams import AsyncConnectStreams

        return AsyncConnectStreams(codec, http)
