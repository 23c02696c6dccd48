"""Counts the bytes of every call, on a new connection and on an open one, and keeps them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.building.in_memory import Package
from generator.compare.timing.http_bytes import is_http2, split
from generator.compare.timing.plan import Task
from generator.compare.timing.process import ServerProcess
from generator.compare.timing.relay import Relay
from generator.compare.timing.result import CallSize, WireBytes
from generator.styles.shown.replay import Seen
from generator.styles.style import AnyStyle

_AT_A_TIME = 4  # of one server; each waits for its own line to fall quiet
_WARM_CALLS = 3

MakeCall = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class WireSample:
    """A call as it went over the wire. cold: first on its connection; warm: the last of some."""

    cold: CallSize
    warm: CallSize
    seen: Seen


class StyleUnderTest:
    """One style's server, and the generated clients that call it."""

    def __init__(
        self, style: AnyStyle, server: ServerProcess, package: Package, folder: str
    ) -> None:
        self.style = style
        self.server = server
        module = package.load(f"{folder}.{style.name}.client")
        self._client = module.AsyncClient
        self._codec = module.Client.codec()
        self._options = package.load("_support.call").NO_OPTIONS
        table = package.load(f"{folder}.operations").OPERATIONS
        self._entries = {entry.name: entry for entry in table}
        self._gate = asyncio.Semaphore(_AT_A_TIME)

    def client(self, target: str | None = None) -> Any:
        """A client, to be entered; ``target``: of what stands in between."""
        return self._client(target or self.server.target)

    def call(self, client: Any, task: Task) -> MakeCall:
        """A task's call through a client."""
        return partial(getattr(client, task.method), **task.arguments)

    async def wire(self, task: Task) -> WireSample:
        """Make a call through a relay, over and over."""
        async with self._gate, self.relayed() as (relay, client):
            call = self.call(client, task)
            await call()
            up, down = await relay.taken()
            http2 = is_http2(up)
            cold = self._exchange(up, down, http2=http2)
            for _ in range(_WARM_CALLS):
                await call()
                up, down = await relay.taken()
        seen = Seen(request=self._request(task), sent=up, received=down)
        return WireSample(cold=cold, warm=self._exchange(up, down, http2=http2), seen=seen)

    def _exchange(self, up: bytes, down: bytes, *, http2: bool) -> CallSize:
        parse: Callable[[bytes], WireBytes]
        parse = partial(split, http2=http2, prefix=self.style.hosting.message_prefix)
        return CallSize(request=parse(up), response=parse(down))

    def _request(self, task: Task) -> Any:
        """What the generated client sends, before it is bytes."""
        arguments = dict(task.arguments)
        options = arguments.pop("options", self._options)
        return self._codec.encode(self._entries[task.operation], arguments, options)

    @contextlib.asynccontextmanager
    async def relayed(self) -> AsyncIterator[tuple[Relay, Any]]:
        """A client with a relay between it and the server."""
        front, _, port = self.server.target.rpartition(":")
        relay = Relay(int(port))
        async with relay.open() as relay_port, self.client(f"{front}:{relay_port}") as client:
            yield relay, client
