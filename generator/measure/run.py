"""Measures a contract: real servers in processes of their own, generated clients, interleaved."""

import asyncio
import contextlib
import functools
import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from generator.compare.loading import Package, importable
from generator.measure import summary
from generator.measure.driver import Cell, drive
from generator.measure.environment import environment
from generator.measure.http_bytes import is_http2, split
from generator.measure.plan import Plan, Task, plan
from generator.measure.process import MeasureError, ServerProcess, emitted, started
from generator.measure.relay import Relay
from generator.measure.result import Exchange, Growth, Load, Measurement, Run, Skipped, WireBytes
from generator.styles.style import AnyStyle
from generator.trial import Trial

IN_FLIGHT = (1, 8, 64)
ITEMS = (1, 10, 100, 1000)
REPETITIONS = 5
BUDGET = 36.0  # seconds of measured calls, shared by all cells
_WARM_UP_CALLS = 40
_WARM_EXCHANGES = 3
_LEAST_CALLS = 20
_CELL = (0.03, 0.4)  # seconds, least and most

Progress = Callable[[float, str], None]
Key = tuple[str, str]  # operation, style


def run(
    trial: Trial,
    *,
    operations: Sequence[str] | None = None,
    repetitions: int = REPETITIONS,
    budget: float = BUDGET,
    progress: Progress = lambda _share, _what: None,
) -> Measurement:
    """Measure a contract on this machine's loopback.

    operations: names, all of them when None; budget: seconds of measured calls altogether.
    Raises MeasureError when a server cannot start or dies; no process outlives this call.
    """
    with importable(trial.files) as package, contextlib.ExitStack() as stack:
        planned = plan(trial.api, package, trial.styles, operations)
        folder = stack.enter_context(emitted(trial.files, msgspec.json.encode(planned.answers)))
        factory = package.load("_support.serve").loop_factory()
        servers = {
            style.name: stack.enter_context(
                started(folder, trial.api.folder, style.name, style.title)
            )
            for style in trial.styles
        }
        session = _Session(trial, package, planned, servers, repetitions, budget, progress)
        with asyncio.Runner(loop_factory=factory) as runner:
            found = runner.run(session.measured(environment("uvloop" if factory else "asyncio")))
    return found


