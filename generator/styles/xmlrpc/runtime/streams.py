"""Calls operations that stream over XML-RPC: files are whole, items are not carried."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.implementation import not_carried
from generator.runtime.operation import Operation
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
        whole = _Whole(operation, self._http.limit)
        for piece in items or ():
            whole.add(piece)
        content = None if items is None else bytes(whole.content)
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
        whole = _Whole(operation, self._http.limit)
        if items is not None:
            async for piece in items:
                whole.add(piece)
        content = None if items is None else bytes(whole.content)
        request = self._codec.encode(operation, values, options, content)
        response = await self._http.send(request, timeout)
        yield self._codec.decode(operation, response, request)


class _Whole:
    """Collects a file; `unimplemented` for streams of items, which messages have no place for."""

    def __init__(self, operation: Operation[Any], limit: int) -> None:
        takes, gives = operation.takes, operation.gives
        if (takes and not takes.chunks) or (gives and not gives.chunks):
            raise not_carried(operation.name)
        self._most = (takes and takes.max_length) or limit
        self.content = bytearray()

    def add(self, piece: bytes) -> None:
        """One more piece; `resource_exhausted` for one too many."""
        self.content += piece
        if len(self.content) > self._most:
            text = f"XML-RPC carries no file of more than {self._most} bytes."
            raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
