"""Has one stretch of calls made, and reads what it cost on both sides."""

import math
import time
from array import array
from dataclasses import dataclass

from generator.compare.timing.process import ServerProcess
from generator.styles.shown.replay import Drive

_TURNS = 2  # calls of each of those in flight, at least: the first is not counted in the pace
_LEAST_CALLS = 20


@dataclass(frozen=True, kw_only=True)
class StretchCost:
    """What was seen in one stretch of calls; seconds, CPU altogether."""

    latencies: "array[float]"  # sorted
    calls_per_second: float
    client_cpu: float
    server_cpu: float

    @property
    def calls(self) -> int:
        """How many calls were made."""
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """The latency that this share of the calls did not exceed (nearest rank)."""
        return self.latencies[max(0, math.ceil(share * self.calls) - 1)]


async def measured(
    drive: Drive, server: ServerProcess, *, in_flight: int, seconds: float
) -> StretchCost:
    """Make calls for some seconds, and enough of them anyhow."""
    server_cpu = server.cpu()
    client_cpu = time.process_time()
    stretch = await drive(seconds, max(_LEAST_CALLS, _TURNS * in_flight))
    client_cpu = time.process_time() - client_cpu
    server_cpu = server.cpu() - server_cpu
    return StretchCost(
        latencies=array("d", sorted(stretch.latencies)),
        calls_per_second=stretch.pace,
        client_cpu=client_cpu,
        server_cpu=server_cpu,
    )
