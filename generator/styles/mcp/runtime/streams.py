"""Calls operations that stream over MCP: what comes back is collected, and files are whole."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.http.message import HttpResponse
from generator.runtime.operation import Operation
from generator.runtime.streams.one_file import OneFile
from generator.styles.mcp.runtime.codec import McpCodec
from generator.styles.mcp.runtime.requests import McpRequest

if TYPE_CHECKING:
    from generator.runtime.transport import AsyncTransport, SyncTransport


class SyncMcpStreams:
    """What a sync client of MCP needs beside its codec and transport; limit: bytes of a file."""

    def __init__(
        self,
        codec: McpCodec,
        transport: "SyncTransport[McpRequest, HttpResponse]",
        limit: int,
    ) -> None:
        self._codec = codec
        self._transport = transport
        self._limit = limit

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """The items of a stream once the server has collected them, or the one result."""
        content = OneFile.of(operation, items, self._limit, "MCP")
        request = self._codec.encode(operation, values, options, content)
        response = self._transport.send(request, timeout)
        yield from self._codec.results(operation, response, request)


class AsyncMcpStreams:
    """The same, async."""

    def __init__(
        self,
        codec: McpCodec,
        transport: "AsyncTransport[McpRequest, HttpResponse]",
        limit: int,
    ) -> None:
        self._codec = codec
        self._transport = transport
        self._limit = limit

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """The items of a stream once the server has collected them, or the one result."""
        content = await OneFile.of_async(operation, items, self._limit, "MCP")
        request = self._codec.encode(operation, values, options, content)
        response = await self._transport.send(request, timeout)
        for value in self._codec.results(operation, response, request):
            yield value
