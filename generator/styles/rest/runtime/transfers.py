"""Calls whose request or response is a file in pieces: the client's side, sync and async."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.http.message import HttpResponse, too_large
from generator.runtime.implementation import unimplemented
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.codec import RestCodec
from generator.styles.rest.runtime.route import is_file

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp


class SyncTransfers:
    """Sends and receives files."""

    def __init__(self, codec: RestCodec, http: "SyncHttp") -> None:
        self._codec = codec
        self._http = http

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[bytes] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """The pieces that come back, or the one result; closing it ends the call."""
        if not is_file(operation):
            raise unimplemented(operation.name)
        request = self._codec.encode(operation, values, options)
        exchange = self._http.open(request, items, timeout=timeout)
        try:
            if operation.gives is None or not _is_success(exchange.status):
                body = exchange.read(self._http.limit)
                answer = HttpResponse(
                    status=exchange.status,
                    headers=exchange.headers,
                    body=body,
                )
                yield self._codec.decode(operation, answer)
                return
            left = _Left(operation)
            for piece in exchange:
                left.take(piece)
                yield piece
        finally:
            exchange.close()


class AsyncTransfers:
    """The same, async."""

    def __init__(self, codec: RestCodec, http: "AsyncHttp") -> None:
        self._codec = codec
        self._http = http

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[bytes] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """The pieces that come back, or the one result; closing it ends the call."""
        if not is_file(operation):
            raise unimplemented(operation.name)
        request = self._codec.encode(operation, values, options)
        exchange = await self._http.open(request, items, timeout=timeout)
        try:
            if operation.gives is None or not _is_success(exchange.status):
                body = await exchange.read(self._http.limit)
                answer = HttpResponse(
                    status=exchange.status,
                    headers=exchange.headers,
                    body=body,
                )
                yield self._codec.decode(operation, answer)
                return
            left = _Left(operation)
            async for piece in exchange.pieces():
                left.take(piece)
                yield piece
        finally:
            exchange.close()


class _Left:
    """Counts what a file may still have."""

    def __init__(self, operation: Operation[Any]) -> None:
        assert operation.gives is not None
        self._most = operation.gives.max_length
        self._size = 0

    def take(self, piece: bytes) -> None:
        """`resource_exhausted` where the file is longer than the contract says."""
        self._size += len(piece)
        if self._most is not None and self._size > self._most:
            raise too_large(self._most)


def _is_success(status: int) -> bool:
    return 200 <= status < 300
