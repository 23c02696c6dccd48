"""Turns the crossovers of a measurement into sentences, and says which of them are settled."""

from collections.abc import Callable, Collection

from generator.compare.page import quantity
from generator.compare.timing.result import Crossover, Growth, Measurement, Spread
from generator.compare.timing.verdict import verdict

GrowthValue = Callable[[Growth], Spread]


def size(growth: Growth) -> Spread:
    """The bytes of a response, which do not vary."""
    total = float(growth.response.total)
    return Spread(median=total, low=total, high=total)


def latency(growth: Growth) -> Spread:
    """The median latency."""
    return growth.latency


def cpu(growth: Growth) -> Spread:
    """What a call costs the server."""
    return growth.server_cpu


# What a crossover is about: in words, and how its value is read.
WHAT: dict[str, tuple[str, GrowthValue]] = {
    "bytes": ("bytes", size),
    "latency": ("latency", latency),
    "cpu": ("server CPU", cpu),
}


def crossings(measured: Measurement, operation: str, styles: Collection[str]) -> list[Crossover]:
    """Where lines really cross, among some styles."""
    return [
        one
        for one in measured.crossovers
        if one.operation == operation
        and one.items is not None
        and {one.first, one.second} <= set(styles)
    ]


def sentence(measured: Measurement, crossing: Crossover) -> str:
    """Who overtakes whom, where; without the end of the sentence."""
    first, second = measured.styles[crossing.first], measured.styles[crossing.second]
    text = f"{second} overtakes {first} from about {quantity.count(crossing.items or 0, 'item')}"
    return text if settled(measured, crossing) else f"{text} (not settled: within the variation)"


def settled(measured: Measurement, crossing: Crossover) -> bool:
    """Whether the one that has overtaken ends below in every round."""
    value = WHAT[crossing.what][1]
    ends = {
        run.style: value(run.growth[-1])
        for run in measured.runs
        if run.operation == crossing.operation and run.growth
    }
    pair = {style: ends[style] for style in (crossing.first, crossing.second)}
    found = verdict(pair, lower_is_better=True)
    return found is not None and found.leaders == (crossing.second,)


def of_operation(measured: Measurement, operation: str, styles: Collection[str]) -> str:
    """What happens as the list grows, in one sentence; "" for what is no list."""
    runs = [run for run in measured.runs if run.operation == operation and run.growth]
    runs = [run for run in runs if run.style in styles]
    if len(runs) < 2:
        return ""
    found = crossings(measured, operation, styles)
    parts = []
    for what, (words, _) in WHAT.items():
        here = [sentence(measured, one) for one in found if one.what == what]
        parts.append(
            f"in {words} {quantity.listed(here) if here else 'no style overtakes another'}"
        )
    few, many = runs[0].growth[0].items, runs[0].growth[-1].items
    return (
        f"as its response grows from {few:,} to {quantity.count(many, 'item')}: {'; '.join(parts)}."
    )
