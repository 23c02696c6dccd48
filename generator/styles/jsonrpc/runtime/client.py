"""What generated JSON-RPC clients inherit: the codec of their contract, and its streams."""

import itertools
from typing import TYPE_CHECKING, Any, ClassVar, Self

from generator.runtime.call import NO_OPTIONS, CallOptions
from generator.runtime.stdio_clients import AsyncStdioClient, SyncStdioClient
from generator.styles.jsonrpc.runtime.codec import PATH, JsonRpcCodec
from generator.styles.jsonrpc.runtime.method import Methods

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp
    from generator.runtime.pipes import AsyncPipes, SyncPipes
    from generator.styles.jsonrpc.runtime.batch import AsyncBatch, SyncBatch
    from generator.styles.jsonrpc.runtime.child import JsonRpcSpeech
    from generator.styles.jsonrpc.runtime.piped import (
        AsyncPipedStreams,
        SyncPipedStreams,
    )
    from generator.styles.jsonrpc.runtime.streams import (
        AsyncJsonRpcStreams,
        SyncJsonRpcStreams,
    )


class _JsonRpcClient:
    """What both clients write with; requests go to a path below the target."""

    _style = "jsonrpc"
    _methods: ClassVar[Methods]
    _own_path = PATH
    _path: str
    _codec: Any

    @classmethod
    def codec(cls) -> JsonRpcCodec:
        """How the contract travels: writes requests and reads answers, without a connection.

        There is nothing that ids would have to tell apart: they are all 1.
        """
        return JsonRpcCodec(cls._methods, ids=itertools.repeat(1))

    def _new_codec(self) -> JsonRpcCodec:
        return JsonRpcCodec(self._methods, self._path)

    def _piped(self) -> "tuple[JsonRpcCodec, JsonRpcSpeech]":
        from generator.styles.jsonrpc.runtime.child import JsonRpcSpeech

        return JsonRpcCodec(self._methods, piped=True), JsonRpcSpeech()


class SyncJsonRpcClient(_JsonRpcClient, SyncStdioClient):
    """A sync client; safe to share between threads."""

    def batch(self, *, options: CallOptions | None = None) -> "SyncBatch[Self]":
        """Several calls in one request, which is sent when the ``with`` block ends.

        ::

            with client.batch() as batch:
                found = batch.call(lambda client: client.method(…))
                batch.notify(lambda client: client.other(…))
            found.result()

        options: of all its calls; one `idempotency_key` is numbered by the server.
        """
        from generator.styles.jsonrpc.runtime.batch import SyncBatch

        return SyncBatch(self, self._codec, options or NO_OPTIONS)

    def _new_streams(
        self,
        codec: JsonRpcCodec,
        http: "SyncHttp",
    ) -> "SyncJsonRpcStreams":
        from generator.styles.jsonrpc.runtime.streams import SyncJsonRpcStreams

        return SyncJsonRpcStreams(codec, http)

    def _new_piped_streams(
        self,
        codec: JsonRpcCodec,
        pipes: "SyncPipes",
    ) -> "SyncPipedStreams":
        from generator.styles.jsonrpc.runtime.piped import SyncPipedStreams

        return SyncPipedStreams(codec, pipes)


class AsyncJsonRpcClient(_JsonRpcClient, AsyncStdioClient):
    """An async client; it may be used in several event loops."""

    def batch(self, *, options: CallOptions | None = None) -> "AsyncBatch[Self]":
        """Several calls in one request, which is sent when the ``async with`` block ends.

        ::

            async with client.batch() as batch:
                found = batch.call(lambda client: client.method(…))
                batch.notify(lambda client: client.other(…))
            found.result()

        options: of all its calls; one `idempotency_key` is numbered by the server.
        """
        from generator.styles.jsonrpc.runtime.batch import AsyncBatch

        return AsyncBatch(self, self._codec, options or NO_OPTIONS)

    def _new_streams(
        self,
        codec: JsonRpcCodec,
        http: "AsyncHttp",
    ) -> "AsyncJsonRpcStreams":
        from generator.styles.jsonrpc.runtime.streams import AsyncJsonRpcStreams

        return AsyncJsonRpcStreams(codec, http)

    def _new_piped_streams(
        self,
        codec: JsonRpcCodec,
        pipes: "AsyncPipes",
    ) -> "AsyncPipedStreams":
        from generator.styles.jsonrpc.runtime.piped import AsyncPipedStreams

        return AsyncPipedStreams(codec, pipes)
