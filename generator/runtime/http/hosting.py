"""Runs ASGI apps on one port with uvicorn, within limits, and ends them in time."""

import asyncio
import contextlib
import importlib
import socket
from collections.abc import Sequence
from typing import Any, cast

import uvicorn

from ..limits import Limits
from ..tls import Tls
from .connection import Limited
from .connection_h11 import LimitedH11
from .connection_websocket import LimitedSocket, socket_options

# Seconds in which connections get a last answer, before those without a call are closed.
_PARTING = 0.5
# Seconds for the answers to calls that were ended to leave.
_FLUSH = 1.0
# Bytes of responses that all clients together may leave unread for longer than a moment.
_MAX_STALLED = 64 * 1024 * 1024


def protocol(limits: Limits) -> type[Limited]:
    """The protocol that uvicorn is to use: on httptools if it is installed, else on h11."""
    base: type[Limited] = LimitedH11
    with contextlib.suppress(ImportError):
        found = importlib.import_module(f"{__package__}.connection_httptools")
        base = found.LimitedHttpTools
    return cast("type[Limited]", type(base.__name__, (base,), {"limits": limits}))


class HttpServer:
    """A uvicorn server on a socket that listens; signals are not its business."""

    def __init__(
        self,
        app: Any,
        apps: Sequence[Any],
        listener: socket.socket,
        limits: Limits,
        tls: Tls | None = None,
    ) -> None:
        self._apps = apps
        self._listener = listener
        self._limits = limits
        self._protocol = protocol(limits)
        config = uvicorn.Config(
            app,
            http=self._protocol,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=limits.idle_timeout,  # type: ignore[arg-type]
            **socket_options(apps, limits),
        )
        config.load()
        # Its own options for TLS know less than a context.
        config.ssl = None if tls is None else tls.context()
        self._server = uvicorn.Server(config)
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Serve from now on."""
        served = asyncio.create_task(self._server.serve(sockets=[self._listener]))
        self._tasks = [served, asyncio.create_task(self._sweep())]
        while not self._server.started and not served.done():
            await asyncio.sleep(0.001)

    async def part(self, at_once: asyncio.Event) -> None:
        """Let in no new connections, and let callers close those there are, by a last answer.

        A proxy sends calls on connections that it has kept; one that is closed under such a call
        costs it, since nobody can say whether it was begun.
        """
        self._protocol.parting = True
        await asyncio.sleep(0)  # those who wait at the door come in
        for server in self._server.servers:
            server.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PARTING):
                await at_once.wait()

    async def stop(self, grace: float) -> None:
        """Take no new calls, and give those that run ``grace`` seconds; then end them.

        May be called again with less.
        """
        self._server.should_exit = True
        served, sweep = self._tasks
        if not await _is_done(served, grace):
            for app in self._apps:
                app.end_calls()
            if not await _is_done(served, _FLUSH):
                for connection in self._connections():
                    connection.transport.abort()
                # Do not wait for methods that swallow their cancellation.
                self._server.force_exit = True
        await asyncio.wait([served])
        sweep.cancel()
        served.result()

    async def _sweep(self) -> None:
        """Check all connections, so often that no limit is exceeded by more than a fourth."""
        limits = self._limits
        least = min(limits.header_timeout, limits.body_timeout, limits.write_timeout)
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(1.0, least / 4))
            now = loop.time()
            for connection in self._connections():
                connection.check(now)
            self._relieve(now)

    def _relieve(self, now: float) -> None:
        """Cut off those who hold most, if clients that do not read hold too much together."""
        stalled = [(one.stalled(now), one) for one in self._connections()]
        total = sum(size for size, _ in stalled)
        for size, connection in sorted(stalled, key=lambda pair: -pair[0]):
            if total <= _MAX_STALLED:
                break
            connection.transport.abort()
            total -= size

    def _connections(self) -> list[Limited | LimitedSocket]:
        found: set[Any] = self._server.server_state.connections
        return [one for one in found if isinstance(one, Limited | LimitedSocket)]


async def _is_done(task: "asyncio.Task[None]", within: float) -> bool:
    done, _ = await asyncio.wait([task], timeout=within)
    return bool(done)
