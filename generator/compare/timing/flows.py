"""Measures operations that stream, through the generated clients: first item, pace, bytes, CPU."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from generator.compare.timing.plan import StreamTask
from generator.compare.timing.process import MeasureError, ServerProcess
from generator.compare.timing.result import Flow
from generator.compare.timing.summary import spread
from generator.compare.timing.wires import StyleUnderTest

SECONDS = 0.1  # of a stream that is timed, about
_LEAST, _MOST = 20, 1000  # its items: as many as styles carry that collect them
_TRIED = 100  # items, to learn how many there are room for
_FEW, _MANY = 10, 60  # items: what more of them add to the bytes is what each takes
_PATIENCE = 30.0  # seconds for one stream

Explained = Callable[[ServerProcess], AbstractContextManager[None]]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One stream; seconds."""

    first: float | None
    elapsed: float
    client_cpu: float
    server_cpu: float


class Flows:
    """All streams of a contract; explained: says why a call failed."""

    def __init__(
        self,
        tasks: Sequence[StreamTask],
        endpoints: Mapping[str, StyleUnderTest],
        explained: Explained,
    ) -> None:
        self._pairs = [(task, style) for task in tasks for style in task.styles]
        self._endpoints = endpoints
        self._explained = explained

    def seconds(self, rounds: int) -> float:
        """About how long it takes."""
        return len(self._pairs) * (rounds + 3) * SECONDS

    async def measured(
        self, clients: Mapping[str, Any], rounds: int, at: Callable[[float, str], None]
    ) -> tuple[Flow, ...]:
        """Measure every stream over every style that carries it, in turn, round by round.

        at: is told how much of it is done, and what comes.
        """
        sizes = [await self._bytes(task, style) for task, style in self._pairs]
        counts = [await self._count(task, style, clients[style]) for task, style in self._pairs]
        seen: list[list[_Seen]] = [[] for _ in self._pairs]
        for number in range(rounds):
            for place, (task, style) in enumerate(self._pairs):
                done = (number + place / len(self._pairs)) / rounds
                at(done, task.operation)
                one = await self._one(task, style, clients[style], counts[place])
                seen[place].append(one)
        return tuple(
            _flow(task, style, size, count, each)
            for (task, style), size, count, each in zip(
                self._pairs, sizes, counts, seen, strict=True
            )
        )

    async def _bytes(self, task: StreamTask, style: str) -> tuple[float, float]:
        """What one item more takes, up and down."""
        endpoint = self._endpoints[style]
        found = []
        with self._explained(endpoint.server):
            async with endpoint.relayed() as (relay, client):
                for count in (_FEW, _FEW, _MANY):  # the first one opens the connection
                    with self._sized(task, endpoint.server, count):
                        await _streamed(client, task, count)
                    up, down = await relay.taken()
                    found.append((len(up), len(down)))
        (few_up, few_down), (many_up, many_down) = found[1:]
        more = _MANY - _FEW
        return max(many_up - few_up, 0) / more, max(many_down - few_down, 0) / more

    async def _count(self, task: StreamTask, style: str, client: Any) -> int:
        """How many items a stretch has room for."""
        await self._one(task, style, client, _TRIED)
        seen = await self._one(task, style, client, _TRIED)
        return min(max(round(_TRIED * SECONDS / seen.elapsed), _LEAST), _MOST)

    async def _one(self, task: StreamTask, style: str, client: Any, count: int) -> _Seen:
        server = self._endpoints[style].server
        with self._explained(server), self._sized(task, server, count):
            server_cpu, client_cpu = server.cpu(), time.process_time()
            first, elapsed = await _streamed(client, task, count)
            return _Seen(
                first=first,
                elapsed=elapsed,
                client_cpu=time.process_time() - client_cpu,
                server_cpu=server.cpu() - server_cpu,
            )

    @contextlib.contextmanager
    def _sized(self, task: StreamTask, server: ServerProcess, count: int) -> Iterator[None]:
        """Have the server stream so many items, where it does so by itself."""
        if task.takes:
            yield
            return
        server.resize(count)
        try:
            yield
        finally:
            server.resize(0)


async def _streamed(client: Any, task: StreamTask, count: int) -> tuple[float | None, float]:
    """Seconds until the first item, and until the end."""
    arguments = dict(task.arguments)
    if task.takes:
        arguments[task.takes] = itertools.islice(itertools.cycle(task.items), count)
    clock = time.perf_counter
    first: float | None = None
    try:
        async with asyncio.timeout(_PATIENCE):
            begin = clock()
            answer = getattr(client, task.method)(**arguments)
            if not task.gives:
                await answer
                return None, clock() - begin
            items: AsyncIterator[Any] = answer
            got = 0
            async for _ in items:
                got += 1
                if first is None:
                    first = clock() - begin
            elapsed = clock() - begin
    except TimeoutError:
        text = f"a stream of {task.operation} did not end within {_PATIENCE:.0f} seconds"
        raise MeasureError(text) from None
    if got != count:
        raise MeasureError(f"a stream of {task.operation} had {got} items, and not {count}")
    return first, elapsed


def _flow(
    task: StreamTask, style: str, size: tuple[float, float], count: int, seen: Sequence[_Seen]
) -> Flow:
    firsts = [one.first for one in seen if one.first is not None]
    return Flow(
        operation=task.operation,
        style=style,
        way=task.way,
        items=count,
        first=spread(firsts) if firsts else None,
        items_per_second=spread([count / one.elapsed for one in seen]),
        sent=size[0],
        received=size[1],
        client_cpu=spread([one.client_cpu / count for one in seen]),
        server_cpu=spread([one.server_cpu / count for one in seen]),
    )
