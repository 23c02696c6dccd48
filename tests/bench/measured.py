"""Prints a kept measurement as the tables of docs/comparison.md.

Run: ``gen compare contracts/products.yaml --measure --json m.json``, on a quiet machine, then
``python -m tests.bench.measured m.json``.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.compare.timing.result import CallSize, Load, Measurement, Run, Spread
from generator.compare.timing.saved import read

_LOADS = (
    "operation",
    "style",
    "bytes cold",
    "bytes warm",
    "p50 ms, 1 in flight",
    "calls/s, {most} in flight",
    "CPU client µs",
    "CPU server µs",
    "alone: p50 ms, 1 in flight",
    "alone: calls/s, {most} in flight",
    "alone: CPU server µs",
)
_GROWTH = ("items", "style", "bytes of the response", "p50 ms", "CPU server µs")


def main(path: str) -> None:
    """Print the tables."""
    found = read(Path(path))
    where = found.environment
    print(
        f"{where.python}, {where.system}, {where.processor}, {where.cores} cores, "
        f"{where.event_loop}, load {where.load_before:.1f} before it began, others took "
        f"{where.others or 0:.0%} of the machine; {len(found.wide)} throughputs unsteady\n"
    )
    most = found.runs[0].loads[-1].in_flight
    rows = (_loads(found, run) for run in found.runs)
    print(_table([title.format(most=most) for title in _LOADS], rows))
    for operation in dict.fromkeys(run.operation for run in found.runs if run.growth):
        print(f"\n{operation}:\n")
        runs = [run for run in found.runs if run.operation == operation]
        print(_table(_GROWTH, _growth(found, runs)))


def _loads(found: Measurement, run: Run) -> Sequence[str]:
    few, many = run.loads[0], run.loads[-1]
    return (
        run.operation,
        found.styles[run.style],
        _both(run.cold),
        _both(run.warm),
        _ms(few.p50),
        f"{many.calls_per_second.median:,.0f}",
        _us(many.client_cpu),
        _us(many.server_cpu),
        *(_alone(run.alone) if run.alone else ("", "", "")),
    )


def _alone(loads: Sequence[Load]) -> Sequence[str]:
    rate = loads[-1].calls_per_second.median
    return _ms(loads[0].p50), f"{rate:,.0f}", _us(loads[-1].server_cpu)


def _growth(found: Measurement, runs: Sequence[Run]) -> Iterator[Sequence[str]]:
    for place, size in enumerate(runs[0].growth):
        for run in runs:
            one = run.growth[place]
            yield (
                f"{size.items:,}",
                found.styles[run.style],
                f"{one.response.total:,}",
                _ms(one.latency),
                _us(one.server_cpu),
            )


def _both(exchange: CallSize) -> str:
    return f"{exchange.request.total} + {exchange.response.total}"


def _ms(value: Spread) -> str:
    return f"{value.median * 1e3:.2f}"


def _us(value: Spread) -> str:
    return f"{value.median * 1e6:,.0f}"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
