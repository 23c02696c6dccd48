"""What generated JSON-RPC clients inherit: a codec, a transport and streams, put together."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from generator.runtime.client import AsyncClient, SyncClient
from generator.runtime.http.client_options import HttpClientOptions
from generator.styles.jsonrpc.runtime.codec import PATH, JsonRpcCodec
from generator.styles.jsonrpc.runtime.method import Methods

if TYPE_CHECKING:
    from generator.runtime.auth.sending import Source
    from generator.runtime.hook import Hook, SyncHook


class SyncJsonRpcClient(SyncClient):
    """What generated sync clients inherit; requests go to ``path`` below the target."""

    _style = "jsonrpc"
    _methods: Methods

    def __init__(
        self,
        target: str,
        *,
        path: str = PATH,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        """
        from generator.runtime.http.sync import SyncHttp
        from generator.styles.jsonrpc.runtime.streams import SyncJsonRpcStreams

        codec = JsonRpcCodec(self._methods, path)
        transport = SyncHttp(target, **options)
        streams = SyncJsonRpcStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )

    @classmethod
    def codec(cls) -> JsonRpcCodec:
        """How the contract travels: writes requests and reads answers, without a connection.

        There is nothing that ids would have to tell apart: they are all 1.
        """
        return JsonRpcCodec(cls._methods, ids=itertools.repeat(1))


class AsyncJsonRpcClient(AsyncClient):
    """What generated async clients inherit; requests go to ``path`` below the target."""

    _style = "jsonrpc"
    _methods: Methods

    def __init__(
        self,
        target: str,
        *,
        path: str = PATH,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        """
        from generator.runtime.http.aio import AsyncHttp
        from generator.styles.jsonrpc.runtime.streams import AsyncJsonRpcStreams

        codec = JsonRpcCodec(self._methods, path)
        transport = AsyncHttp(target, **options)
        streams = AsyncJsonRpcStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )
