"""Calls operations that stream over XML-RPC: files are whole, items are not carried."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.implementation import not_carried
from generator.runtime.operation import Operation
from generator.runtime.streams.one_file import OneFile
from generator.styles.xmlrpc.runtime.codec import XmlRpcCodec

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp


class SyncXmlRpcStreams:
    """What a sync client of XML-RPC needs beside its codec and transport."""

    def __init__(self, codec: XmlRpcCodec, http: "SyncHttp") -> None:
        self._codec = codec
        self._http = http

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """The one result: a file that comes back is one piece.

        Raises ServiceError and what the operation declares; `unimplemented` for streams of items.
        """
        _check(operation)
        content = OneFile.of(operation, items, self._http.limit, "XML-RPC")
        request = self._codec.encode(operation, values, options, content)
        response = self._http.send(request, timeout)
        yield self._codec.decode(operation, response, request)


class AsyncXmlRpcStreams:
    """The same, async."""

    def __init__(self, codec: XmlRpcCodec, http: "AsyncHttp") -> None:
        self._codec = codec
        self._http = http

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """The one result: a file that comes back is one piece.

        Raises ServiceError and what the operation declares; `unimplemented` for streams of items.
        """
        _check(operation)
        limit = self._http.limit
        content = await OneFile.of_async(operation, items, limit, "XML-RPC")
        request = self._codec.encode(operation, values, options, content)
        response = await self._http.send(request, timeout)
        yield self._codec.decode(operation, response, request)


def _check(operation: Operation[Any]) -> None:
    """`unimplemented` for what comes back as a stream of items: a response is one message."""
    if operation.gives is not None and not operation.gives.chunks:
        raise not_carried(operation.name)
