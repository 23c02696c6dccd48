"""Makes every safe call again and again: what the proxy's cache answers, and what that saves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.compare.through.calls import CallFailed, HttpCalls, Told, made
from generator.compare.through.stand import Addresses, Stand
from generator.compare.timing.intermediary import Stored
from generator.compare.timing.plan import Task
from generator.compare.timing.process import ServerProcess
from generator.compare.timing.relay import Relay
from generator.deploy.address import split
from generator.deploy.callers import transport_of
from generator.deploy.running import Proxy
from generator.styles.route import Transport
from generator.styles.style import AnyStyle

CALLS = 10
FRESH = 2  # seconds that answers stay fresh here, at most
_STALE = FRESH + 1.5  # caches count whole seconds

_POSTED = "generated clients send it by POST, and no cache keeps the answer to one"

_Call = Callable[[], Awaitable[Told]]


@dataclass(frozen=True, kw_only=True)
class _Calls:
    """A call through the proxy, and the same to a server itself."""

    proxied: _Call
    direct: _Call
    by_get: bool


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """One operation over one style; expires: what is kept of it becomes stale."""

    task: Task
    style: AnyStyle
    proxied: _Call
    direct: _Call
    expires: bool
    why: str


class Caching:
    """The servers that calls go to, and relays before each that count bytes."""

    def __init__(self, stand: Stand, tasks: Sequence[Task], servers: Sequence[ServerProcess]):
        self._stand = stand
        self._tasks = tasks
        self._servers = servers
        self._behind: list[Relay] = []
        self._beside: dict[Transport, Relay] = {}
        load, folder = stand.package.load, stand.trial.api.folder
        self._error: type[Exception] = load("_support").ServiceError
        self._options = load("_support.call").NO_OPTIONS
        self._entries = {one.name: one for one in load(f"{folder}.operations").OPERATIONS}

    async def seen(self, addresses: Sequence[Addresses]) -> tuple[Stored, ...]:
        """What was seen of each safe operation in each style."""
        async with contextlib.AsyncExitStack() as stack:
            relayed = [await self._relayed(stack, one) for one in addresses]
            beside = {}
            for transport, address in addresses[0].items():
                relay = self._beside[transport] = Relay(split(address)[1])
                beside[transport] = await stack.enter_async_context(relay.open())
            proxy = await stack.enter_async_context(self._stand.running(relayed))
            pairs = [one async for one in self._pairs(stack, proxy, beside)]
            first = [await self._first(pair) for pair in pairs]
            if any(pair.expires for pair in pairs):
                await asyncio.sleep(_STALE)
            return tuple(
                [
                    await self._again(pair, seen) if pair.expires and seen.calls else seen
                    for pair, seen in zip(pairs, first, strict=True)
                ]
            )

    async def _relayed(self, stack: contextlib.AsyncExitStack, addresses: Addresses) -> Addresses:
        """The addresses of relays before a server."""
        found = {}
        for transport, address in addresses.items():
            relay = Relay(split(address)[1])
            self._behind.append(relay)
            found[transport] = f"127.0.0.1:{await stack.enter_async_context(relay.open())}"
        return found

    async def _pairs(
        self, stack: contextlib.AsyncExitStack, proxy: Proxy, beside: dict[Transport, int]
    ) -> AsyncIterator[_Pair]:
        operations = {one.name.text: one for one in self._stand.trial.api.operations.values()}
        for style, binding in self._stand.trial.bound.bindings:
            caller = await self._caller(stack, style, proxy, beside[transport_of(style)])
            facts = style.describe(self._stand.trial.api, binding, self._load).facts
            for task in self._tasks:
                operation = operations[task.operation]
                if not operation.safe or style.name not in task.styles:
                    continue
                stored = self._stand.ways[task.operation, style.name].stored
                pair = caller(task)
                why = "" if stored is not None else facts(operation).cacheable.why
                yield _Pair(
                    task=task,
                    style=style,
                    proxied=pair.proxied,
                    direct=pair.direct,
                    expires=stored is not None and stored.max_age is not None,
                    why=why or ("" if pair.by_get else _POSTED),
                )

    def _load(self, module: str) -> Any:
        inside = module.partition(".")[0] == "_support"
        return self._stand.package.load(
            module if inside else f"{self._stand.trial.api.folder}.{module}"
        )

    async def _caller(
        self, stack: contextlib.AsyncExitStack, style: AnyStyle, proxy: Proxy, port: int
    ) -> Callable[[Task], _Calls]:
        """What gives the calls of a task."""
        if transport_of(style) is Transport.HTTP:
            codec = self._load(f"{style.name}.client").Client.codec()
            ways = [HttpCalls(proxy.address, proxy), HttpCalls(f"127.0.0.1:{port}")]
            for way in ways:
                stack.callback(way.close)

            def sent(task: Task) -> _Calls:
                request = codec.show(self._request(codec, task))
                return _Calls(
                    proxied=partial(ways[0].call, request),
                    direct=partial(ways[1].call, request),
                    by_get=request.start.startswith("GET "),
                )

            return sent
        clients = [
            await stack.enter_async_context(self._stand.client(style, proxy)),
            await stack.enter_async_context(self._stand.direct(style, port)),
        ]

        def called(task: Task) -> _Calls:
            calls = [partial(getattr(one, task.method), **task.arguments) for one in clients]
            proxied, direct = (partial(made, call, self._error) for call in calls)
            return _Calls(proxied=proxied, direct=direct, by_get=False)

        return called

    def _request(self, codec: Any, task: Task) -> Any:
        arguments = dict(task.arguments)
        options = arguments.pop("options", self._options)
        return codec.encode(self._entries[task.operation], arguments, options)

    async def _first(self, pair: _Pair) -> Stored:
        """The first calls, all of them within the time in which an answer is fresh."""
        return await self._counted(pair, CALLS)

    async def _again(self, pair: _Pair, seen: Stored) -> Stored:
        """One more, for which what was kept is stale."""
        more = await self._counted(pair, 1)
        return Stored(
            operation=seen.operation,
            style=seen.style,
            calls=seen.calls + more.calls,
            hits=seen.hits + more.hits,
            revalidated=seen.revalidated + more.revalidated,
            served=seen.served + more.served,
            direct=seen.direct + more.direct,
            upstream=seen.upstream + more.upstream,
            why=seen.why,
        )

    async def _counted(self, pair: _Pair, calls: int) -> Stored:
        name, style = pair.task.operation, pair.style.name
        beside = self._beside[transport_of(pair.style)]
        try:
            await pair.direct()  # opens the connection
            await _taken(beside)
            for _ in range(calls):
                await pair.direct()
            direct = await _taken(beside)
            await _taken(*self._behind)
            before = self._served(pair.task.method)
            told = [await pair.proxied() for _ in range(calls)]
            upstream = await _taken(*self._behind)
            served = self._served(pair.task.method) - before
        except CallFailed as error:
            return _failed(name, style, f"the call failed: {error}")
        revalidated = min(told.count(Told.REVALIDATED), served)
        kept = served < calls or revalidated > 0
        return Stored(
            operation=name,
            style=style,
            calls=calls,
            hits=max(calls - served, 0),
            revalidated=revalidated,
            served=served,
            direct=direct,
            upstream=upstream,
            why="" if kept else pair.why or self._unkept(pair),
        )

    def _unkept(self, pair: _Pair) -> str:
        """Why a proxy does not keep what it may."""
        age = "" if pair.expires else ": the contract names no max_age"
        return f"{self._stand.target.title} kept nothing{age}"

    def _served(self, method: str) -> int:
        return sum(server.counts()[method] for server in self._servers)


def _failed(operation: str, style: str, why: str) -> Stored:
    return Stored(
        operation=operation,
        style=style,
        calls=0,
        hits=0,
        revalidated=0,
        served=0,
        direct=0,
        upstream=0,
        why=why,
    )


async def _taken(*relays: Relay) -> int:
    """The bytes of both directions that passed since the last time."""
    found = await asyncio.gather(*(relay.taken() for relay in relays))
    return sum(len(up) + len(down) for up, down in found)
