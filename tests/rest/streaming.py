"""Serves the contract of streams over REST as ``serve`` does, for clients that are not ours."""

import asyncio
import contextlib
import importlib
import socket
from collections.abc import AsyncIterator
from typing import Any


@contextlib.asynccontextmanager
async def serving(
    package: Any,
    service: object,
    *,
    limits: dict[str, Any] | None = None,
    port: int = 0,
    **options: Any,
) -> AsyncIterator["Served"]:
    """Serve while the block runs, with the limits of ``serve``."""
    name = package.__name__
    support = f"{name.rpartition('.')[0]}._support"
    hosting = importlib.import_module(f"{support}.http.hosting")
    kinds = importlib.import_module(f"{support}.limits")
    app = importlib.import_module(f"{name}.rest.server").create_app(service, **options)
    with socket.create_server(("127.0.0.1", port)) as listener:
        server = hosting.HttpServer(app, [app], listener, kinds.Limits(**(limits or {})))
        await server.start()
        try:
            yield Served(server, listener.getsockname()[1])
        finally:
            await server.stop(0)


class Served:
    """A server on the loopback."""

    def __init__(self, server: Any, port: int) -> None:
        self.server = server
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    async def curl(self, *arguments: str, path: str) -> str:
        """What curl prints."""
        process = await asyncio.create_subprocess_exec(
            "curl", "-sN", *arguments, self.url + path, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        return out.decode()

    @contextlib.asynccontextmanager
    async def connected(self, *, window: int | None = None) -> AsyncIterator[Any]:
        """A bare connection; ``window``: bytes that it takes without being read."""
        raw = socket.socket()
        if window is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        raw.setblocking(False)
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=raw)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()
