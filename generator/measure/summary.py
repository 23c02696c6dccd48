"""Turns what the rounds saw into medians and spreads, and says what they allow to be said."""

import itertools
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.measure.driver import Cell
from generator.measure.result import Crossover, Exchange, Growth, Load, Run, Spread, Wide
from generator.measure.schedule import IN_FLIGHT, Key, Setting
from generator.measure.wires import Wire

SAMPLE = 200  # of the latencies of a load, for plots
_SAMPLES = 40_000  # of all loads
_LEAST_SAMPLE = 20
_TOO_WIDE = 0.3
_ENOUGH = 6  # rounds; of two equals, one leads in all of them by chance once in 32 times


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


def load(in_flight: int, cells: Sequence[Cell], sample: int = SAMPLE) -> Load:
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
    wires: Mapping[Key, Wire],
    grown: Mapping[tuple[Key, int], Exchange],
    cells: Mapping[tuple[Setting, str], Sequence[Cell]],
) -> tuple[Run, ...]:
    """All that was seen, by operation and style."""
    sample = max(_LEAST_SAMPLE, min(SAMPLE, _SAMPLES // max(len(cells), 1)))
    return tuple(
        Run(
            operation=key[0],
            style=key[1],
            cold=wire.cold,
            warm=wire.warm,
            loads=_loads(key, cells, sample, replayed=False),
            alone=_loads(key, cells, sample, replayed=True),
            growth=tuple(
                _growth(key, items, cells, exchange)
                for (one, items), exchange in grown.items()
                if one == key
            ),
        )
        for key, wire in wires.items()
    )


def _loads(
    key: Key,
    cells: Mapping[tuple[Setting, str], Sequence[Cell]],
    sample: int,
    *,
    replayed: bool,
) -> tuple[Load, ...]:
    operation, style = key
    settings = (
        Setting(operation=operation, in_flight=many, replayed=replayed) for many in IN_FLIGHT
    )
    return tuple(load(one.in_flight, cells[one, style], sample) for one in settings)


def _growth(
    key: Key,
    items: int,
    cells: Mapping[tuple[Setting, str], Sequence[Cell]],
    exchange: Exchange,
) -> Growth:
    operation, style = key
    seen = cells[Setting(operation=operation, items=items), style]
    return Growth(
        items=items,
        response=exchange.response,
        latency=spread([cell.percentile(0.5) for cell in seen]),
        server_cpu=spread([cell.server_cpu / cell.calls for cell in seen]),
    )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Which styles are better than all others in every round, and how many times as good.

    leaders: one, or several that the rounds do not tell apart; second: the next best; ratio: of the
    worst leader to the best of the others, the median over the rounds; low, high: its range.
    """

    leaders: tuple[str, ...]
    second: str
    ratio: float
    low: float
    high: float


def verdict(values: Mapping[str, Spread], *, lower_is_better: bool) -> Verdict | None:
    """The fewest styles that lead all others in every round; None where no styles do."""
    costs = {name: list(_costs(value, lower_is_better)) for name, value in values.items()}
    ranked = sorted(values, key=lambda name: values[name].median, reverse=not lower_is_better)
    enough = len(costs[ranked[0]]) >= _ENOUGH or not values[ranked[0]].rounds
    for count in range(1, len(ranked) if enough else 0):
        ahead = zip(*(costs[name] for name in ranked[:count]), strict=True)
        behind = zip(*(costs[name] for name in ranked[count:]), strict=True)
        ratios = [
            min(best for best, _ in theirs) / max(worst for _, worst in ours)
            for ours, theirs in zip(ahead, behind, strict=True)
        ]
        if min(ratios) > 1:
            return Verdict(
                leaders=tuple(name for name in values if name in ranked[:count]),
                second=ranked[count],
                ratio=statistics.median(ratios),
                low=min(ratios),
                high=max(ratios),
            )
    return None


def _costs(value: Spread, lower_is_better: bool) -> Iterator[tuple[float, float]]:
    """What each round cost, at best and at worst; an old file knows only the range of them all."""
    rounds = [(one, one) for one in value.rounds] or [(value.low, value.high)]
    for low, high in rounds:
        yield (low, high) if lower_is_better else (1 / high, 1 / low)


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
