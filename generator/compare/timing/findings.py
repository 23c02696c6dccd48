"""Turns a measurement into sentences: what the numbers show, and what they do not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.compare.timing.finding import Finding
from generator.compare.timing.finding_streams import streamed
from generator.compare.timing.result import GROWING, Crossover, Load, Measurement, Run, Spread
from generator.compare.timing.verdict import Verdict, verdict
from generator.formats.readable import listed

__all__ = ["Finding", "findings"]

_NOISY = 0.05  # of the machine


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked of all styles, under the fewest or the most calls in flight."""

    about: str
    what: str
    value: Callable[[Load], Spread]
    many: bool
    alone: bool = False
    lower: bool = True


_QUESTIONS = (
    _Question(
        about="latency",
        what="median latency",
        value=lambda load: load.p50,
        many=False,
    ),
    _Question(
        about="throughput",
        what="calls per second",
        value=lambda load: load.calls_per_second,
        many=True,
        lower=False,
    ),
    _Question(
        about="capacity",
        what="calls per second of the server alone",
        value=lambda load: load.calls_per_second,
        many=True,
        alone=True,
        lower=False,
    ),
    _Question(
        about="cpu",
        what="CPU per call on the server",
        value=lambda load: load.server_cpu,
        many=True,
    ),
)


def findings(measurement: Measurement) -> tuple[Finding, ...]:
    """What can be said: per operation bytes, latency, throughput, CPU; then growth."""
    found: list[Finding] = []
    for operation in dict.fromkeys(run.operation for run in measurement.runs):
        runs = [run for run in measurement.runs if run.operation == operation]
        if len(runs) > 1:
            found.append(_bytes(measurement, runs))
            found += (
                _judged(measurement, runs, question)
                for question in _QUESTIONS
                if not question.alone or all(run.alone for run in runs)
            )
            found += _growing(measurement, runs)
    for operation in dict.fromkeys(flow.operation for flow in measurement.flows):
        flows = [flow for flow in measurement.flows if flow.operation == operation]
        if len(flows) > 1:
            found += streamed(measurement.styles, flows)
    if measurement.wide:
        found.append(_unsteady(measurement))
    return tuple(found)


def _bytes(measurement: Measurement, runs: Sequence[Run]) -> Finding:
    titles = measurement.styles
    sizes = {run.style: run.warm.request.total + run.warm.response.total for run in runs}
    ranked = sorted(sizes, key=lambda style: sizes[style])
    least, next_one = ranked[0], ranked[1]
    wins = sizes[least] < sizes[next_one]
    return Finding(
        operation=runs[0].operation,
        style=least if wins else "",
        about="bytes",
        leaders=(least,) if wins else (),
        ratio=sizes[next_one] / sizes[least] if wins else None,
        text=f"{titles[least]} puts the fewest bytes on an open connection: {sizes[least]} against "
        f"{sizes[next_one]} over {titles[next_one]}, the next.",
    )


def _judged(measurement: Measurement, runs: Sequence[Run], question: _Question) -> Finding:
    loads = {run.style: _asked(run, question) for run in runs}
    in_flight = loads[runs[0].style].in_flight
    values = {style: question.value(load) for style, load in loads.items()}
    winner = verdict(values, lower_is_better=question.lower)
    calls = "one call" if in_flight == 1 else f"{in_flight} calls"
    begin = f"With {calls} in flight, "
    if winner is None:
        return Finding(
            operation=runs[0].operation,
            style="",
            text=f"{begin}no style leads in every round in {question.what}: no winner.",
            about=question.about,
        )
    alone = len(winner.leaders) == 1
    best = listed([measurement.styles[style] for style in winner.leaders])
    second = measurement.styles[winner.second]
    has = "has" if alone else "do not differ more than they vary, but have"
    span = f" ({winner.low:.2f} to {winner.high:.2f})" if winner.low < winner.high else ""
    return Finding(
        operation=runs[0].operation,
        style=winner.leaders[0] if alone else "",
        text=f"{begin}{best} {has} the best {question.what}, {winner.ratio:.2f} times as good as "
        f"{second}, the next{span}.",
        about=question.about,
        leaders=winner.leaders,
        ratio=winner.ratio,
    )


def _asked(run: Run, question: _Question) -> Load:
    loads = run.alone if question.alone else run.loads
    return loads[-1 if question.many else 0]


_GROWN = {"bytes": "bytes of the response", "latency": "latency", "cpu": "CPU on the server"}


def _growing(measurement: Measurement, runs: Sequence[Run]) -> Iterator[Finding]:
    """Who leads with one item and with the most, and who overtakes whom in between."""
    if not all(run.growth for run in runs):
        return
    few, many = (runs[0].growth[at].items for at in (0, -1))
    for about, value in GROWING.items():
        start, end = (
            verdict({run.style: value(run.growth[at]) for run in runs}, lower_is_better=True)
            for at in (0, -1)
        )
        led = [_leading(measurement, found) for found in (start, end)]
        if led[0] == led[1]:
            text = f"{led[0]} with {few:,} item as with {many:,}"
        else:
            text = f"{led[0]} with {few:,} item, {led[1]} with {many:,}"
        crossed = [
            _crossing(measurement, one)
            for one in measurement.crossovers
            if (one.operation, one.what) == (runs[0].operation, about)
            and one.items is not None
            and _settled(one.first, one.second, start)
            and _settled(one.second, one.first, end)
        ]
        yield Finding(
            operation=runs[0].operation,
            style=end.leaders[0] if end is not None and len(end.leaders) == 1 else "",
            leaders=end.leaders if end is not None else (),
            text=f"As the response grows, least {_GROWN[about]}: {'; '.join([text, *crossed])}.",
        )


def _settled(ahead: str, behind: str, found: Verdict | None) -> bool:
    """Whether one leads and the other does not."""
    return found is not None and ahead in found.leaders and behind not in found.leaders


def _leading(measurement: Measurement, found: Verdict | None) -> str:
    if found is None:
        return "no winner"
    return listed([measurement.styles[style] for style in found.leaders])


def _crossing(measurement: Measurement, crossover: Crossover) -> str:
    first, second = measurement.styles[crossover.first], measurement.styles[crossover.second]
    return f"{second} overtakes {first} at about {crossover.items:,} items"


def _unsteady(measurement: Measurement) -> Finding:
    cells = sum(len(run.loads) + len(run.alone) for run in measurement.runs)
    rounds = measurement.repetitions
    others = measurement.environment.others
    noise = f" (other processes took {others:.0%} of it)" if others and others > _NOISY else ""
    text = (
        f"{len(measurement.wide)} of {cells} throughputs varied by more than 30 % over "
        f"{rounds} rounds: repeat them on a quieter machine{noise}."
    )
    return Finding(operation="", style="", text=text)
