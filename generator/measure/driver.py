"""Calls one operation over one style, over and over, and keeps how long each call took."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from generator.measure.process import ServerProcess

Call = Callable[[], Awaitable[object]]
_MOST_CALLS = 100_000  # in one cell


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What was seen in one stretch of calls; seconds."""

    latencies: list[float]  # sorted
    elapsed: float
    client_cpu: float
    server_cpu: float

    @property
    def calls(self) -> int:
        """How many calls were made."""
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """The latency that this share of the calls did not exceed (nearest rank)."""
        return self.latencies[max(0, math.ceil(share * self.calls) - 1)]


async def drive(
    call: Call, server: ServerProcess, *, in_flight: int, seconds: float, least: int
) -> Cell:
    """Keep ``in_flight`` calls under way for some seconds, and for ``least`` calls anyhow."""
    latencies: list[float] = []
    clock = time.perf_counter

    async def worker() -> None:
        while True:
            start = clock()
            await call()
            end = clock()
            latencies.append(end - start)
            if (end >= deadline and len(latencies) >= least) or len(latencies) >= _MOST_CALLS:
                return

    server_cpu = server.cpu()
    client_cpu = time.process_time()
    begin = clock()
    deadline = begin + seconds
    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(worker())
    elapsed = clock() - begin
    client_cpu = time.process_time() - client_cpu
    server_cpu = server.cpu() - server_cpu
    latencies.sort()
    return Cell(latencies=latencies, elapsed=elapsed, client_cpu=client_cpu, server_cpu=server_cpu)
