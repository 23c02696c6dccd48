"""Turns what the rounds saw into medians and spreads."""

import itertools
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.compare.timing.driver import StretchCost
from generator.compare.timing.result import (
    GROWING,
    CallSize,
    Crossover,
    Growth,
    Load,
    Run,
    Spread,
    Wide,
)
from generator.compare.timing.schedule import LoadKey, Setting
from generator.compare.timing.wires import WireSample

SAMPLE = 200  # of the latencies of a load, for plots
_SAMPLES = 40_000  # of all loads
_LEAST_SAMPLE = 20
_TOO_WIDE = 0.3


def spread(values: Sequence[float]) -> Spread:
    """The median of the rounds' values, and how far they lie apart."""
    if len(values) > 1:
        first, _, third = statistics.quantiles(values, method="inclusive")
    else:
        first = third = values[0]
    return Spread(
        median=statistics.median(values),
        low=min(values),
        high=max(values),
        quartiles=(first, third),
        rounds=tuple(values),
    )


def load(in_flight: int, cells: Sequence[StretchCost], sample: int = SAMPLE) -> Load:
    """All rounds of one operation under one number of calls in flight."""
    pooled = sorted(itertools.chain.from_iterable(cell.latencies for cell in cells))
    step = max(1, math.ceil(len(pooled) / sample))
    return Load(
        in_flight=in_flight,
        calls=round(statistics.median(cell.calls for cell in cells)),
        calls_per_second=spread([cell.calls_per_second for cell in cells]),
        p50=spread([cell.percentile(0.5) for cell in cells]),
        p90=spread([cell.percentile(0.9) for cell in cells]),
        p99=spread([cell.percentile(0.99) for cell in cells]),
        client_cpu=spread([cell.client_cpu / cell.calls for cell in cells]),
        server_cpu=spread([cell.server_cpu / cell.calls for cell in cells]),
        latencies=tuple(pooled[step // 2 :: step]),
    )


def runs(
    wires: Mapping[LoadKey, WireSample],
    grown: Mapping[tuple[LoadKey, int], CallSize],
    cells: Mapping[tuple[Setting, str], Sequence[StretchCost]],
) -> tuple[Run, ...]:
    """All that was seen, by operation and style."""
    in_flight = sorted({setting.in_flight for setting, _ in cells})
    sample = max(_LEAST_SAMPLE, min(SAMPLE, _SAMPLES // max(len(cells), 1)))
    return tuple(
        Run(
            operation=key[0],
            style=key[1],
            cold=wire.cold,
            warm=wire.warm,
            loads=_loads(key, in_flight, cells, sample, replayed=False),
            alone=_loads(key, in_flight, cells, sample, replayed=True),
            growth=tuple(
                _growth(key, items, cells, exchange)
                for (one, items), exchange in grown.items()
                if one == key
            ),
        )
        for key, wire in wires.items()
    )


def _loads(
    key: LoadKey,
    in_flight: Sequence[int],
    cells: Mapping[tuple[Setting, str], Sequence[StretchCost]],
    sample: int,
    *,
    replayed: bool,
) -> tuple[Load, ...]:
    operation, style = key
    settings = (
        Setting(operation=operation, in_flight=many, replayed=replayed) for many in in_flight
    )
    return tuple(load(one.in_flight, cells[one, style], sample) for one in settings)


def _growth(
    key: LoadKey,
    items: int,
    cells: Mapping[tuple[Setting, str], Sequence[StretchCost]],
    exchange: CallSize,
) -> Growth:
    operation, style = key
    seen = cells[Setting(operation=operation, items=items), style]
    return Growth(
        items=items,
        response=exchange.response,
        latency=spread([cell.percentile(0.5) for cell in seen]),
        server_cpu=spread([cell.server_cpu / cell.calls for cell in seen]),
    )


def too_wide(runs: Sequence[Run]) -> Iterator[Wide]:
    """The throughputs whose quartiles lie too far apart, relative to the median."""
    for run in runs:
        for replayed, loads in ((False, run.loads), (True, run.alone)):
            for one in loads:
                if one.calls_per_second.width > _TOO_WIDE:
                    yield Wide(
                        operation=run.operation,
                        style=run.style,
                        in_flight=one.in_flight,
                        spread=one.calls_per_second.width,
                        replayed=replayed,
                    )


def crossovers(runs: Sequence[Run]) -> Iterator[Crossover]:
    """For every pair of styles on a list, where the one that loses at one item gets ahead."""
    lists: dict[str, list[Run]] = {}
    for run in runs:
        if run.growth:
            lists.setdefault(run.operation, []).append(run)
    for operation, group in lists.items():
        for one, other in itertools.combinations(group, 2):
            for what, value in GROWING.items():
                first, second = one, other
                if value(first.growth[0]).median > value(second.growth[0]).median:
                    first, second = second, first
                yield Crossover(
                    operation=operation,
                    what=what,
                    first=first.style,
                    second=second.style,
                    items=_crossing(first.growth, second.growth, value),
                )


def _crossing(
    first: Sequence[Growth], second: Sequence[Growth], value: Callable[[Growth], Spread]
) -> int | None:
    """The items at which ``second`` drops below, on straight lines between the measured sizes."""
    for (a, b), (c, d) in zip(itertools.pairwise(first), itertools.pairwise(second), strict=True):
        before = value(c).median - value(a).median
        after = value(d).median - value(b).median
        if before >= 0 > after:
            share = before / (before - after)
            return math.ceil(a.items + share * (b.items - a.items))
    return None
