"""Counts the bytes of single calls: a relay on loopback between a client and servers."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

_QUIET = 0.03  # seconds without a byte after which a call is over, acknowledgements included


class Relay:
    """Passes bytes on, both ways, and keeps them until they are taken.

    It chooses a port for each connection, in turn, as what balances below HTTP does.
    """

    def __init__(self, *ports: int) -> None:
        self._ports = itertools.cycle(ports)
        self._up = bytearray()
        self._down = bytearray()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        """Listen on a free port of loopback while the block runs; gives the port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        try:
            yield self._server.sockets[0].getsockname()[1]
        finally:
            self._server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def taken(self) -> tuple[bytes, bytes]:
        """What went up and down since the last time, once the line is quiet."""
        size = -1
        while size != len(self._up) + len(self._down):
            size = len(self._up) + len(self._down)
            await asyncio.sleep(_QUIET)
        up, down = bytes(self._up), bytes(self._down)
        self._up.clear()
        self._down.clear()
        return up, down

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", next(self._ports))
            with contextlib.closing(far_writer):
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pump(reader, far_writer, self._up))
                    group.create_task(_pump(far_reader, writer, self._down))
        except* (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, kept: bytearray) -> None:
    while chunk := await source.read(65_536):
        kept += chunk
        sink.write(chunk)
        await sink.drain()
    with contextlib.suppress(OSError):
        sink.write_eof()
