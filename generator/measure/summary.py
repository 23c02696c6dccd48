"""Turns what the repetitions saw into medians and spreads, and says what they allow to be said."""

import itertools
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.measure.driver import Cell
from generator.measure.result import Crossover, Growth, Load, Run, Spread, Wide

_SAMPLE = 200
_TOO_WIDE = 0.3


def spread(values: Sequence[float]) -> Spread:
    """The median of some values, the lowest and the highest."""
    return Spread(median=statistics.median(values), low=min(values), high=max(values))


def load(in_flight: int, cells: Sequence[Cell]) -> Load:
    """All repetitions of one operation under one number of calls in flight."""
    pooled = sorted(itertools.chain.from_iterable(cell.latencies for cell in cells))
    step = max(1, math.ceil(len(pooled) / _SAMPLE))
    return Load(
        in_flight=in_flight,
        calls=round(statistics.median(cell.calls for cell in cells)),
        calls_per_second=spread([cell.calls / cell.elapsed for cell in cells]),
        p50=spread([cell.percentile(0.5) for cell in cells]),
        p90=spread([cell.percentile(0.9) for cell in cells]),
        p99=spread([cell.percentile(0.99) for cell in cells]),
        client_cpu=spread([cell.client_cpu / cell.calls for cell in cells]),
        server_cpu=spread([cell.server_cpu / cell.calls for cell in cells]),
        latencies=tuple(pooled[step // 2 :: step]),
    )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Which style is best at something, and by how much; ``ratio`` is over the second best."""

    best: str
    second: str
    ratio: float


def verdict(values: Mapping[str, Spread], *, lower_is_better: bool) -> Verdict | None:
    """The best style, or None when its range over the repetitions touches the next one's."""
    ranked = sorted(values, key=lambda name: values[name].median, reverse=not lower_is_better)
    if len(ranked) < 2:
        return None
    best, second = ranked[:2]
    one, other = values[best], values[second]
    apart = one.high < other.low if lower_is_better else one.low > other.high
    if not apart:
        return None
    ratio = other.median / one.median if lower_is_better else one.median / other.median
    return Verdict(best=best, second=second, ratio=ratio)


def too_wide(runs: Sequence[Run]) -> Iterator[Wide]:
    """The throughputs whose range is too wide, relative to the median, to be relied on."""
    for run in runs:
        for one in run.loads:
            rate = one.calls_per_second
            relative = (rate.high - rate.low) / rate.median
            if relative > _TOO_WIDE:
                yield Wide(
                    operation=run.operation,
                    style=run.style,
                    in_flight=one.in_flight,
                    spread=relative,
                )


_GROWING: dict[str, Callable[[Growth], float]] = {
    "bytes": lambda growth: growth.response.total,
    "latency": lambda growth: growth.latency.median,
    "cpu": lambda growth: growth.server_cpu.median,
}


def crossovers(runs: Sequence[Run]) -> Iterator[Crossover]:
    """For every pair of styles on a list, where the one that loses at one item gets ahead."""
    lists: dict[str, list[Run]] = {}
    for run in runs:
        if run.growth:
            lists.setdefault(run.operation, []).append(run)
    for operation, group in lists.items():
        for one, other in itertools.combinations(group, 2):
            for what, value in _GROWING.items():
                first, second = one, other
                if value(first.growth[0]) > value(second.growth[0]):
                    first, second = second, first
                yield Crossover(
                    operation=operation,
                    what=what,
                    first=first.style,
                    second=second.style,
                    items=_crossing(first.growth, second.growth, value),
                )


def _crossing(
    first: Sequence[Growth], second: Sequence[Growth], value: Callable[[Growth], float]
) -> int | None:
    """The items at which ``second`` drops below, on straight lines between the measured sizes."""
    for (a, b), (c, d) in zip(itertools.pairwise(first), itertools.pairwise(second), strict=True):
        before, after = value(c) - value(a), value(d) - value(b)
        if before >= 0 > after:
            share = before / (before - after)
            return math.ceil(a.items + share * (b.items - a.items))
    return None
