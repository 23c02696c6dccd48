"""Turns a measurement into sentences: what the numbers show, and what they do not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.measure.result import Crossover, Load, Measurement, Run, Spread
from generator.measure.summary import verdict


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about one operation (or about all, when ``operation`` is empty).

    style: the style that it speaks for, "" when nobody wins; about: what was measured (bytes,
    latency, throughput, cpu), "" for growth and spread; ratio: how many times as good as the next.
    """

    operation: str
    style: str
    text: str
    about: str = ""
    ratio: float | None = None


def findings(measurement: Measurement) -> tuple[Finding, ...]:
    """What can be said: per operation bytes, waiting time, throughput, CPU; then growth."""
    found: list[Finding] = []
    for operation in dict.fromkeys(run.operation for run in measurement.runs):
        runs = [run for run in measurement.runs if run.operation == operation]
        if len(runs) > 1:
            found += _of_operation(measurement, operation, runs)
    found += (_crossing(measurement, crossover) for crossover in measurement.crossovers)
    if measurement.wide:
        found.append(_unsteady(measurement))
    return tuple(found)


def _of_operation(
    measurement: Measurement, operation: str, runs: Sequence[Run]
) -> Iterator[Finding]:
    titles = measurement.styles
    sizes = {run.style: run.warm.request.total + run.warm.response.total for run in runs}
    ranked = sorted(sizes, key=lambda style: sizes[style])
    least, next_one = ranked[0], ranked[1]
    yield Finding(
        operation=operation,
        style=least if sizes[least] < sizes[next_one] else "",
        about="bytes",
        ratio=sizes[next_one] / sizes[least] if sizes[least] < sizes[next_one] else None,
        text=f"{titles[least]} puts the fewest bytes on an open connection: {sizes[least]} against "
        + _listed([f"{sizes[style]} over {titles[style]}" for style in ranked[1:]])
        + ".",
    )
    few, many = runs[0].loads[0].in_flight, runs[0].loads[-1].in_flight
    yield _judged(
        measurement, runs, few, "latency", "waiting time at the median", lambda one: one.p50
    )
    yield _judged(
        measurement,
        runs,
        many,
        "throughput",
        "calls per second",
        lambda one: one.calls_per_second,
        lower=False,
    )
    yield _judged(
        measurement, runs, many, "cpu", "CPU per call on the server", lambda one: one.server_cpu
    )


def _judged(
    measurement: Measurement,
    runs: Sequence[Run],
    in_flight: int,
    about: str,
    what: str,
    value: Callable[[Load], Spread],
    *,
    lower: bool = True,
) -> Finding:
    values = {run.style: value(_at(run, in_flight)) for run in runs}
    winner = verdict(values, lower_is_better=lower)
    calls = "one call" if in_flight == 1 else f"{in_flight} calls"
    if winner is None:
        text = f"With {calls} in flight, the {what} differs no more than it varies: no winner."
        return Finding(operation=runs[0].operation, style="", text=text, about=about)
    best, second = measurement.styles[winner.best], measurement.styles[winner.second]
    text = (
        f"With {calls} in flight, {best} has the best {what}, "
        f"{winner.ratio:.2f} times as good as {second}, the next."
    )
    return Finding(
        operation=runs[0].operation,
        style=winner.best,
        text=text,
        about=about,
        ratio=winner.ratio,
    )


def _at(run: Run, in_flight: int) -> Load:
    return next(load for load in run.loads if load.in_flight == in_flight)


_WHAT = {"bytes": "bytes of the answer", "latency": "waiting time", "cpu": "CPU on the server"}


def _crossing(measurement: Measurement, crossover: Crossover) -> Finding:
    first, second = measurement.styles[crossover.first], measurement.styles[crossover.second]
    what = _WHAT[crossover.what]
    if crossover.items is None:
        text = f"{first} stays ahead of {second} in {what} at every size that was measured."
    else:
        text = f"{second} overtakes {first} in {what} at about {crossover.items} items."
    style = crossover.first if crossover.items is None else crossover.second
    return Finding(operation=crossover.operation, style=style, text=text)


def _unsteady(measurement: Measurement) -> Finding:
    cells = sum(len(run.loads) for run in measurement.runs)
    text = (
        f"{len(measurement.wide)} of {cells} throughputs varied by more than 30 % over "
        f"{measurement.repetitions} repetitions: repeat them on a quieter machine."
    )
    return Finding(operation="", style="", text=text)


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
