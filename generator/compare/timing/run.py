"""Measures a contract: real servers in processes of their own, clients in this one, in turn."""

import asyncio
import contextlib
import gc
import time
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import msgspec

from generator.building.in_memory import Package, importable
from generator.building.trial import Trial
from generator.compare.sideways.shown import shown
from generator.compare.timing import cores, summary
from generator.compare.timing.driver import StretchCost, measured
from generator.compare.timing.environment import busy, environment
from generator.compare.timing.flows import Flows
from generator.compare.timing.plan import TimingPlan, plan
from generator.compare.timing.process import MeasureError, ServerProcess, emitted, started
from generator.compare.timing.result import VERSION, CallSize, Environment, Measurement, Skipped
from generator.compare.timing.schedule import BUDGET, ITEMS, ROUNDS, LoadKey, Schedule, Setting
from generator.compare.timing.wires import MakeCall, StyleUnderTest, WireSample
from generator.styles.shown.replay import ReplayError, Stretch, awaited

_WARM_UP_CALLS = 40
_WARM_UP_IN_FLIGHT = 8
_BYTES, _FLOWS, _WARM_UP = 0.05, 0.1, 0.03  # their shares of the whole, for the progress


class ProgressListener(Protocol):
    """Whoever wants to know how far it is."""

    def begins(self, operations: int, in_flight: Sequence[int], seconds: float) -> None:
        """So much is to be measured, and takes about so long."""

    def at(self, share: float, what: str) -> None:
        """How much is done, and what comes now."""


class _Unwatched:
    def begins(self, operations: int, in_flight: Sequence[int], seconds: float) -> None:
        """Nobody wants to know."""

    def at(self, share: float, what: str) -> None:
        """Nobody wants to know."""


def run(
    trial: Trial,
    *,
    operations: Sequence[str] | None = None,
    rounds: int = ROUNDS,
    budget: float = BUDGET,
    progress: ProgressListener | None = None,
) -> Measurement:
    """Measure a contract on this machine's loopback.

    operations: names, all of them when None; budget: seconds for all rounds, more if there are too
    many operations for it. Raises MeasureError when a server cannot start or dies; no process
    outlives this call.
    """
    mine, theirs = cores.halves()
    with contextlib.ExitStack() as stack:
        package = stack.enter_context(importable(trial.files))
        planned = plan(trial, package, operations)
        folder = stack.enter_context(emitted(trial.files, msgspec.json.encode(planned.answers)))
        factory = package.load("_support.serve").loop_factory()
        where = environment("uvloop" if factory else "asyncio", apart=bool(theirs))
        contract = trial.api.folder
        endpoints = {}
        for style in trial.styles:
            name, title = style.name, style.title
            server = started(folder, contract, [name], title, theirs, asks=planned.asks)
            endpoints[style.name] = StyleUnderTest(
                style, stack.enter_context(server), package, contract
            )
        for endpoint in endpoints.values():  # which start at the same time
            endpoint.server.serves()
        stack.enter_context(cores.kept_to(mine))
        session = _Session(trial, package, planned, endpoints, rounds, budget)
        with asyncio.Runner(loop_factory=factory) as runner:
            return runner.run(session.measured(where, progress or _Unwatched()))


