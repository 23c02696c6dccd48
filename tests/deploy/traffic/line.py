"""The way from a proxy to a server: a relay that can be cut, as when a machine fails."""

import asyncio
import contextlib
import socket
import struct

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing a socket resets its connection


class Line:
    """Passes bytes on, both ways, to a server's port."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def listen(self) -> None:
        """Take connections at a free port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """End all connections in the middle of whatever they carry."""
        for writer in self._open:
            found = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()
        self._open.clear()

    async def close(self) -> None:
        """Take no connection any more, and end all."""
        if self._server is not None:
            self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, near: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._open.add(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            far, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pump(near, far_writer))
                    group.create_task(_pump(far, writer))
            except* OSError:
                pass
            finally:
                far_writer.transport.abort()
        self._open.discard(writer)
        writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65_536):
        sink.write(chunk)
        await sink.drain()
    with contextlib.suppress(OSError):
        sink.write_eof()