class _Session:
    def __init__(
        self,
        trial: Trial,
        package: Package,
        planned: Plan,
        servers: Mapping[str, ServerProcess],
        repetitions: int,
        budget: float,
        progress: Progress,
    ) -> None:
        self._api = trial.api
        self._styles = {style.name: style for style in trial.styles}
        self._clients = {
            name: package.load(f"{trial.api.folder}.{name}.client").AsyncClient
            for name in self._styles
        }
        self._error: type[Exception] = package.load("_support").ServiceError
        self._servers = servers
        self._tasks = planned.tasks
        self._skipped = list(planned.skipped)
        self._repetitions = repetitions
        self._budget = budget
        self._progress = progress

    async def measured(self, where: Any) -> Measurement:
        """Everything, in order: bytes, warm-up, load, growth."""
        wires: dict[Key, tuple[Exchange, Exchange]] = {}
        for name, style in self._styles.items():
            self._progress(0.0, f"bytes over {style.title}")
            wires |= await self._wires(name, style)
        async with contextlib.AsyncExitStack() as stack:
            clients = {
                name: await stack.enter_async_context(client(self._servers[name].target))
                for name, client in self._clients.items()
            }
            calls = {
                (task.operation, name): _call(client, task)
                for task in self._tasks
                for name, client in clients.items()
                if (task.operation, name) in wires
            }
            await self._warm_up(calls)
            cells, grown = await self._timed(calls)
        growth = await self._growth(grown)
        runs = tuple(
            Run(
                operation=operation,
                style=style,
                cold=wires[operation, style][0],
                warm=wires[operation, style][1],
                loads=_loads(cells, (operation, style)),
                growth=tuple(growth.get((operation, style), ())),
            )
            for operation, style in calls
        )
        return Measurement(
            contract=self._api.package,
            title=self._api.title,
            styles={name: style.title for name, style in self._styles.items()},
            repetitions=self._repetitions,
            environment=where,
            runs=runs,
            skipped=tuple(self._skipped),
            crossovers=tuple(summary.crossovers(runs)),
            wide=tuple(summary.too_wide(runs)),
        )

    async def _wires(self, name: str, style: AnyStyle) -> dict[Key, tuple[Exchange, Exchange]]:
        """Bytes of each operation over one style: on a new connection, and on an open one."""
        found = {}
        for task in self._tasks:
            try:
                cold, warm = await self._exchanges(name, style, task, _WARM_EXCHANGES)
            except self._error as error:
                self._servers[name].check()
                reason = f"the call failed: {error}"
                skipped = Skipped(operation=task.operation, style=name, reason=reason)
                self._skipped.append(skipped)
                continue
            found[task.operation, name] = cold, warm
        return found

    async def _exchanges(
        self, name: str, style: AnyStyle, task: Task, times: int
    ) -> tuple[Exchange, Exchange]:
        """The first call on a connection, and the last of some more."""
        async with self._relayed(name) as (relay, client):
            call = _call(client, task)
            await call()
            up, down = await relay.taken()
            parse = functools.partial(
                split, http2=is_http2(up), prefix=style.hosting.message_prefix
            )
            cold = Exchange(request=parse(up), response=parse(down))
            for _ in range(times):
                await call()
                up, down = await relay.taken()
            return cold, Exchange(request=parse(up), response=parse(down))

    @contextlib.asynccontextmanager
    async def _relayed(self, name: str) -> AsyncIterator[tuple[Relay, Any]]:
        """A client of a style with a relay between it and its server."""
        target = self._servers[name].target
        front, _, port = target.rpartition(":")
        relay = Relay(int(port))
        async with (
            relay.open() as relay_port,
            self._clients[name](f"{front}:{relay_port}") as client,
        ):
            yield relay, client

    async def _warm_up(self, calls: Mapping[Key, Callable[[], Any]]) -> None:
        for (operation, style), call in calls.items():
            self._progress(0.0, f"warming up {operation} over {self._styles[style].title}")
            server = self._servers[style]
            await self._drive(call, server, in_flight=8, seconds=0, least=_WARM_UP_CALLS)

    async def _timed(
        self, calls: Mapping[Key, Callable[[], Any]]
    ) -> tuple[dict[tuple[Key, int], list[Cell]], dict[tuple[Key, int], list[Cell]]]:
        """All repetitions, interleaved: each runs every cell once, style next to style."""
        lists = {task.operation for task in self._tasks if task.is_list}
        growing = [key for key in calls if key[0] in lists]
        count = self._repetitions * (len(calls) * len(IN_FLIGHT) + len(growing) * len(ITEMS))
        seconds = min(max(self._budget / max(count, 1), _CELL[0]), _CELL[1])
        done = itertools.count(1)
        loads: dict[tuple[Key, int], list[Cell]] = {}
        grown: dict[tuple[Key, int], list[Cell]] = {}
        for repetition in range(self._repetitions):
            for in_flight in IN_FLIGHT:
                for key in _turned(calls, repetition):
                    cell = await self._cell(calls, key, in_flight, seconds)
                    loads.setdefault((key, in_flight), []).append(cell)
                    self._progress(next(done) / count, key[0])
            for items in ITEMS:
                for key in _turned(growing, repetition):
                    self._servers[key[1]].resize(items)
                    cell = await self._cell(calls, key, 1, seconds)
                    grown.setdefault((key, items), []).append(cell)
                    self._servers[key[1]].resize(1)
                    self._progress(next(done) / count, f"{key[0]} with {items} items")
        return loads, grown

    async def _cell(
        self, calls: Mapping[Key, Callable[[], Any]], key: Key, in_flight: int, seconds: float
    ) -> Cell:
        server = self._servers[key[1]]
        least = max(_LEAST_CALLS, in_flight)
        return await self._drive(
            calls[key], server, in_flight=in_flight, seconds=seconds, least=least
        )

    async def _drive(self, call: Any, server: ServerProcess, **how: Any) -> Cell:
        try:
            return await drive(call, server, **how)
        except* self._error as failures:
            server.check()
            raise MeasureError(f"a call failed: {failures.exceptions[0]}") from failures

    async def _growth(
        self, grown: Mapping[tuple[Key, int], Sequence[Cell]]
    ) -> dict[Key, list[Growth]]:
        """The bytes of every size, beside the times that were taken before."""
        found: dict[Key, list[Growth]] = {}
        by_name = {task.operation: task for task in self._tasks}
        for (key, items), cells in grown.items():
            operation, style = key
            self._progress(1.0, f"bytes of {operation} with {items} items")
            self._servers[style].resize(items)
            _, warm = await self._exchanges(style, self._styles[style], by_name[operation], 1)
            found.setdefault(key, []).append(_grown(items, cells, warm.response))
        return found


def _grown(items: int, cells: Sequence[Cell], response: WireBytes) -> Growth:
    return Growth(
        items=items,
        response=response,
        latency=summary.spread([cell.percentile(0.5) for cell in cells]),
        server_cpu=summary.spread([cell.server_cpu / cell.calls for cell in cells]),
    )


def _loads(cells: Mapping[tuple[Key, int], Sequence[Cell]], key: Key) -> tuple[Load, ...]:
    return tuple(summary.load(in_flight, cells[key, in_flight]) for in_flight in IN_FLIGHT)


def _call(client: Any, task: Task) -> Callable[[], Any]:
    return functools.partial(getattr(client, task.method), **task.arguments)


def _turned(keys: Mapping[Key, Any] | Sequence[Key], by: int) -> Iterator[Key]:
    """The keys, beginning with another one each time, so that none is always first."""
    every = list(keys)
    start = by % max(len(every), 1)
    return itertools.chain(every[start:], every[:start])