class _Session:
    def __init__(
        self,
        trial: Trial,
        package: Package,
        planned: TimingPlan,
        endpoints: Mapping[str, StyleUnderTest],
        rounds: int,
        budget: float,
    ) -> None:
        self._trial = trial
        self._error: type[Exception] = package.load("_support").ServiceError
        self._endpoints = endpoints
        self._tasks = {task.operation: task for task in planned.tasks}
        self._flows = Flows(planned.streams, endpoints, self._explained)
        self._streams = len(planned.streams)
        self._skipped = list(planned.skipped)
        self._rounds = rounds
        self._budget = budget

    async def measured(self, where: Environment, progress: ProgressListener) -> Measurement:
        """Everything, in order: bytes, warm-up, then the rounds of what is timed."""
        keys = [(name, style) for name, task in self._tasks.items() for style in task.styles]
        lists = [task.operation for task in self._tasks.values() if task.is_list]
        schedule = Schedule(keys, lists, self._rounds, self._budget)
        seconds = schedule.seconds + self._flows.seconds(self._rounds)
        progress.begins(len(self._tasks) + self._streams, schedule.in_flight, seconds)
        used, machine = self._used(), busy()
        begin = time.monotonic()
        wires = await self._wires(progress)
        grown = await self._grown([key for key in wires if key[0] in lists])
        schedule = Schedule(list(wires), lists, self._rounds, self._budget)
        async with contextlib.AsyncExitStack() as stack:
            clients = {
                name: await stack.enter_async_context(endpoint.client())
                for name, endpoint in self._endpoints.items()
            }
            calls = {
                (operation, style): self._endpoints[style].call(
                    clients[style], self._tasks[operation]
                )
                for operation, style in wires
            }
            flows = await self._flows.measured(
                clients,
                self._rounds,
                lambda share, what: progress.at(_BYTES + _FLOWS * share, what),
            )
            await self._warm_up(calls, progress)
            cells = await self._timed(schedule, calls, wires, progress)
        if machine is not None:
            elapsed = (time.monotonic() - begin) * where.cores
            others = (busy() or 0.0) - machine - (self._used() - used)
            where = msgspec.structs.replace(where, others=min(max(others / elapsed, 0.0), 1.0))
        return Measurement(
            contract=self._trial.api.package,
            title=self._trial.api.title,
            styles={name: one.style.title for name, one in self._endpoints.items()},
            repetitions=min(map(len, cells.values()), default=self._rounds if flows else 0),
            environment=where,
            runs=(runs := summary.runs(wires, grown, cells)),
            skipped=tuple(self._skipped),
            crossovers=tuple(summary.crossovers(runs)),
            wide=tuple(summary.too_wide(runs)),
            version=VERSION,
            flows=flows,
        )

    def _used(self) -> float:
        """CPU seconds of this process and the servers."""
        servers = sum(endpoint.server.cpu() for endpoint in self._endpoints.values())
        return time.process_time() + servers

    async def _wires(self, progress: ProgressListener) -> dict[LoadKey, WireSample]:
        """Bytes of each operation over each style; what fails over a style is left out there."""
        found: dict[LoadKey, WireSample] = {}
        done = 0

        async def count(operation: str, style: str) -> None:
            nonlocal done
            endpoint = self._endpoints[style]
            try:
                found[operation, style] = await endpoint.wire(self._tasks[operation])
            except self._error as error:
                endpoint.server.check()
                reason = f"the call failed: {error}"
                self._skipped.append(Skipped(operation=operation, style=style, reason=reason))
            done += 1
            progress.at(_BYTES * done / len(keys), f"bytes of {operation}")

        keys = [(name, style) for name, task in self._tasks.items() for style in task.styles]
        await _together(count(*key) for key in keys)
        return {key: found[key] for key in keys if key in found}

    async def _grown(self, keys: Sequence[LoadKey]) -> dict[tuple[LoadKey, int], CallSize]:
        """Bytes of the lists with more and more items."""
        found: dict[tuple[LoadKey, int], CallSize] = {}

        async def count(key: LoadKey, items: int) -> None:
            endpoint = self._endpoints[key[1]]
            with self._explained(endpoint.server):
                found[key, items] = (await endpoint.wire(self._tasks[key[0]])).warm

        for items in ITEMS if keys else ():
            self._resize(items)
            await _together(count(key, items) for key in keys)
        self._resize(0)
        return found

    def _resize(self, items: int) -> None:
        for endpoint in self._endpoints.values():
            endpoint.server.resize(items)

    async def _warm_up(self, calls: Mapping[LoadKey, MakeCall], progress: ProgressListener) -> None:
        for number, ((operation, style), call) in enumerate(calls.items()):
            progress.at(_BYTES + _FLOWS + _WARM_UP * number / len(calls), f"warming up {operation}")
            drive = partial(_calling, call, _WARM_UP_IN_FLIGHT)
            with self._explained(self._endpoints[style].server):
                await drive(0, _WARM_UP_CALLS)

    async def _timed(
        self,
        schedule: Schedule,
        calls: Mapping[LoadKey, MakeCall],
        wires: Mapping[LoadKey, WireSample],
        progress: ProgressListener,
    ) -> dict[tuple[Setting, str], list[StretchCost]]:
        """All rounds; what was there before is no business of the garbage collector's."""
        done = _BYTES + _FLOWS + _WARM_UP
        each = (1 - done) / max(schedule.steps, 1)
        cells: dict[tuple[Setting, str], list[StretchCost]] = {}
        gc.collect()
        gc.freeze()
        try:
            for setting, style, seconds in schedule.stretches():
                progress.at(done, setting.operation)
                done += each
                key = setting.operation, style
                cell = await self._cell(setting, style, calls[key], wires[key], seconds)
                cells.setdefault((setting, style), []).append(cell)
        finally:
            gc.unfreeze()
        return cells

    async def _cell(
        self, setting: Setting, style: str, call: MakeCall, wire: WireSample, seconds: float
    ) -> StretchCost:
        endpoint = self._endpoints[style]
        server, many = endpoint.server, setting.in_flight
        if setting.items:
            server.resize(setting.items)
        with self._explained(server):
            if setting.replayed:
                async with shown(endpoint.style).replay(server.target, wire.seen, many) as drive:
                    cell = await measured(drive, server, in_flight=many, seconds=seconds)
            else:
                drive = partial(_calling, call, many)
                await drive(0, many)  # opens what connections were given up meanwhile
                cell = await measured(drive, server, in_flight=many, seconds=seconds)
        if setting.items:
            server.resize(0)
        return cell

    @contextlib.contextmanager
    def _explained(self, server: ServerProcess) -> Iterator[None]:
        """Say why a call failed: most of all, that the server has died."""
        try:
            yield
        except* (self._error, ReplayError, OSError) as failures:
            server.check()
            raise MeasureError(f"a call failed: {_first(failures)}") from failures


async def _calling(call: MakeCall, in_flight: int, seconds: float, least: int) -> Stretch:
    return await awaited(call, in_flight=in_flight, seconds=seconds, least=least)


async def _together(jobs: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do jobs at the same time; where one fails, the others end."""
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job)
    except* MeasureError as failures:
        raise _first(failures) from None


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
