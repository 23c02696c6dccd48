"""Loses one of two servers: what that costs the callers of each style."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.compare.through.calls import CallFailed, made
from generator.compare.through.spreading import uncached
from generator.compare.through.stand import Addresses, Stand
from generator.compare.timing.intermediary import Absent, Ending, Loss
from generator.compare.timing.plan import Task
from generator.compare.timing.process import ServerProcess
from generator.styles.style import AnyStyle

CALLS = 10  # one after another
HELD = 8  # at the same time, half of them at each server
_PATIENCE = 10.0  # seconds until all calls have come to a server
_PAUSE = 0.01


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """How a call ended; seconds: how long it took."""

    ended: float
    seconds: float
    error: str


class Losing:
    """One style, with a server that lives and one that is killed."""

    def __init__(
        self,
        stand: Stand,
        style: AnyStyle,
        tasks: Sequence[Task],
        servers: tuple[ServerProcess, ServerProcess],
        addresses: tuple[Addresses, Addresses],
    ) -> None:
        self._stand, self._style = stand, style
        self._servers, self._addresses = servers, addresses
        operations = {one.name.text: one for one in stand.trial.api.operations.values()}
        self._repeats = {name: one.safe or one.idempotent for name, one in operations.items()}
        self._retried = {name: one.retry is not None for name, one in operations.items()}
        self._tasks = tuple(self._chosen(tasks))
        self._error: type[Exception] = stand.package.load("_support").ServiceError

    def _chosen(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """One operation that may be repeated and one that may not, as far as there are some."""
        able = [*uncached(self._stand, tasks, self._style)]
        able += [one for one in tasks if self._style.name in one.styles and one not in able]
        for repeats in (True, False):
            found = next((one for one in able if self._repeats[one.operation] is repeats), None)
            if found is not None:
                yield found

    async def seen(self) -> list[Loss | Absent]:
        """Kill a server while it has calls; then look at what is refused."""
        if not self._tasks:
            return [self._absent("", "no operation of it is called here")]
        async with (
            self._stand.running(self._addresses) as proxy,
            self._stand.client(self._style, proxy) as client,
        ):
            usual = {}
            for task in self._tasks:
                outcomes = await self._in_turn(client, task)
                error = next((one.error for one in outcomes if one.error), "")
                if error:
                    return [self._absent(task.operation, f"a call failed: {error}")]
                usual[task.operation] = statistics.median(one.seconds for one in outcomes)
            losses: list[Loss | Absent] = [*await self._held(client, usual)]
        async with (
            self._stand.running(self._addresses) as proxy,
            self._stand.client(self._style, proxy) as client,
        ):
            for task in self._tasks:
                outcomes = await self._in_turn(client, task)
                losses.append(self._loss(task, Ending.REFUSED, 0, outcomes, usual, None))
        return losses

    def _absent(self, operation: str, reason: str) -> Absent:
        what = "what a lost server costs"
        return Absent(what=what, style=self._style.name, operation=operation, reason=reason)

    async def _held(self, client: Any, usual: dict[str, float]) -> list[Loss]:
        """Kill one server when the calls of all operations are held by both."""
        alive, dying = self._servers
        before = dying.counts()
        begun = self._begun()
        for server in self._servers:
            server.hold()
        calls = {
            task.operation: [asyncio.create_task(self._call(client, task)) for _ in range(HELD)]
            for task in self._tasks
        }
        await self._until(begun + HELD * len(self._tasks))
        after = dying.counts()
        dying.kill()
        killed = time.perf_counter()
        alive.release()
        found = []
        for task in self._tasks:
            outcomes = await asyncio.gather(*calls[task.operation])
            lost = after[task.method] - before[task.method]
            found.append(self._loss(task, Ending.HELD, lost, outcomes, usual, killed))
        return found

    def _begun(self) -> int:
        return sum(server.counts()[task.method] for server in self._servers for task in self._tasks)

    async def _until(self, count: int) -> None:
        """Until so many calls have come to the servers, or no more come."""
        end = time.monotonic() + _PATIENCE
        while self._begun() < count and time.monotonic() < end:
            await asyncio.sleep(_PAUSE)

    async def _in_turn(self, client: Any, task: Task) -> list[_Outcome]:
        return [await self._call(client, task) for _ in range(CALLS)]

    async def _call(self, client: Any, task: Task) -> _Outcome:
        call: Callable[[], Awaitable[Any]]
        call = partial(getattr(client, task.method), **task.arguments)
        begin = time.perf_counter()
        error = ""
        try:
            await made(call, self._error)
        except CallFailed as failed:
            error = str(failed)
        end = time.perf_counter()
        return _Outcome(ended=end, seconds=end - begin, error=error)

    def _loss(
        self,
        task: Task,
        ending: Ending,
        lost: int,
        outcomes: Sequence[_Outcome],
        usual: dict[str, float],
        killed: float | None,
    ) -> Loss:
        good = [one for one in outcomes if not one.error]
        waits = [one.seconds if killed is None else one.ended - killed for one in good]
        return Loss(
            operation=task.operation,
            style=self._style.name,
            ending=ending,
            repeats=self._repeats[task.operation],
            retried=self._retried[task.operation],
            calls=len(outcomes),
            lost=lost,
            failed=len(outcomes) - len(good),
            usual=usual[task.operation],
            worst=max(waits, default=None),
            error=next((one.error for one in outcomes if one.error), ""),
        )
