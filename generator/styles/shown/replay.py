"""Makes a call again and again: as a client makes it, or as bytes that a client once sent.

What a server can serve shows only when whoever asks is quicker than it is. A generated client is
not: it builds every request, and reads every answer into objects.
"""

import asyncio
import selectors
import socket
import struct
import time
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

_PATIENCE = 10  # seconds for an answer
_TIMEVAL = struct.pack("ll", _PATIENCE, 0)
_CHUNK = 1 << 18


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A call on an open connection: the codec's request, and the bytes of both directions."""

    request: Any
    sent: bytes
    received: bytes


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Calls that were made one after another, so many of them at any time; seconds.

    latencies, ends: of every call, in the order in which they ended; stop: how many had ended when
    no more were begun.
    """

    in_flight: int
    latencies: "array[float]"
    ends: "array[float]"
    stop: int

    @property
    def pace(self) -> float:
        """Calls per second while all were under way: in whole turns, as calls end in bursts."""
        first = self.in_flight - 1
        turns = (self.stop - self.in_flight) // self.in_flight
        last = first + turns * self.in_flight
        return (last - first) / (self.ends[last] - self.ends[first])


# Calls for some seconds, and so many calls anyhow.
Drive = Callable[[float, int], Awaitable[Stretch]]
Replay = AbstractAsyncContextManager[Drive]

_Events = list[tuple[selectors.SelectorKey, int]]


class ReplayError(Exception):
    """A call that was sent again got no answer, or another one than the first time."""


async def awaited(
    call: Callable[[], Awaitable[object]], *, in_flight: int, seconds: float, least: int
) -> Stretch:
    """Await calls, ``in_flight`` of them at a time."""
    latencies, ends = array("d"), array("d")
    clock = time.perf_counter
    stop = 0
    deadline = clock() + seconds

    async def worker() -> None:
        nonlocal stop
        while True:
            start = clock()
            await call()
            end = clock()
            latencies.append(end - start)
            ends.append(end)
            if stop:
                return
            if end >= deadline and len(ends) >= least:
                stop = len(ends)
                return

    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(worker())
    return Stretch(in_flight=in_flight, latencies=latencies, ends=ends, stop=stop)


@asynccontextmanager
async def same_bytes(target: str, seen: Seen, in_flight: int) -> AsyncIterator[Drive]:
    """Connections over which the very bytes go again: for protocols whose calls share no state.

    An answer is complete when as many bytes have come as the first time; it is not read.
    """
    host, _, port = target.partition("://")[2].partition("/")[0].rpartition(":")
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(in_flight):
            address = (host.strip("[]"), int(port))
            connection = stack.enter_context(socket.create_connection(address, _PATIENCE))
            connection.settimeout(None)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _TIMEVAL)
            selector.register(connection, selectors.EVENT_READ, _Line(connection))

        async def drive(seconds: float, least: int) -> Stretch:
            await asyncio.sleep(0)  # here an interruption gets through
            return _sent(selector, seen, in_flight, seconds, least)

        await drive(0, 0)  # the first call of a connection costs more than others
        yield drive


class _Line:
    """One connection: when its call began, and how many bytes of the answer are missing."""

    __slots__ = ("missing", "receive", "send", "start")

    def __init__(self, connection: socket.socket) -> None:
        self.receive = connection.recv
        self.send = connection.sendall
        self.start = 0.0
        self.missing = 0


def _sent(
    selector: selectors.BaseSelector, seen: Seen, in_flight: int, seconds: float, least: int
) -> Stretch:
    """Send and receive on all connections, without coroutines: those would cost more than this."""
    request, size = seen.sent, len(seen.received)
    first_line = seen.received.partition(b"\r\n")[0]
    latencies, ends = array("d"), array("d")
    clock = time.perf_counter
    ready = selector.select
    if in_flight == 1:  # then receiving waits by itself, and one system call is saved
        only = [(key, selectors.EVENT_READ) for key in selector.get_map().values()]
        ready = partial(_always, only)
    stop = 0
    least = max(least, 1)
    deadline = clock() + seconds
    for key in selector.get_map().values():
        key.data.missing = size
        key.data.start = clock()
        key.data.send(request)
    under_way = in_flight
    while under_way:
        events = ready(_PATIENCE)
        if not events:
            raise ReplayError(f"no answer for {_PATIENCE} seconds")
        for key, _ in events:
            line = key.data
            chunk = line.receive(_CHUNK)
            if line.missing == size and not (
                chunk.startswith(first_line) or first_line.startswith(chunk)
            ):
                raise _other(chunk, line)
            line.missing -= len(chunk)
            if line.missing:
                if line.missing < 0 or not chunk:
                    raise _other(chunk, line)
                continue
            now = clock()
            latencies.append(now - line.start)
            ends.append(now)
            if stop or (now >= deadline and len(ends) >= least):
                stop = stop or len(ends)
                under_way -= 1
                continue
            line.missing = size
            line.start = now
            line.send(request)
    return Stretch(in_flight=in_flight, latencies=latencies, ends=ends, stop=stop)


def _always(only: _Events, _patience: float | None = None) -> _Events:
    return only


def _other(chunk: bytes, line: _Line) -> ReplayError:
    if not chunk:
        return ReplayError("the server closed the connection")
    with suppress(OSError):  # the first line may come in pieces
        while b"\r\n" not in chunk and (more := line.receive(_CHUNK)):
            chunk += more
    first = chunk.partition(b"\r\n")[0].decode("latin-1")
    return ReplayError(f"the answer was another one than before: {first}")
